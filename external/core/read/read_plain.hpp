// Reads a table's own samples, as most samplers do.
#pragma once

#include "core/modes.hpp"
#include "core/read/read_level.hpp"
#include "core/read/table.hpp"

namespace granvae::core {

// What is heard at `count` positions, at most kMostRead, each at least 0 and below twice the
// table's size. Not for sinc.
void read_plain(const Table& table, Interpolation interpolation, const Points& points, float* out,
                int count) noexcept;
void read_plain(const Table& table, Interpolation interpolation, const Line& line, float* out,
                int count) noexcept;

}  // namespace granvae::core
