// A cycle's phase in 64-bit fixed point.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace granvae::core {

inline constexpr double kBelowOne = 1.0 - 0x1p-53;

// Which border of the cycle was crossed.
enum class Wrap { none, forward, backward };

// How far a phase moves with a sample: `cycles`, limited to ±kFastest.
struct Stride {
  static constexpr double kFastest = 0.5;

  Stride() = default;
  explicit Stride(double requested) noexcept
      : cycles(std::clamp(requested, -kFastest, kFastest)),
        increment(static_cast<std::uint64_t>(std::nearbyint(std::abs(cycles) * 0x1p64))) {}

  double cycles = 0.0;
  std::uint64_t increment = 0;  // in either direction

  std::int64_t directed() const noexcept {
    return static_cast<std::int64_t>(cycles >= 0 ? increment : 0 - increment);
  }
};

// Phase in [0, 1) as a fraction of 2^64, so that adding an increment for hours accumulates no
// error but that of the increment itself (at most 2^-65 of a cycle a sample), and wrapping keeps
// the overshoot exactly.
class Phase {
 public:
  Wrap advance(const Stride& stride) noexcept {
    const std::uint64_t before = value_;
    if (stride.cycles >= 0) {
      value_ += stride.increment;
      return value_ < before ? Wrap::forward : Wrap::none;
    }
    value_ -= stride.increment;
    return value_ > before ? Wrap::backward : Wrap::none;
  }

  // Goes to `target` in [0, 1) by the shorter way.
  Wrap move_to(double target) noexcept {
    const std::uint64_t before = value_;
    value_ = static_cast<std::uint64_t>(target * 0x1p64);
    if (value_ - before < kHalf) return value_ < before ? Wrap::forward : Wrap::none;
    return value_ > before ? Wrap::backward : Wrap::none;
  }

  // Cut to what a double holds, not rounded, which would make 1 of what is below.
  static double value(std::uint64_t bits) noexcept {
    return static_cast<double>(static_cast<std::int64_t>(bits >> 11)) * 0x1p-53;
  }
  double value() const noexcept { return value(value_); }
  std::uint64_t bits() const noexcept { return value_; }
  void reset() noexcept { value_ = 0; }

 private:
  static constexpr std::uint64_t kHalf = std::uint64_t{1} << 63;
  std::uint64_t value_ = 0;
};

}  // namespace granvae::core
