#include "decoder/native/winograd.hpp"

namespace granvae::decoder::native {
namespace {

// The taps' polynomial at each point, divided by the product of its distances to the other points.
constexpr double kTransform[kWinogradPoints][kWinogradTaps] = {
    {1.0, 0.0, 0.0, 0.0},
    {-2.0 / 9.0, -2.0 / 9.0, -2.0 / 9.0, -2.0 / 9.0},
    {-2.0 / 9.0, 2.0 / 9.0, -2.0 / 9.0, 2.0 / 9.0},
    {1.0 / 90.0, 2.0 / 90.0, 4.0 / 90.0, 8.0 / 90.0},
    {1.0 / 90.0, -2.0 / 90.0, 4.0 / 90.0, -8.0 / 90.0},
    {32.0 / 45.0, 16.0 / 45.0, 8.0 / 45.0, 4.0 / 45.0},
    {32.0 / 45.0, -16.0 / 45.0, 8.0 / 45.0, -4.0 / 45.0},
    {0.0, 0.0, 0.0, 1.0},
};

}  // namespace

std::vector<float> winograd_weights(int in, int out, std::span<const float> weights) {
  const std::size_t size = static_cast<std::size_t>(in) * static_cast<std::size_t>(out);
  std::vector<float> made;
  made.reserve(kWinogradPoints * size);
  for (const auto& factors : kTransform) {
    for (std::size_t i = 0; i < size; ++i) {
      double sum = 0.0;
      for (std::size_t tap = 0; tap < kWinogradTaps; ++tap) {
        sum += factors[tap] * static_cast<double>(weights[tap * size + i]);
      }
      made.push_back(static_cast<float>(sum));
    }
  }
  return made;
}

}  // namespace granvae::decoder::native
