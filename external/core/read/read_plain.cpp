#include "core/read/read_plain.hpp"

#include <cassert>

#include "core/read/between.hpp"
#include "core/read/fours.hpp"
#include "core/read/read_plain_neon.hpp"

namespace granvae::core {
namespace {

#if defined(GRANVAE_AVX2)
// The same operations in the same order, eight at once: the bits are the same. All places are found
// first: one by one, they would wait for each other.
struct PlainPlaces {
  alignas(32) std::int64_t sample[kMostRead];
  alignas(32) float fraction[kMostRead];
};

GRANVAE_AVX2 inline __m256i wrapped(__m256i position, __m256i size, __m256i last) {
  const __m256i over = _mm256_cmpgt_epi64(position, last);
  return _mm256_sub_epi64(position, _mm256_and_si256(over, size));
}

GRANVAE_AVX2 inline void store_places(std::int64_t* to, __m256i places) {
  _mm256_store_si256(reinterpret_cast<__m256i*>(to), _mm256_srli_epi64(places, kPositionBits));
}

template <class Positions>
GRANVAE_AVX2 inline void locate(const Positions& positions, Position size, int count,
                                PlainPlaces& places) {
  const __m256i whole = _mm256_set1_epi64x(static_cast<long long>(size));
  const __m256i last = _mm256_set1_epi64x(static_cast<long long>(size - 1));
  const __m256i mask = _mm256_set1_epi32((1 << kFractionBits) - 1);
  constexpr int kShift = kPositionBits - kFractionBits;
  for (int i = 0; i < count; i += 8) {
    const __m256i low = wrapped(positions.four(i), whole, last);
    const __m256i high = wrapped(positions.four(i + 4), whole, last);
    store_places(places.sample + i, low);
    store_places(places.sample + i + 4, high);
    const __m256i fraction =
        even_halves(_mm256_srli_epi64(low, kShift), _mm256_srli_epi64(high, kShift));
    _mm256_store_ps(places.fraction + i,
                    _mm256_mul_ps(_mm256_cvtepi32_ps(_mm256_and_si256(fraction, mask)),
                                  _mm256_set1_ps(kFraction)));
  }
}

// Of positions i, i + 1, i + 4 and i + 5: one load brings the neighbours of each, which is quicker
// than gathering them one by one.
GRANVAE_AVX2 inline __m256 neighbours(const float* samples, const PlainPlaces& places, int i) {
  const auto two = [&](int k) GRANVAE_INLINE_LAMBDA {
    const __m128i a = _mm_loadu_si64(samples + places.sample[k]);
    const __m128i b = _mm_loadu_si64(samples + places.sample[k + 1]);
    return _mm_castsi128_ps(_mm_unpacklo_epi64(a, b));
  };
  return _mm256_set_m128(two(i + 4), two(i));
}

GRANVAE_AVX2 inline __m256 eight_at(Linear, const float* samples, const PlainPlaces& places,
                                    int i) {
  const __m256 a = neighbours(samples, places, i);
  const __m256 b = neighbours(samples, places, i + 2);
  const __m256 before = _mm256_shuffle_ps(a, b, _MM_SHUFFLE(2, 0, 2, 0));
  const __m256 after = _mm256_shuffle_ps(a, b, _MM_SHUFFLE(3, 1, 3, 1));
  const __m256 fraction = _mm256_load_ps(places.fraction + i);
  return _mm256_add_ps(before, _mm256_mul_ps(fraction, _mm256_sub_ps(after, before)));
}

GRANVAE_AVX2 inline __m256 four_before(const float* samples, const PlainPlaces& places, int i) {
  return _mm256_set_m128(_mm_loadu_ps(samples + places.sample[i + 4] - 1),
                         _mm_loadu_ps(samples + places.sample[i] - 1));
}

GRANVAE_AVX2 inline __m256 eight_at(Cubic, const float* samples, const PlainPlaces& places, int i) {
  const __m256 p = four_before(samples, places, i), q = four_before(samples, places, i + 1);
  const __m256 r = four_before(samples, places, i + 2), s = four_before(samples, places, i + 3);
  const __m256 pq_low = _mm256_unpacklo_ps(p, q), pq_high = _mm256_unpackhi_ps(p, q);
  const __m256 rs_low = _mm256_unpacklo_ps(r, s), rs_high = _mm256_unpackhi_ps(r, s);
  const __m256 before = _mm256_shuffle_ps(pq_low, rs_low, _MM_SHUFFLE(1, 0, 1, 0));  // x[-1]
  const __m256 x = _mm256_shuffle_ps(pq_low, rs_low, _MM_SHUFFLE(3, 2, 3, 2));
  const __m256 after = _mm256_shuffle_ps(pq_high, rs_high, _MM_SHUFFLE(1, 0, 1, 0));
  const __m256 last = _mm256_shuffle_ps(pq_high, rs_high, _MM_SHUFFLE(3, 2, 3, 2));
  const __m256 half = _mm256_set1_ps(0.5f);
  const __m256 a = _mm256_add_ps(_mm256_mul_ps(_mm256_set1_ps(1.5f), _mm256_sub_ps(x, after)),
                                 _mm256_mul_ps(half, _mm256_sub_ps(last, before)));
  const __m256 minus = _mm256_sub_ps(before, _mm256_mul_ps(_mm256_set1_ps(2.5f), x));
  const __m256 plus = _mm256_add_ps(minus, _mm256_mul_ps(_mm256_set1_ps(2.0f), after));
  const __m256 b = _mm256_sub_ps(plus, _mm256_mul_ps(half, last));
  const __m256 c = _mm256_mul_ps(half, _mm256_sub_ps(after, before));
  const __m256 fraction = _mm256_load_ps(places.fraction + i);
  const __m256 curve = _mm256_add_ps(b, _mm256_mul_ps(fraction, a));
  const __m256 slope = _mm256_add_ps(c, _mm256_mul_ps(fraction, curve));
  return _mm256_add_ps(x, _mm256_mul_ps(fraction, slope));
}

template <class Between, class Positions>
GRANVAE_AVX2 inline void read_eights(Between between, const float* samples, Position size,
                                     const Positions& positions, float* out, int count) {
  PlainPlaces places;
  locate(positions, size, count, places);
  for (int i = 0; i < count; i += 8) {
    _mm256_storeu_ps(out + i, eight_at(between, samples, places, i));
  }
}

template <class Between, class Positions>
GRANVAE_AVX2 void read_avx2(Between between, const float* samples, Position size,
                            const Positions& positions, float* out, int count) {
  const int whole = count & ~7;
  read_eights(between, samples, size, positions_by_fours(positions), out, whole);
  read_each(between, samples, size, positions, out, whole, count);
}

template <class Positions>
GRANVAE_AVX2 void read_avx2(None none, const float* samples, Position size,
                            const Positions& positions, float* out, int count) {
  read_each(none, samples, size, positions, out, 0, count);
}
#endif

template <class Between, class Positions>
void read_any(Between between, const Table& table, const Positions& positions, float* out,
              int count) {
  const Position size = static_cast<Position>(table.size()) << kPositionBits;
#if defined(GRANVAE_AVX2)
  if (kHasAvx2) return read_avx2(between, table.data(), size, positions, out, count);
#endif
#if defined(GRANVAE_NEON)
  read_neon(between, table.data(), size, positions, out, count);
#else
  read_each(between, table.data(), size, positions, out, 0, count);
#endif
}

template <class Positions>
void read_by(const Table& table, Interpolation interpolation, const Positions& positions,
             float* out, int count) {
  assert(count >= 0 && count <= kMostRead);
  switch (interpolation) {
    case Interpolation::none:
      return read_any(None{}, table, positions, out, count);
    case Interpolation::linear:
      return read_any(Linear{}, table, positions, out, count);
    default:
      return read_any(Cubic{}, table, positions, out, count);
  }
}

}  // namespace

void read_plain(const Table& table, Interpolation interpolation, const Points& points, float* out,
                int count) noexcept {
  read_by(table, interpolation, points, out, count);
}

void read_plain(const Table& table, Interpolation interpolation, const Line& line, float* out,
                int count) noexcept {
  read_by(table, interpolation, line, out, count);
}

}  // namespace granvae::core
