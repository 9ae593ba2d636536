// Reads one level of a mipmap.
#pragma once

#include <cstdint>

#include "core/read/mipmap.hpp"

namespace granvae::core {

inline constexpr int kMostRead = 64;  // positions in one call

// Positions start + step · (fraction + first + i) in table samples, for i = 0, 1, …. Numbering them
// from the grain's onset, not from the block's beginning, keeps them the same however a grain is
// cut into blocks.
struct Line {
  double start;
  double step;
  double fraction;     // samples, 0 … 1
  std::int64_t first;  // samples

  double at(int i) const noexcept {
    return start + step * (fraction + (static_cast<double>(first) + i));
  }
};

// Positions one by one, in the way a line has them.
struct Points {
  const double* positions;
  double at(int i) const noexcept { return positions[i]; }
};

// What is heard at `count` positions, at most kMostRead, each from 0 on to below 2^30 samples of
// the level; they wrap. It works by fours: `out` has room for the next multiple of four, and so
// have positions, with valid ones.
void read_level(const Mipmap::Level& level, const double* positions, float* out,
                int count) noexcept;
void read_level(const Mipmap::Level& level, const Line& line, float* out, int count) noexcept;

}  // namespace granvae::core
