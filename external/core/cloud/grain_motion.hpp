// How much of the table a grain of a cloud reads, and how fast.
#pragma once

#include <algorithm>
#include <cmath>

#include "core/elementary.hpp"
#include "core/read/table.hpp"

namespace granvae::core {

inline constexpr double kSlowest = 1.0 / 1024.0;  // table samples a sample
inline constexpr double kFastest = 1024.0;
inline constexpr double kLongest = 0x1p30;  // samples that a grain lasts: six hours, in an int

inline constexpr double kOctave = 12.0;  // semitones

// NaN counts as the least.
inline double bounded(double value, double least, double most) noexcept {
  return value > least ? std::min(value, most) : least;
}

// Table samples that a sample moves on, with the sign of `ratio`, which is limited to what can be
// read. `octaves`: by which it is higher than at `rate`.
inline double grain_step(double rate, double octaves, double table_rate,
                         double sample_rate) noexcept {
  const double ratio = rate * power_of_two(octaves) * (table_rate / sample_rate);
  const double limited = bounded(std::abs(ratio), kSlowest, kFastest);
  return ratio < 0.0 ? -limited : limited;
}

// Table samples that a grain reads, past the table's end from its beginning. `asked`: 0 for
// `grain`.
inline double grain_length(double asked, int grain, double step) noexcept {
  const double most = std::abs(step) * kLongest;
  const double least = std::min<double>(Table::kSmallest, most);
  return bounded(asked > 0.0 ? asked : grain, least, most);
}

// Table samples in which it fades in, and out.
inline double grain_fade(double crossfade, double length) noexcept {
  return bounded(crossfade, 0.0, 0.5 * length);
}

}  // namespace granvae::core
