// When the grains of a cloud begin, at a frequency.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "core/phase.hpp"

namespace granvae::core {

// Counts cycles since the last onset in fixed point: whole ones, and fractions of 2^64 as Phase
// does. An onset is due once they reach the distance from the last one to it, which is 1 where
// onsets are periodic. Since the distance is given in cycles, the frequency may change meanwhile.
class CloudClock {
 public:
  // The next sample is an onset, with nothing before it.
  void reset() noexcept { *this = CloudClock(); }

  // Advances by the stride, in either direction.
  void advance(const Stride& stride) noexcept {
    increment_ = stride.increment;
    since_.part += increment_;
    if (since_.part < increment_) ++since_.whole;
  }

  bool due() const noexcept { return !(since_ < distance_); }

  // Passes the onset that is due; the next one is `distance` cycles after it. Returns how long ago
  // it was, in samples: at least 0, below 1.
  double pass(double distance) noexcept {
    since_ = since_ - distance_;
    const double whole = std::floor(distance);
    distance_ = {static_cast<std::uint64_t>(whole),
                 static_cast<std::uint64_t>((distance - whole) * 0x1p64)};
    if (increment_ == 0) return 0.0;
    const double ago = static_cast<double>(since_.part) / static_cast<double>(increment_);
    return std::min(ago, kBelowOne);
  }

  // How much of the way to the next onset has passed, 0 … 1. Past it, that is taken to be periodic.
  double phase() const noexcept {
    if (due()) return (since_ - distance_).value();
    return std::min(since_.value() / distance_.value(), kBelowOne);
  }

 private:
  struct Cycles {
    std::uint64_t whole = 0;
    std::uint64_t part = 0;
    // Cut to what a double holds, as Phase does.
    double value() const noexcept {
      return static_cast<double>(whole) + static_cast<double>(part >> 11) * 0x1p-53;
    }
    Cycles operator-(const Cycles& other) const noexcept {
      return {whole - other.whole - (part < other.part ? 1 : 0), part - other.part};
    }
    bool operator<(const Cycles& other) const noexcept {
      return whole != other.whole ? whole < other.whole : part < other.part;
    }
  };
  Cycles since_;
  Cycles distance_;
  std::uint64_t increment_ = 0;
};

}  // namespace granvae::core
