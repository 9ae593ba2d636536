#include "bound.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <stdexcept>

// Each function once more for processors with AVX2, chosen when it is loaded: as quick as the
// engine's own loops may be.
#if defined(__x86_64__) && defined(__linux__)
#define GRANVAE_BENCH_CLONES [[gnu::target_clones("avx2", "default")]]
#else
#define GRANVAE_BENCH_CLONES
#endif

namespace granvae::bench {
namespace {

// Vectors of the compiler, GCC or Clang, which spells them as the processor can.
using Four = float __attribute__((vector_size(16)));
using Eight = float __attribute__((vector_size(32)));
using UnalignedFour = float __attribute__((vector_size(16), aligned(4)));
using UnalignedEight = float __attribute__((vector_size(32), aligned(4)));

struct alignas(64) Row {
  Eight value;
  Eight slope;
};

// A triangle: the bound's cost does not depend on what the coefficients are.
std::array<Row, 256> triangle() {
  const auto tap = [](std::size_t row, std::size_t k) {
    const double distance = static_cast<double>(k) - 3.0 - static_cast<double>(row) / 256.0;
    return static_cast<float>((4.0 - std::min(4.0, std::abs(distance))) / 16.0);
  };
  std::array<Row, 256> rows;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    for (std::size_t k = 0; k < 8; ++k) {
      rows[row].value[k] = tap(row, k);
      rows[row].slope[k] = tap(row + 1, k) - tap(row, k);
    }
  }
  return rows;
}

const std::array<Row, 256> kRows = triangle();

// Four partial sums of the 8 products.
[[gnu::always_inline]] inline Four taps(const float* table, std::uint32_t mask, Position where) {
  const auto fraction = static_cast<std::uint32_t>(where);
  const Row& row = kRows[fraction >> 24];
  const float rest =
      static_cast<float>(static_cast<std::int32_t>(fraction & 0xffffff)) * (1.0f / 16777216.0f);
  const float* first = table + (static_cast<std::uint32_t>(where >> 32) & mask) - 3;
  const Eight heard =
      (row.value + rest * row.slope) * *reinterpret_cast<const UnalignedEight*>(first);
  return __builtin_shufflevector(heard, heard, 0, 1, 2, 3) +
         __builtin_shufflevector(heard, heard, 4, 5, 6, 7);
}

}  // namespace

Position position(double samples) { return static_cast<Position>(std::llround(samples * 0x1p32)); }

PaddedTable::PaddedTable(std::span<const float> samples)
    : mask_(static_cast<std::uint32_t>(samples.size() - 1)) {
  if (!std::has_single_bit(samples.size())) {
    throw std::invalid_argument("The bound reads tables of a power of two of samples.");
  }
  for (std::size_t i = 0; i < samples.size() + 2 * kGuard; ++i) {
    samples_.push_back(samples[(i - kGuard) & mask_]);
  }
}

GRANVAE_BENCH_CLONES void read_linear(const PaddedTable& table, Position where, Position step,
                                      float* out, int count) {
  const float* samples = table.data();
  const std::uint32_t mask = table.mask();
  std::array<std::int32_t, kMost> at;
  std::array<float, kMost> fraction;
  for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i, where += step) {
    at[i] = static_cast<std::int32_t>(static_cast<std::uint32_t>(where >> 32) & mask);
    // The upper 31 bits: a signed integer is quicker to convert.
    const auto bits = static_cast<std::int32_t>(static_cast<std::uint32_t>(where) >> 1);
    fraction[i] = static_cast<float>(bits) * (1.0f / 2147483648.0f);
  }
  for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i) {
    const float* x = samples + at[i];
    out[i] = x[0] + fraction[i] * (x[1] - x[0]);
  }
}

GRANVAE_BENCH_CLONES void read_kernel(const PaddedTable& table, Position where, Position step,
                                      float* out, int count) {
  const float* samples = table.data();
  const std::uint32_t mask = table.mask();
  for (int i = 0; i < count; i += 4, where += 4 * step) {
    const Four a = taps(samples, mask, where);
    const Four b = taps(samples, mask, where + step);
    const Four c = taps(samples, mask, where + 2 * step);
    const Four d = taps(samples, mask, where + 3 * step);
    const Four ab =
        __builtin_shufflevector(a, b, 0, 4, 1, 5) + __builtin_shufflevector(a, b, 2, 6, 3, 7);
    const Four cd =
        __builtin_shufflevector(c, d, 0, 4, 1, 5) + __builtin_shufflevector(c, d, 2, 6, 3, 7);
    *reinterpret_cast<UnalignedFour*>(out + i) =
        __builtin_shufflevector(ab, cd, 0, 1, 4, 5) + __builtin_shufflevector(ab, cd, 2, 3, 6, 7);
  }
}

GRANVAE_BENCH_CLONES void mix(const float* read, const float* window, float to_left, float to_right,
                              float* left, float* right, int count) {
  for (int i = 0; i < count; ++i) {
    const float sample = read[i] * window[i];
    left[i] += to_left * sample;
    right[i] += to_right * sample;
  }
}

}  // namespace granvae::bench
