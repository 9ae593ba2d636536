// Reads a table's own samples with NEON: the same operations in the same order as one by one, four
// at once, and so the same bits.
#pragma once

#include "core/read/between.hpp"

#if defined(GRANVAE_NEON)
namespace granvae::core {

struct LinePairs {
  uint64x2_t first;
  Position step;
  uint64x2_t pair(int i) const {
    return vaddq_u64(first, vdupq_n_u64(static_cast<Position>(i) * step));
  }
};
struct PointPairs {
  const Position* positions;
  uint64x2_t pair(int i) const { return vld1q_u64(positions + i); }
};

inline LinePairs positions_by_pairs(const Line& line) {
  return {vcombine_u64(vcreate_u64(line.at(0)), vcreate_u64(line.at(1))), line.step};
}
inline PointPairs positions_by_pairs(const Points& points) { return {points.positions}; }

// The sample at or before each of four positions, and how far it is to the next.
struct FourPlaces {
  FourPlaces(const float* samples, Position size, uint64x2_t low, uint64x2_t high) {
    const uint64x2_t first = wrapped(low, vdupq_n_u64(size));
    const uint64x2_t second = wrapped(high, vdupq_n_u64(size));
    const uint64x2_t numbers[] = {vshrq_n_u64(first, kPositionBits),
                                  vshrq_n_u64(second, kPositionBits)};
    at[0] = samples + vgetq_lane_u64(numbers[0], 0);
    at[1] = samples + vgetq_lane_u64(numbers[0], 1);
    at[2] = samples + vgetq_lane_u64(numbers[1], 0);
    at[3] = samples + vgetq_lane_u64(numbers[1], 1);
    constexpr int kShift = kPositionBits - kFractionBits;
    const uint32x4_t bits = vcombine_u32(vshrn_n_u64(first, kShift), vshrn_n_u64(second, kShift));
    const uint32x4_t mask = vdupq_n_u32((1u << kFractionBits) - 1);
    fraction = {vcvtq_n_f32_u32(vandq_u32(bits, mask), kFractionBits)};
  }

  const float* at[4];
  Four fraction;

 private:
  static uint64x2_t wrapped(uint64x2_t position, uint64x2_t size) {
    return vsubq_u64(position, vandq_u64(vcgeq_u64(position, size), size));
  }
};

inline Four four_at(Linear, const FourPlaces& places) {
  const float* const* at = places.at;
  const float32x4_t a = vcombine_f32(vld1_f32(at[0]), vld1_f32(at[1]));
  const float32x4_t b = vcombine_f32(vld1_f32(at[2]), vld1_f32(at[3]));
  const Four before{vuzp1q_f32(a, b)};
  const Four after{vuzp2q_f32(a, b)};
  return before + places.fraction * (after - before);
}

inline Four four_at(Cubic, const FourPlaces& places) {
  const float* const* at = places.at;
  const float32x4_t p = vld1q_f32(at[0] - 1), q = vld1q_f32(at[1] - 1);
  const float32x4_t r = vld1q_f32(at[2] - 1), s = vld1q_f32(at[3] - 1);
  const float32x4_t pq_low = vzip1q_f32(p, q), pq_high = vzip2q_f32(p, q);
  const float32x4_t rs_low = vzip1q_f32(r, s), rs_high = vzip2q_f32(r, s);
  const Four before{lower_halves(pq_low, rs_low)};  // x[-1]
  const Four x{upper_halves(pq_low, rs_low)};
  const Four after{lower_halves(pq_high, rs_high)};
  const Four last{upper_halves(pq_high, rs_high)};
  const Four half = Four::all(0.5f);
  const Four a = Four::all(1.5f) * (x - after) + half * (last - before);
  const Four b = before - Four::all(2.5f) * x + Four::all(2.0f) * after - half * last;
  const Four c = half * (after - before);
  return x + places.fraction * (c + places.fraction * (b + places.fraction * a));
}

template <class Between, class Positions>
void read_neon(Between between, const float* samples, Position size, const Positions& positions,
               float* out, int count) {
  const int whole = count & ~3;
  const auto pairs = positions_by_pairs(positions);
  for (int i = 0; i < whole; i += 4) {
    const FourPlaces places(samples, size, pairs.pair(i), pairs.pair(i + 2));
    four_at(between, places).store(out + i);
  }
  read_each(between, samples, size, positions, out, whole, count);
}

template <class Positions>
void read_neon(None none, const float* samples, Position size, const Positions& positions,
               float* out, int count) {
  read_each(none, samples, size, positions, out, 0, count);
}

}  // namespace granvae::core
#endif
