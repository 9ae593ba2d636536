// How much of its table a grain of a loop reads.
#pragma once

#include <algorithm>
#include <cmath>

#include "core/read/table.hpp"
#include "core/settings.hpp"
#include "core/signals.hpp"

namespace granvae::core {

struct LoopSpan {
  double start = 0.0;  // table samples
  double hop = 0.0;    // table samples that one cycle moves on
  double fade = 0.0;   // the crossfade's share of the cycle, 0 … 1

  // Table samples: grains are at least as long, and crossfades shorter than that are none.
  static constexpr double kShortest = 1e-3;
  // Table samples: round the table, but so that positions stay exact.
  static constexpr double kLongest = 0x1p30;

  static double limited(double start, int size) noexcept {
    return std::clamp(start, 0.0, size - 1.0 * Table::kSmallest);
  }
};

// What a grain latches at its onset, before the table's size limits it.
struct LoopLatch {
  double start = 0.0;      // in `unit`
  double crossfade = 0.0;  // table samples
  double length = 0.0;     // table samples, past the table's end from its beginning; 0: to its end
  StartUnit unit = StartUnit::samples;

  LoopLatch() = default;
  LoopLatch(const LoopSettings& settings, const Controls& controls, int sample,
            const GrainShape& grain) noexcept
      : start(std::isnan(controls.start[sample]) ? 0.0 : controls.start[sample]),
        crossfade(std::isnan(controls.crossfade[sample]) ? grain.overlap()
                                                         : controls.crossfade[sample]),
        length(settings.length),
        unit(settings.unit) {}

  LoopSpan fit(const Table& table) const noexcept {
    return fit(table.size(), unit == StartUnit::grains ? table.start_of(start) : start);
  }
  // In a table of its own, which is one grain.
  LoopSpan fit(const GrainShape& grain) const noexcept {
    return fit(grain.size, unit == StartUnit::grains ? start * grain.size : start);
  }
  // In a walk's table from `at` on, so far that the next table has all of it too: one grain where
  // no length is given.
  LoopSpan walk(const Table& table, double at) const noexcept {
    const double wanted = length > 0.0 ? length : table.grain();
    return over(at, std::clamp<double>(wanted, LoopSpan::kShortest, table.seam().lead));
  }
  // Hz, at which that sounds as recorded; 0 where there is none.
  double frequency(const GrainShape& grain) const noexcept {
    return grain.size > 0 ? natural_frequency(grain.rate, fit(grain).hop) : 0.0;
  }

 private:
  // `begin`: the start in table samples.
  LoopSpan fit(int size, double begin) const noexcept {
    const double start_within = LoopSpan::limited(begin, size);
    return over(start_within, length > 0.0
                                  ? std::clamp(length, LoopSpan::kShortest, LoopSpan::kLongest)
                                  : size - start_within);
  }
  // Over `most` table samples.
  LoopSpan over(double begin, double most) const noexcept {
    LoopSpan span;
    span.start = begin;
    const double overlap = std::min(crossfade > LoopSpan::kShortest ? crossfade : 0.0, most / 2.0);
    span.hop = most - overlap;
    span.fade = overlap / span.hop;
    return span;
  }
};

}  // namespace granvae::core
