// How much of its table a grain of a loop reads.
#pragma once

#include <algorithm>

#include "core/read/table.hpp"

namespace granvae::core {

struct LoopSpan {
  double start = 0.0;  // table samples
  double hop = 0.0;    // table samples that one cycle moves on
  double fade = 0.0;   // the crossfade's share of the cycle, 0 … 1

  // Table samples: grains are at least as long, and crossfades shorter than that are none.
  static constexpr double kShortest = 1e-3;

  static double limited(double start, int size) {
    return std::clamp(start, 0.0, size - 1.0 * Table::kSmallest);
  }

  // What was asked for, limited to a table of `size` samples. `length` 0: to the table's end.
  static LoopSpan fit(double start, double crossfade, double length, int size) {
    LoopSpan span;
    span.start = limited(start, size);
    const double rest = size - span.start;
    const double most = length > 0.0 ? std::clamp(length, kShortest, rest) : rest;
    const double asked = crossfade > kShortest ? crossfade : 0.0;
    const double overlap = std::min(asked, most / 2.0);
    span.hop = most - overlap;
    span.fade = overlap / span.hop;
    return span;
  }
};

}  // namespace granvae::core
