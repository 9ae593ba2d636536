// Reads a table between its samples.
#pragma once

#include <array>

#include "core/table.hpp"

namespace granvae {

// A sinc of 16 taps under a Kaiser window (Kaiser 1974, beta 8), tabulated at 512 positions
// between two samples and interpolated linearly between those (Smith & Gossett 1984). Each row
// sums to 1, so that a constant stays constant; at a whole position the sample itself comes out.
class Sinc {
 public:
  static constexpr int kTaps = 2 * Table::kGuard;
  static constexpr int kRows = 512;

  // Made once, by whoever is not the audio thread.
  static const Sinc& shared();

  // `x` points at the sample at or before the position, with Table::kGuard neighbours on either
  // side; `fraction` in [0, 1) is the rest.
  float read(const float* x, double fraction) const {
    const double place = fraction * kRows;
    const int row = static_cast<int>(place);
    const auto rest = static_cast<float>(place - row);
    const float* c = &rows_[static_cast<std::size_t>(row)][0];
    const float* d = c + kTaps;
    const float* first = x - (Table::kGuard - 1);
    // Eight independent sums: compilers turn them into vector lanes without reordering anything.
    std::array<float, 8> sum{};
    for (int k = 0; k < kTaps; k += 8) {
      for (int lane = 0; lane < 8; ++lane) {
        const int tap = k + lane;
        sum[static_cast<std::size_t>(lane)] += (c[tap] + rest * (d[tap] - c[tap])) * first[tap];
      }
    }
    return ((sum[0] + sum[4]) + (sum[2] + sum[6])) + ((sum[1] + sum[5]) + (sum[3] + sum[7]));
  }

 private:
  Sinc();
  // One row more than positions, so that the last position has a neighbour to blend with.
  std::array<std::array<float, kTaps>, kRows + 1> rows_;
};

}  // namespace granvae
