#include <cmath>

#include "decoder/native/kernels.hpp"
#include "decoder/native/processor.hpp"
#include "decoder/native/winograd.hpp"

#if defined(GRANVAE_X86)
#if defined(__GNUC__) && !defined(__clang__)
// GCC 12 warns of its own intrinsics (GCC bug 105593).
#pragma GCC diagnostic ignored "-Wuninitialized"
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif
#include <immintrin.h>

#define GRANVAE_ISA GRANVAE_FOR_ISA("avx512f")
#define GRANVAE_OF_ISA GRANVAE_INLINE_FOR_ISA("avx512f")
#endif

namespace granvae::decoder::native {
#if defined(GRANVAE_X86)
namespace {

constexpr const char* kName = "AVX-512";
constexpr int kTileRows = 12;
constexpr int kTileWide = 2;

struct Vector {
  static constexpr int kSize = 16;
  __m512 v;
  GRANVAE_OF_ISA static Vector load(const float* x) { return {_mm512_loadu_ps(x)}; }
  GRANVAE_OF_ISA static Vector all(float x) { return {_mm512_set1_ps(x)}; }
  GRANVAE_OF_ISA void store(float* x) const { _mm512_storeu_ps(x, v); }
  GRANVAE_OF_ISA float sum() const { return _mm512_reduce_add_ps(v); }
  GRANVAE_OF_ISA static Vector fma(Vector a, Vector b, Vector c) {
    return {_mm512_fmadd_ps(a.v, b.v, c.v)};
  }
  GRANVAE_OF_ISA static Vector max(Vector a, Vector b) { return {_mm512_max_ps(a.v, b.v)}; }
  GRANVAE_OF_ISA static Vector min(Vector a, Vector b) { return {_mm512_min_ps(a.v, b.v)}; }
  GRANVAE_OF_ISA static Vector round(Vector a) { return {_mm512_roundscale_ps(a.v, 0)}; }
  GRANVAE_OF_ISA static Vector two_to_the(Vector n) {
    return {_mm512_scalef_ps(_mm512_set1_ps(1.0f), n.v)};
  }
  GRANVAE_OF_ISA friend Vector operator+(Vector a, Vector b) { return {_mm512_add_ps(a.v, b.v)}; }
  GRANVAE_OF_ISA friend Vector operator-(Vector a, Vector b) { return {_mm512_sub_ps(a.v, b.v)}; }
  GRANVAE_OF_ISA friend Vector operator*(Vector a, Vector b) { return {_mm512_mul_ps(a.v, b.v)}; }
  GRANVAE_OF_ISA friend Vector operator/(Vector a, Vector b) { return {_mm512_div_ps(a.v, b.v)}; }
};

#include "decoder/native/kernels.inl"

}  // namespace

const Kernels* avx512_kernels() {
  static const bool here = has_avx512();
  return here ? &kKernels : nullptr;
}
#else
const Kernels* avx512_kernels() { return nullptr; }
#endif

}  // namespace granvae::decoder::native
