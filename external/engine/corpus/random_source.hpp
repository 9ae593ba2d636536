// Random numbers that are the same on every platform, which those of the standard library's
// distributions are not.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <random>

#include "core/elementary.hpp"

namespace granvae::engine {

class RandomSource {
 public:
  explicit RandomSource(std::uint64_t seed) : generator_(seed) {}

  // Uniform in (0, 1).
  double uniform() { return (static_cast<double>(generator_() >> 11) + 0.5) * 0x1p-53; }
  // Uniform in 0 … count - 1.
  std::size_t below(std::size_t count) {
    return static_cast<std::size_t>(uniform() * static_cast<double>(count));
  }
  // From the standard normal distribution (Box and Muller 1958).
  double normal() {
    const double radius = std::sqrt(-2.0 * core::logarithm(uniform()));
    return radius * core::cosine_of(uniform());
  }

 private:
  std::mt19937_64 generator_;
};

}  // namespace granvae::engine
