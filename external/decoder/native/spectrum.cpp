#include "decoder/native/spectrum.hpp"

#include <bit>
#include <cmath>
#include <cstdint>
#include <numbers>

namespace granvae::decoder::native {
namespace {

// Written without branches, so that compilers make vectors of it: x = 2^e m with m in [√½, √2), and
// log m by the series of 2 atanh((m - 1) / (m + 1)), whose next term is below 1e-8.
inline float log_of(float x) {
  const auto bits = std::bit_cast<std::uint32_t>(x);
  const std::int32_t exponent = static_cast<std::int32_t>(bits - 0x3f3504f3u) >> 23;
  const auto m = std::bit_cast<float>(bits - (static_cast<std::uint32_t>(exponent) << 23));
  const float t = (m - 1.0f) / (m + 1.0f);
  const float square = t * t;
  float series = 2.0f / 9.0f;
  series = series * square + 2.0f / 7.0f;
  series = series * square + 2.0f / 5.0f;
  series = series * square + 2.0f / 3.0f;
  series = series * square + 2.0f;
  return static_cast<float>(exponent) * 0.693147181f + t * series;
}

}  // namespace

Spectrum::Spectrum(int grain)
    : grain_(grain), paired_(grain % 2 == 0), fft_(paired_ ? grain / 2 : grain) {
  for (int i = 0; i < grain; ++i) {
    const double angle = 2.0 * std::numbers::pi * i / grain;
    window_.push_back(static_cast<float>(0.5 - 0.5 * std::cos(angle)));
  }
  for (int k = 0; k < bins(); ++k) {
    roots_.emplace_back(std::polar(1.0, -2.0 * std::numbers::pi * k / grain));
  }
  signal_.resize(size(grain));
  scratch_.resize(size(grain));
  bins_.resize(size(bins()));
}

const Lanes& Spectrum::transform(const float* grains, std::size_t stride, int count) {
  const std::size_t step = paired_ ? 2 : 1;
  const std::size_t points = size(grain_) / step;
  signal_.resize(points);
  scratch_.resize(points);
  for (std::size_t lane = 0; lane < kLanes; ++lane) {
    const bool here = lane < size(count);
    const float* grain = grains + lane * stride;
    for (std::size_t i = 0; i < points; ++i) {
      const std::size_t at = i * step;
      signal_.real[i * kLanes + lane] = here ? grain[at] * window_[at] : 0.0f;
      signal_.imaginary[i * kLanes + lane] =
          here && paired_ ? grain[at + 1] * window_[at + 1] : 0.0f;
    }
  }
  fft_.run(signal_, scratch_);
  if (!paired_) return signal_;
  // With Z the transform of the pairs: X_k = (Z_k + Z'_-k) / 2 - i root_k (Z_k - Z'_-k) / 2.
  for (std::size_t k = 0; k < size(bins()); ++k) {
    const float* re = signal_.real.data() + k % points * kLanes;
    const float* im = signal_.imaginary.data() + k % points * kLanes;
    const float* mirrored_re = signal_.real.data() + (points - k) % points * kLanes;
    const float* mirrored_im = signal_.imaginary.data() + (points - k) % points * kLanes;
    const float c = roots_[k].real();
    const float s = roots_[k].imag();
    float* to_re = bins_.real.data() + k * kLanes;
    float* to_im = bins_.imaginary.data() + k * kLanes;
    for (std::size_t i = 0; i < kLanes; ++i) {
      const float even_re = re[i] + mirrored_re[i];
      const float even_im = im[i] - mirrored_im[i];
      const float odd_re = im[i] + mirrored_im[i];
      const float odd_im = mirrored_re[i] - re[i];
      to_re[i] = 0.5f * (even_re + c * odd_re - s * odd_im);
      to_im[i] = 0.5f * (even_im + c * odd_im + s * odd_re);
    }
  }
  return bins_;
}

void to_nepers(float* powers, float floor, int size) {
  for (int i = 0; i < size; ++i) powers[i] = 0.5f * log_of(powers[i] + floor);
}

}  // namespace granvae::decoder::native
