// Positions four at a time, for processors with AVX2.
#pragma once

#include "core/read/four.hpp"
#include "core/read/read_level.hpp"

#if defined(GRANVAE_AVX2)
#include <immintrin.h>

namespace granvae::core {

struct LineFours {
  __m256i first;
  Position step;
  GRANVAE_AVX2 __m256i four(int i) const {
    const Position passed = static_cast<Position>(i) * step;
    return _mm256_add_epi64(first, _mm256_set1_epi64x(static_cast<std::int64_t>(passed)));
  }
};
struct PointFours {
  const Position* positions;
  GRANVAE_AVX2 __m256i four(int i) const {
    return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(positions + i));
  }
};

GRANVAE_AVX2 inline LineFours positions_by_fours(const Line& line) {
  const auto at = [&](int i) GRANVAE_INLINE_LAMBDA { return static_cast<long long>(line.at(i)); };
  return {_mm256_setr_epi64x(at(0), at(1), at(2), at(3)), line.step};
}
inline PointFours positions_by_fours(const Points& points) { return {points.positions}; }

// The lower halves of four and four, in order.
GRANVAE_AVX2 inline __m256i even_halves(__m256i low, __m256i high) {
  // 0 1 4 5 | 2 3 6 7
  const __m256 mixed = _mm256_shuffle_ps(_mm256_castsi256_ps(low), _mm256_castsi256_ps(high),
                                         _MM_SHUFFLE(2, 0, 2, 0));
  return _mm256_permute4x64_epi64(_mm256_castps_si256(mixed), _MM_SHUFFLE(3, 1, 2, 0));
}

}  // namespace granvae::core
#endif
