#include "core/read/read_level.hpp"

#include <bit>
#include <cassert>

#include "core/read/fours.hpp"
#include "core/read/kernel.hpp"

namespace granvae::core {
namespace {

// What a position is made of: samples of the level, a row of the kernel, and the rest.
constexpr int kRowBits = std::countr_zero(static_cast<unsigned>(Kernel::kRows));
constexpr int kRestBits = Kernel::kRestBits;
constexpr int kRestShift = kPositionBits - kRowBits - kRestBits;

// Four sums of two products each, whose sum is what is heard at the position.
Four read(const Kernel& kernel, const float* first, int mask, Position position) {
  const float* samples =
      first + (static_cast<std::uint32_t>(position >> kPositionBits) & static_cast<unsigned>(mask));
  const auto fraction = static_cast<std::uint32_t>(position >> kRestShift);
  const Kernel::Row& row = kernel.row(static_cast<int>(fraction >> kRestBits));
  // A signed number is quicker to convert.
  const auto rest = static_cast<std::int32_t>(fraction & ((1u << kRestBits) - 1));
  const auto half = [&](std::size_t k) {
    const Four slope = Four::load(&row.slope[k]);
    const Four taps = Four::load(&row.value[k]) + Four::all(static_cast<float>(rest)) * slope;
    return taps * Four::load(samples + k);
  };
  return half(0) + half(4);
}

template <class Positions>
void read_all(const Mipmap::Level& level, const Positions& positions, float* out, int count) {
  const Kernel& kernel = Kernel::shared();
  const float* first = level.samples - Kernel::kBefore;
  const auto at = [&](int i) { return read(kernel, first, level.mask, positions.at(i)); };
  for (int i = 0; i < count; i += 4) sums(at(i), at(i + 1), at(i + 2), at(i + 3)).store(out + i);
}

#if defined(GRANVAE_AVX2)
// The same operations in the same order, eight at once: the bits are the same. All places are found
// first: one by one, they would wait for each other.
struct Places {
  alignas(32) std::int64_t sample[kMostRead];
  alignas(32) std::int64_t row[kMostRead];  // bytes from the first row
  alignas(32) float rest[kMostRead];
};

GRANVAE_AVX2 inline void store(std::int64_t* to, __m256i value) {
  _mm256_store_si256(reinterpret_cast<__m256i*>(to), value);
}

GRANVAE_AVX2 inline void locate(__m256i low, __m256i high, int mask, Places& places, int i) {
  static_assert(sizeof(Kernel::Row) == 64 && kRestBits + kRestShift > 6);
  const __m256i samples = _mm256_set1_epi64x(mask);
  const __m256i rows = _mm256_set1_epi64x((Kernel::kRows - 1) * 64LL);
  const __m256i rests = _mm256_set1_epi32((1 << kRestBits) - 1);
  store(places.sample + i, _mm256_and_si256(_mm256_srli_epi64(low, kPositionBits), samples));
  store(places.sample + i + 4, _mm256_and_si256(_mm256_srli_epi64(high, kPositionBits), samples));
  constexpr int kRowShift = kPositionBits - kRowBits - 6;
  store(places.row + i, _mm256_and_si256(_mm256_srli_epi64(low, kRowShift), rows));
  store(places.row + i + 4, _mm256_and_si256(_mm256_srli_epi64(high, kRowShift), rows));
  const __m256i rest =
      even_halves(_mm256_srli_epi64(low, kRestShift), _mm256_srli_epi64(high, kRestShift));
  _mm256_store_ps(places.rest + i, _mm256_cvtepi32_ps(_mm256_and_si256(rest, rests)));
}

GRANVAE_AVX2 inline __m256 products(const char* rows, const float* first, const Places& places,
                                    int i) {
  const auto* row = reinterpret_cast<const float*>(rows + places.row[i]);
  const __m256 slope = _mm256_mul_ps(_mm256_set1_ps(places.rest[i]), _mm256_load_ps(row + 8));
  const __m256 taps = _mm256_add_ps(_mm256_load_ps(row), slope);
  return _mm256_mul_ps(taps, _mm256_loadu_ps(first + places.sample[i]));
}

// Of four positions 0 … 3, x0 + x2 and x1 + x3 of each: 0 2 0 2 | 1 3 1 3.
GRANVAE_AVX2 inline __m256 four_sums(const char* rows, const float* first, const Places& places,
                                     int i) {
  const __m256 a = products(rows, first, places, i), b = products(rows, first, places, i + 1);
  const __m256 c = products(rows, first, places, i + 2), d = products(rows, first, places, i + 3);
  const __m256 ab = _mm256_add_ps(_mm256_blend_ps(a, b, 0xf0), _mm256_permute2f128_ps(a, b, 0x21));
  const __m256 cd = _mm256_add_ps(_mm256_blend_ps(c, d, 0xf0), _mm256_permute2f128_ps(c, d, 0x21));
  return _mm256_add_ps(_mm256_unpacklo_ps(ab, cd), _mm256_unpackhi_ps(ab, cd));
}

template <class Positions>
GRANVAE_AVX2 void read_all_avx2(const Mipmap::Level& level, const Positions& positions, float* out,
                                int count) {
  const auto* rows = reinterpret_cast<const char*>(&Kernel::shared().row(0));
  const float* first = level.samples - Kernel::kBefore;
  const auto fours = positions_by_fours(positions);
  Places places;
  for (int i = 0; i < count; i += 8) {
    locate(fours.four(i), fours.four(i + 4), level.mask, places, i);
  }
  for (int i = 0; i < count; i += 8) {
    const __m256 low = four_sums(rows, first, places, i);
    const __m256 high = four_sums(rows, first, places, i + 4);
    const __m256 mixed = _mm256_add_ps(_mm256_shuffle_ps(low, high, _MM_SHUFFLE(1, 0, 1, 0)),
                                       _mm256_shuffle_ps(low, high, _MM_SHUFFLE(3, 2, 3, 2)));
    const __m128 even = _mm256_castps256_ps128(mixed);
    const __m128 odd = _mm256_extractf128_ps(mixed, 1);
    // In one piece: who reads it in one piece would else wait until both have arrived.
    _mm256_storeu_ps(out + i,
                     _mm256_set_m128(_mm_unpackhi_ps(even, odd), _mm_unpacklo_ps(even, odd)));
  }
}
#endif

template <class Positions>
void read_any(const Mipmap::Level& level, const Positions& positions, float* out, int count) {
  assert(count >= 0 && count <= kMostRead);
#if defined(GRANVAE_AVX2)
  if (kHasAvx2) return read_all_avx2(level, positions, out, count);
#endif
  read_all(level, positions, out, count);
}

}  // namespace

void read_level(const Mipmap::Level& level, const Points& points, float* out, int count) noexcept {
  read_any(level, points, out, count);
}

void read_level(const Mipmap::Level& level, const Line& line, float* out, int count) noexcept {
  read_any(level, line, out, count);
}

}  // namespace granvae::core
