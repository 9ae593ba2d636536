// Convolutions of four taps with two fifths of the multiplications.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "decoder/native/kernels.hpp"

namespace granvae::decoder::native {

// Five rows out need eight products of matrices, one at each of these points, instead of twenty:
// Toom (1963) and Cook (1966) by way of Winograd (1980), "Arithmetic complexity of computations",
// chapter 5; for neural networks Lavin & Gray (2016), "Fast algorithms for convolutional neural
// networks". With the points 0, ±1, ±2, ±1/2 and infinity the sums stay small enough for floats.
inline constexpr int kWinogradTaps = 4;
inline constexpr int kWinogradRows = 5;
inline constexpr int kWinogradPoints = kWinogradTaps + kWinogradRows - 1;
// So many times five rows are on their way at once: a whole number of the tiles of every kernel.
inline constexpr int kWinogradTiles = 12;

// Rows are read up to the end of the last five.
constexpr int winograd_rows_read(int rows) {
  return (rows + kWinogradRows - 1) / kWinogradRows * kWinogradRows + kWinogradTaps - 1;
}

constexpr std::size_t winograd_scratch(int in) {
  return static_cast<std::size_t>(kWinogradPoints * kWinogradTiles) *
         (static_cast<std::size_t>(in) + kPanel);
}

// Whether the kernels take it: vectors are of whole channels, and panels full.
constexpr bool suits_winograd(int in, int out, int taps, int rows) {
  return taps == kWinogradTaps && in % 16 == 0 && out % kPanel == 0 &&
         rows >= kWinogradTiles * kWinogradRows;
}

// `weights`: (taps, in, out), oldest first. Returns those of each point, (points, in, out).
std::vector<float> winograd_weights(int in, int out, std::span<const float> weights);

}  // namespace granvae::decoder::native
