#include <cmath>

#include "decoder/native/kernels.hpp"
#include "decoder/native/processor.hpp"
#include "decoder/native/winograd.hpp"

#if defined(GRANVAE_X86)
#include <immintrin.h>

#define GRANVAE_ISA GRANVAE_FOR_ISA("avx2,fma")
#define GRANVAE_OF_ISA GRANVAE_INLINE_FOR_ISA("avx2,fma")
#endif

namespace granvae::decoder::native {
#if defined(GRANVAE_X86)
namespace {

constexpr const char* kName = "AVX2";
constexpr int kTileRows = 6;
constexpr int kTileWide = 2;

struct Vector {
  static constexpr int kSize = 8;
  __m256 v;
  GRANVAE_OF_ISA static Vector load(const float* x) { return {_mm256_loadu_ps(x)}; }
  GRANVAE_OF_ISA static Vector all(float x) { return {_mm256_set1_ps(x)}; }
  GRANVAE_OF_ISA void store(float* x) const { _mm256_storeu_ps(x, v); }
  GRANVAE_OF_ISA float sum() const {
    const __m128 four = _mm_add_ps(_mm256_castps256_ps128(v), _mm256_extractf128_ps(v, 1));
    const __m128 two = _mm_add_ps(four, _mm_movehl_ps(four, four));
    return _mm_cvtss_f32(_mm_add_ss(two, _mm_shuffle_ps(two, two, 1)));
  }
  GRANVAE_OF_ISA static Vector fma(Vector a, Vector b, Vector c) {
    return {_mm256_fmadd_ps(a.v, b.v, c.v)};
  }
  GRANVAE_OF_ISA static Vector max(Vector a, Vector b) { return {_mm256_max_ps(a.v, b.v)}; }
  GRANVAE_OF_ISA static Vector min(Vector a, Vector b) { return {_mm256_min_ps(a.v, b.v)}; }
  GRANVAE_OF_ISA static Vector round(Vector a) {
    return {_mm256_round_ps(a.v, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC)};
  }
  GRANVAE_OF_ISA static Vector two_to_the(Vector n) {
    const __m256i exponent = _mm256_add_epi32(_mm256_cvtps_epi32(n.v), _mm256_set1_epi32(127));
    return {_mm256_castsi256_ps(_mm256_slli_epi32(exponent, 23))};
  }
  GRANVAE_OF_ISA friend Vector operator+(Vector a, Vector b) { return {_mm256_add_ps(a.v, b.v)}; }
  GRANVAE_OF_ISA friend Vector operator-(Vector a, Vector b) { return {_mm256_sub_ps(a.v, b.v)}; }
  GRANVAE_OF_ISA friend Vector operator*(Vector a, Vector b) { return {_mm256_mul_ps(a.v, b.v)}; }
  GRANVAE_OF_ISA friend Vector operator/(Vector a, Vector b) { return {_mm256_div_ps(a.v, b.v)}; }
};

#include "decoder/native/kernels.inl"

}  // namespace

const Kernels* avx2_kernels() {
  static const bool here = has_avx2();
  return here ? &kKernels : nullptr;
}
#else
const Kernels* avx2_kernels() { return nullptr; }
#endif

}  // namespace granvae::decoder::native
