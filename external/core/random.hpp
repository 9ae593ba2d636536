// The random numbers of a cloud.
#pragma once

#include <cstdint>

namespace granvae::core {

// What is drawn for every onset, whether the settings make use of it or not: turning one parameter
// leaves the others' sequences alone.
enum class Draw : std::uint64_t { start, pitch, distance, silence, pan, level };

// The random numbers of one onset. They are a function of the seed, the onset's number and what is
// drawn (SplitMix64 as a counter: Steele, Lea & Flood 2014), and so the same in every host.
class OnsetRandom {
 public:
  OnsetRandom(std::uint64_t seed, std::uint64_t onset)
      : first_(mixed(seed + kStep) + onset * kDraws * kStep) {}

  // Uniform in [0, 1).
  double uniform(Draw draw) const noexcept {
    const std::uint64_t bits = mixed(first_ + static_cast<std::uint64_t>(draw) * kStep);
    return static_cast<double>(bits >> 11) * 0x1p-53;
  }
  // Uniform in [-1, 1).
  double deviation(Draw draw) const noexcept { return 2.0 * uniform(draw) - 1.0; }

 private:
  static constexpr std::uint64_t kDraws = 8;  // for each onset: the least power of two
  static constexpr std::uint64_t kStep = 0x9e3779b97f4a7c15;  // 2^64 by the golden ratio

  static std::uint64_t mixed(std::uint64_t x) noexcept {
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
    x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
    return x ^ (x >> 31);
  }

  std::uint64_t first_;
};

}  // namespace granvae::core
