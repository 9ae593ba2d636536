#include "core/read/read_level.hpp"

#include <cassert>

#include "core/read/four.hpp"
#include "core/read/kernel.hpp"

#if defined(GRANVAE_AVX2)
#include <immintrin.h>
#endif

namespace granvae::core {
namespace {

// Where positions lie: samples of the level, rows of the kernel and the rest.
struct Places {
  int sample[kMostRead];
  int row[kMostRead];
  float rest[kMostRead];
};

template <class Positions>
GRANVAE_INLINE void locate(const Mipmap::Level& level, const Positions& positions, int count,
                           Places& places) {
  for (int i = 0; i < count; ++i) {
    const double place = positions.at(i) * level.scale;
    const int before = static_cast<int>(place);
    const float rows = static_cast<float>(place - before) * Kernel::kRows;
    const int row = static_cast<int>(rows);
    places.sample[i] = before & level.mask;
    places.row[i] = row;
    places.rest[i] = rows - static_cast<float>(row);
  }
  // Work goes on by fours.
  for (int i = count; i % 4 != 0; ++i) {
    places.sample[i] = places.row[i] = 0;
    places.rest[i] = 0.0f;
  }
}

// The sum of the four is what is heard at the position.
Four read(const Kernel::Row& row, float rest, const float* first) {
  const auto half = [&](std::size_t k) {
    const Four taps = Four::load(&row.value[k]) + Four::all(rest) * Four::load(&row.slope[k]);
    return taps * Four::load(first + k);
  };
  return half(0) + half(4);
}

template <class Positions>
void read_all(const Mipmap::Level& level, const Positions& positions, float* out, int count) {
  const Kernel& kernel = Kernel::shared();
  const float* first = level.samples - Kernel::kBefore;
  Places at;
  locate(level, positions, count, at);
  const auto read_at = [&](int i) {
    return read(kernel.row(at.row[i]), at.rest[i], first + at.sample[i]);
  };
  for (int i = 0; i < count; i += 4) {
    sums(read_at(i), read_at(i + 1), read_at(i + 2), read_at(i + 3)).store(out + i);
  }
}

#if defined(GRANVAE_AVX2)
// The same operations in the same order, eight at once: the bits are the same.
GRANVAE_AVX2 Four read_avx2(const Kernel::Row& row, float rest, const float* first) {
  const __m256 slope = _mm256_load_ps(row.slope.data());
  const __m256 taps =
      _mm256_add_ps(_mm256_load_ps(row.value.data()), _mm256_mul_ps(_mm256_set1_ps(rest), slope));
  const __m256 heard = _mm256_mul_ps(taps, _mm256_loadu_ps(first));
  return Four{_mm256_castps256_ps128(heard)} + Four{_mm256_extractf128_ps(heard, 1)};
}

template <class Positions>
GRANVAE_AVX2 void read_all_avx2(const Mipmap::Level& level, const Positions& positions, float* out,
                                int count) {
  const Kernel& kernel = Kernel::shared();
  const float* first = level.samples - Kernel::kBefore;
  Places at;
  locate(level, positions, count, at);
  for (int i = 0; i < count; i += 4) {
    Four heard[4];
    for (int k = 0; k < 4; ++k) {
      heard[k] = read_avx2(kernel.row(at.row[i + k]), at.rest[i + k], first + at.sample[i + k]);
    }
    sums(heard[0], heard[1], heard[2], heard[3]).store(out + i);
  }
}

#endif

template <class Positions>
void read_any(const Mipmap::Level& level, const Positions& positions, float* out, int count) {
#if defined(GRANVAE_AVX2)
  if (kHasAvx2) return read_all_avx2(level, positions, out, count);
#endif
  read_all(level, positions, out, count);
}

}  // namespace

void read_level(const Mipmap::Level& level, const double* positions, float* out,
                int count) noexcept {
  assert(count >= 0 && count <= kMostRead);
  read_any(level, Points{positions}, out, count);
}

void read_level(const Mipmap::Level& level, const Line& line, float* out, int count) noexcept {
  assert(count >= 0 && count <= kMostRead);
  read_any(level, line, out, count);
}

}  // namespace granvae::core
