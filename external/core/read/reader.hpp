// Reads a table between its samples.
#pragma once

#include "core/read/read_plain.hpp"

namespace granvae::core {

// How a table is read at a speed that stays: along a line through one level of its mipmap, or
// through its own samples.
struct LevelLine {
  Line line;           // in samples of what is read
  int level;           // of the mipmap, for sinc
  bool turns = false;  // through its own samples, so far that the line counts 2^-64 of the table
};

// Positions start + step · (fraction + n) in table samples, for n = 0, 1, … last. They wrap, and
// those between 0 and the table's size are rounded towards where the line begins, so that they stay
// there.
LevelLine level_line(const Table& table, Interpolation interpolation, double start, double step,
                     double fraction, int last) noexcept;

// What is heard at the positions n = first, first + 1, …, at most kMostRead. `out` has room for the
// next multiple of eight. Numbering them from the grain's onset, not from the block's beginning,
// keeps them the same however a grain is cut into blocks.
void read_line(const Table& table, Interpolation interpolation, const LevelLine& line, int first,
               float* out, int count) noexcept;

// The same at positions and speeds (table samples an output sample, of either sign) of one's own.
void read_positions(const Table& table, Interpolation interpolation, const double* positions,
                    const double* speeds, float* out, int count) noexcept;

}  // namespace granvae::core
