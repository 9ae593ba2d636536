// For processors without wider vectors: NEON on ARM, and elsewhere what the compiler makes of
// fours.
#include <cmath>

#include "core/read/four.hpp"
#include "decoder/native/kernels.hpp"
#include "decoder/native/winograd.hpp"

#define GRANVAE_ISA

namespace granvae::decoder::native {
namespace {

#if defined(GRANVAE_NEON)
constexpr const char* kName = "NEON";
constexpr int kTileRows = 6;
constexpr int kTileWide = 4;
#else
constexpr const char* kName = "plain";
constexpr int kTileRows = 4;
constexpr int kTileWide = 2;
#endif

struct Vector {
  static constexpr int kSize = 4;
  core::Four v;
  static Vector load(const float* x) { return {core::Four::load(x)}; }
  static Vector all(float x) { return {core::Four::all(x)}; }
  void store(float* x) const { v.store(x); }
  float sum() const { return core::sum(v); }
  friend Vector operator+(Vector a, Vector b) { return {a.v + b.v}; }
  friend Vector operator-(Vector a, Vector b) { return {a.v - b.v}; }
  friend Vector operator*(Vector a, Vector b) { return {a.v * b.v}; }
  friend Vector operator/(Vector a, Vector b) { return {a.v / b.v}; }
  static Vector max(Vector a, Vector b) { return {core::Four::max(a.v, b.v)}; }
  static Vector min(Vector a, Vector b) { return {core::Four::min(a.v, b.v)}; }
  static Vector round(Vector a) { return {core::Four::round(a.v)}; }
  static Vector two_to_the(Vector n) { return {core::Four::two_to_the(n.v)}; }
#if defined(GRANVAE_NEON)
  static Vector fma(Vector a, Vector b, Vector c) { return {{vfmaq_f32(c.v.v, a.v.v, b.v.v)}}; }
#else
  static Vector fma(Vector a, Vector b, Vector c) { return a * b + c; }
#endif
};

#include "decoder/native/kernels.inl"

}  // namespace

const Kernels* plain_kernels() { return &kKernels; }

}  // namespace granvae::decoder::native
