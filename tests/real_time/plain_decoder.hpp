// What a test may ask of the decoder that stands in for a model.
#pragma once

#include "decoder/decoder.hpp"

namespace granvae::testing {

inline decoder::ModelInfo model_info(const char* path, int latents, int grain) {
  decoder::ModelInfo info;
  info.path = path;
  info.latents = latents;
  info.grain = grain;
  info.rate = 44100.0;
  return info;
}

// While on, to read a model called "held" takes until it is off.
void hold_reading(bool on);

}  // namespace granvae::testing
