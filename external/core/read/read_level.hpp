// Reads one level of a mipmap.
#pragma once

#include <cmath>
#include <cstdint>

#include "core/read/mipmap.hpp"

namespace granvae::core {

inline constexpr int kMostRead = 64;  // positions in one call

// A position in fixed point: samples · 2^kPositionBits. Adding a step for hours rounds nothing.
using Position = std::uint64_t;
inline constexpr int kPositionBits = 38;

// They begin anew after kRound samples, of which a level's size is a whole part.
inline Position position(double samples) noexcept {
  constexpr double kRound = Position{1} << (64 - kPositionBits);
  if (samples >= kRound) samples = std::fmod(samples, kRound);
  return static_cast<Position>(samples * static_cast<double>(Position{1} << kPositionBits));
}

// Positions start, start + step, …
struct Line {
  Position start;
  Position step;
  Position at(int i) const noexcept { return start + static_cast<Position>(i) * step; }
};

// Positions one by one, in the way a line has them.
struct Points {
  const Position* positions;
  Position at(int i) const noexcept { return positions[i]; }
};

// What is heard at `count` positions in samples of the level, at most kMostRead; they wrap. It
// works by eights: `out` has room for the next multiple of eight, and so have positions.
void read_level(const Mipmap::Level& level, const Points& points, float* out, int count) noexcept;
void read_level(const Mipmap::Level& level, const Line& line, float* out, int count) noexcept;

}  // namespace granvae::core
