// Reads a table between its samples.
#pragma once

#include "core/read/read_plain.hpp"

namespace granvae::core {

// What is heard at the first `count` positions of a line, at most kMostRead, all of them at least 0
// and below twice the table's size. The speed is that of the line's step. `out` has room for the
// next multiple of four.
void read_line(const Table& table, Interpolation interpolation, const Line& line, float* out,
               int count) noexcept;

// The same at positions and speeds (table samples an output sample, of either sign) of one's own.
void read_positions(const Table& table, Interpolation interpolation, const double* positions,
                    const double* speeds, float* out, int count) noexcept;

}  // namespace granvae::core
