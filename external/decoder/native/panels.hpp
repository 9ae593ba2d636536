// Weights in the order in which the kernels use them.
#pragma once

#include <span>
#include <vector>

#include "decoder/native/kernels.hpp"

namespace granvae::decoder::native {

using Floats = std::vector<float>;

constexpr std::size_t size(int n) noexcept { return static_cast<std::size_t>(n); }

// (in, out) → (panels, in, kPanel), with zeros where there are no outputs.
inline Floats packed(int in, int out, std::span<const float> weights) {
  Floats made(panels(out) * size(in) * kPanel, 0.0f);
  for (std::size_t k = 0; k < size(in); ++k) {
    for (std::size_t o = 0; o < size(out); ++o) {
      made[(o / kPanel * size(in) + k) * kPanel + o % kPanel] = weights[k * size(out) + o];
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
