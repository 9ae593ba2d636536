// Weights in the order in which the kernels use them.
#pragma once

#include <span>
#include <vector>

#include "decoder/native/kernels.hpp"

namespace granvae::decoder::native {

using Floats = std::vector<float>;

// (in, out) → (panels, in, kPanel), with zeros where there are no outputs.
inline Floats packed(int in, int out, std::span<const float> weights) {
  const auto ins = static_cast<std::size_t>(in);
  const auto outs = static_cast<std::size_t>(out);
  Floats made(panels(out) * ins * kPanel, 0.0f);
  for (std::size_t k = 0; k < ins; ++k) {
    for (std::size_t o = 0; o < outs; ++o) {
      made[(o / kPanel * ins + k) * kPanel + o % kPanel] = weights[k * outs + o];
    }
  }
  return made;
}

inline Floats filled_up(std::span<const float> bias) {
  Floats made(bias.begin(), bias.end());
  made.resize(panels(static_cast<int>(bias.size())) * kPanel, 0.0f);
  return made;
}

}  // namespace granvae::decoder::native
