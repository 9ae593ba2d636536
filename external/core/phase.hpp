// A cycle's phase in 64-bit fixed point.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace granvae {

enum class Wrap { none, forward, backward };

// Phase in [0, 1) as a fraction of 2^64, so that adding an increment for hours accumulates no
// error but that of the increment itself (at most 2^-65 of a cycle a sample), and wrapping keeps
// the overshoot exactly.
class Phase {
 public:
  static constexpr double kFastest = 0.5;  // cycles a sample

  // Advances by `cycles`, clamped to ±kFastest, and tells whether a cycle's border was crossed.
  Wrap advance(double cycles) {
    const double step = std::min(std::abs(cycles), kFastest);
    const auto increment = static_cast<std::uint64_t>(std::nearbyint(step * kOne));
    const std::uint64_t before = value_;
    if (cycles >= 0) {
      value_ += increment;
      return value_ < before ? Wrap::forward : Wrap::none;
    }
    value_ -= increment;
    return value_ > before ? Wrap::backward : Wrap::none;
  }

  double value() const { return static_cast<double>(value_) * (1.0 / kOne); }
  void reset() { value_ = 0; }

 private:
  static constexpr double kOne = 18446744073709551616.0;  // 2^64
  std::uint64_t value_ = 0;
};

}  // namespace granvae
