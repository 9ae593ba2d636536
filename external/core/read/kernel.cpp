#include "core/read/kernel.hpp"

#include <cmath>
#include <numbers>

#include "core/read/bessel.hpp"

namespace granvae::core {
namespace {

// The shape for which the images of partials up to 0.5 / kOversampling are lowest: the main lobe of
// the kernel's spectrum just ends where the nearest image lies (Beatty, Nishimura & Pauly 2005).
const double kBeta = 0.98 * std::numbers::pi * Kernel::kTaps * (1.0 - 0.5 / Kernel::kOversampling);

// `distance`: samples from the kernel's centre.
double window(double distance) {
  const double ratio = distance / (0.5 * Kernel::kTaps);
  return std::abs(ratio) >= 1.0 ? 0.0 : bessel_i0(kBeta * std::sqrt(1.0 - ratio * ratio));
}

// sinh(x) / x of a square x², by its power series.
double sinh_ratio(double square) {
  double term = 1.0;
  double sum = 1.0;
  for (int k = 1; term > 1e-17 * sum; ++k) {
    term *= square / (2.0 * k * (2.0 * k + 1.0));
    sum += term;
  }
  return sum;
}

// The window's Fourier transform, up to a factor.
double window_spectrum(double frequency) {
  const double angle = std::numbers::pi * Kernel::kTaps * frequency;
  return sinh_ratio(kBeta * kBeta - angle * angle);  // within the main lobe
}

// Each row sums to 1, so that a constant stays constant.
std::array<double, Kernel::kTaps> taps_at(double fraction) {
  std::array<double, Kernel::kTaps> taps{};
  double sum = 0.0;
  for (std::size_t tap = 0; tap < taps.size(); ++tap) {
    taps[tap] = window(static_cast<double>(tap) - Kernel::kBefore - fraction);
    sum += taps[tap];
  }
  for (double& tap : taps) tap /= sum;
  return taps;
}

}  // namespace

Kernel::Kernel() {
  for (std::size_t row = 0; row < rows_.size(); ++row) {
    const auto taps = taps_at(static_cast<double>(row) / kRows);
    const auto next = taps_at(static_cast<double>(row + 1) / kRows);
    for (std::size_t tap = 0; tap < taps.size(); ++tap) {
      rows_[row].value[tap] = static_cast<float>(taps[tap]);
      rows_[row].slope[tap] = static_cast<float>(std::ldexp(next[tap] - taps[tap], -kRestBits));
    }
  }
}

const Kernel& Kernel::shared() {
  static const Kernel kernel;
  return kernel;
}

double Kernel::response(double frequency) noexcept {
  return window_spectrum(frequency) / window_spectrum(0.0);
}

}  // namespace granvae::core
