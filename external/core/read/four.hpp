// Four floats at once, where the compiler by itself does not see it.
#pragma once

#include <cmath>

#if defined(__SSE2__) || defined(_M_X64)
#include <emmintrin.h>
#define GRANVAE_SSE
#elif defined(__ARM_NEON)
#include <arm_neon.h>
#define GRANVAE_NEON
#endif

// Functions and lambdas inlined into one that is compiled for AVX2 are compiled for it too, which
// calls would not be.
#if defined(__GNUC__)
#define GRANVAE_INLINE [[gnu::always_inline]] inline
#define GRANVAE_INLINE_LAMBDA __attribute__((always_inline))
#else
#define GRANVAE_INLINE inline
#define GRANVAE_INLINE_LAMBDA
#endif
#if defined(__x86_64__) && defined(__GNUC__)
#define GRANVAE_AVX2 [[gnu::target("avx2")]]
#endif

namespace granvae::core {

#if defined(GRANVAE_AVX2)
inline const bool kHasAvx2 = __builtin_cpu_supports("avx2") != 0;

template <class Act>
GRANVAE_AVX2 void run_with_avx2(const Act& act) {
  act();
}
#endif

// Runs `act`, a GRANVAE_INLINE_LAMBDA of plain loops, eight samples at a time where the processor
// has AVX2: the same operations in the same order, and so the same bits.
template <class Act>
void run_widest(const Act& act) {
#if defined(GRANVAE_AVX2)
  if (kHasAvx2) return run_with_avx2(act);
#endif
  act();
}

// What the processor has without asking: SSE2 on every 64-bit PC, NEON on every 64-bit ARM. All
// three spellings do the same operations in the same order, and so give the same bits. max() and
// min() of NaN and a number are the number, where that comes second. round() is for less than 2^31,
// and two_to_the() for whole numbers that give normal floats.
struct Four {
#if defined(GRANVAE_SSE)
  __m128 v;
  static Four load(const float* x) { return {_mm_loadu_ps(x)}; }
  static Four all(float x) { return {_mm_set1_ps(x)}; }
  void store(float* x) const { _mm_storeu_ps(x, v); }
  friend Four operator+(Four a, Four b) { return {_mm_add_ps(a.v, b.v)}; }
  friend Four operator-(Four a, Four b) { return {_mm_sub_ps(a.v, b.v)}; }
  friend Four operator*(Four a, Four b) { return {_mm_mul_ps(a.v, b.v)}; }
  friend Four operator/(Four a, Four b) { return {_mm_div_ps(a.v, b.v)}; }
  static Four max(Four a, Four b) { return {_mm_max_ps(a.v, b.v)}; }
  static Four min(Four a, Four b) { return {_mm_min_ps(a.v, b.v)}; }
  static Four round(Four a) { return {_mm_cvtepi32_ps(_mm_cvtps_epi32(a.v))}; }
  static Four two_to_the(Four n) {
    const __m128i exponent = _mm_add_epi32(_mm_cvtps_epi32(n.v), _mm_set1_epi32(127));
    return {_mm_castsi128_ps(_mm_slli_epi32(exponent, 23))};
  }
#elif defined(GRANVAE_NEON)
  float32x4_t v;
  static Four load(const float* x) { return {vld1q_f32(x)}; }
  static Four all(float x) { return {vdupq_n_f32(x)}; }
  void store(float* x) const { vst1q_f32(x, v); }
  friend Four operator+(Four a, Four b) { return {vaddq_f32(a.v, b.v)}; }
  friend Four operator-(Four a, Four b) { return {vsubq_f32(a.v, b.v)}; }
  friend Four operator*(Four a, Four b) { return {vmulq_f32(a.v, b.v)}; }
  friend Four operator/(Four a, Four b) { return {vdivq_f32(a.v, b.v)}; }
  static Four max(Four a, Four b) { return {vmaxnmq_f32(a.v, b.v)}; }
  static Four min(Four a, Four b) { return {vminnmq_f32(a.v, b.v)}; }
  static Four round(Four a) { return {vrndnq_f32(a.v)}; }
  static Four two_to_the(Four n) {
    const int32x4_t exponent = vaddq_s32(vcvtq_s32_f32(n.v), vdupq_n_s32(127));
    return {vreinterpretq_f32_s32(vshlq_n_s32(exponent, 23))};
  }
#else
  float v[4];
  static Four load(const float* x) { return {{x[0], x[1], x[2], x[3]}}; }
  static Four all(float x) { return {{x, x, x, x}}; }
  void store(float* x) const {
    for (int i = 0; i < 4; ++i) x[i] = v[i];
  }
  template <class Operation>
  static Four each(Four a, Four b, Operation operation) {
    for (int i = 0; i < 4; ++i) a.v[i] = operation(a.v[i], b.v[i]);
    return a;
  }
  friend Four operator+(Four a, Four b) {
    return each(a, b, [](float x, float y) { return x + y; });
  }
  friend Four operator-(Four a, Four b) {
    return each(a, b, [](float x, float y) { return x - y; });
  }
  friend Four operator*(Four a, Four b) {
    return each(a, b, [](float x, float y) { return x * y; });
  }
  friend Four operator/(Four a, Four b) {
    return each(a, b, [](float x, float y) { return x / y; });
  }
  static Four max(Four a, Four b) {
    return each(a, b, [](float x, float y) { return x > y ? x : y; });
  }
  static Four min(Four a, Four b) {
    return each(a, b, [](float x, float y) { return x < y ? x : y; });
  }
  static Four round(Four a) {
    return each(a, a, [](float x, float) { return std::nearbyint(x); });
  }
  static Four two_to_the(Four n) {
    return each(n, n, [](float x, float) { return std::ldexp(1.0f, static_cast<int>(x)); });
  }
#endif
};

#if defined(GRANVAE_NEON)
// The lower halves of two vectors, and the upper ones.
inline float32x4_t lower_halves(float32x4_t a, float32x4_t b) {
  return vreinterpretq_f32_f64(vzip1q_f64(vreinterpretq_f64_f32(a), vreinterpretq_f64_f32(b)));
}
inline float32x4_t upper_halves(float32x4_t a, float32x4_t b) {
  return vreinterpretq_f32_f64(vzip2q_f64(vreinterpretq_f64_f32(a), vreinterpretq_f64_f32(b)));
}
#endif

// The sum of each of four, (x0 + x2) + (x1 + x3).
inline Four sums(Four a, Four b, Four c, Four d) {
#if defined(GRANVAE_SSE)
  const __m128 ab = _mm_add_ps(_mm_unpacklo_ps(a.v, b.v), _mm_unpackhi_ps(a.v, b.v));
  const __m128 cd = _mm_add_ps(_mm_unpacklo_ps(c.v, d.v), _mm_unpackhi_ps(c.v, d.v));
  return {_mm_add_ps(_mm_movelh_ps(ab, cd), _mm_movehl_ps(cd, ab))};
#elif defined(GRANVAE_NEON)
  const float32x4_t ab = vaddq_f32(vzip1q_f32(a.v, b.v), vzip2q_f32(a.v, b.v));
  const float32x4_t cd = vaddq_f32(vzip1q_f32(c.v, d.v), vzip2q_f32(c.v, d.v));
  return {vaddq_f32(lower_halves(ab, cd), upper_halves(ab, cd))};
#else
  const auto sum = [](Four x) { return (x.v[0] + x.v[2]) + (x.v[1] + x.v[3]); };
  return {{sum(a), sum(b), sum(c), sum(d)}};
#endif
}

inline float sum(Four x) {
  float all[4];
  x.store(all);
  return (all[0] + all[2]) + (all[1] + all[3]);
}

}  // namespace granvae::core
