// What a test may ask of the decoder that stands in for a model.
#pragma once

namespace granvae::testing {

// While on, to read a model called "held" takes until it is off.
void hold_reading(bool on);

}  // namespace granvae::testing
