// How many samples Max computes in a row.
#pragma once

namespace granvae::max {

// The samples of Max's I/O vector, which it makes of signal vectors without a pause; `vector`, that
// of signals, in a Max that does not say.
int io_vector(int vector);

}  // namespace granvae::max
