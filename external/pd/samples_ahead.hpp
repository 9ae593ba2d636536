// How far Pd computes ahead of what is heard.
#pragma once

namespace granvae::pd {

// Samples at `sample_rate` Hz, by the delay of Pd's audio settings: it makes so many in a row, and
// then waits. 0 in a Pd that does not say.
int samples_ahead(double sample_rate);

}  // namespace granvae::pd
