#include "core/sinc.hpp"

#include <cmath>
#include <numbers>

namespace granvae {
namespace {

constexpr double kKaiserBeta = 8.0;

// Modified Bessel function of the first kind, order 0, by its power series.
double bessel_i0(double x) {
  double term = 1.0;
  double sum = 1.0;
  for (int k = 1; term > 1e-17 * sum; ++k) {
    term *= (x / (2.0 * k)) * (x / (2.0 * k));
    sum += term;
  }
  return sum;
}

// `distance`: samples from the kernel's centre, within ±half the number of taps.
double kernel(double distance) {
  const double half = Sinc::kTaps / 2.0;
  if (std::abs(distance) >= half) return 0.0;
  const double ratio = distance / half;
  const double window = bessel_i0(kKaiserBeta * std::sqrt(1.0 - ratio * ratio));
  if (distance == 0.0) return window;
  const double angle = std::numbers::pi * distance;
  return window * std::sin(angle) / angle;
}

}  // namespace

Sinc::Sinc() {
  for (int row = 0; row <= kRows; ++row) {
    const double fraction = static_cast<double>(row) / kRows;
    std::array<double, kTaps> taps{};
    double sum = 0.0;
    for (int tap = 0; tap < kTaps; ++tap) {
      const double distance = tap - (Table::kGuard - 1) - fraction;
      // sin(k pi) is not quite 0 in floating point; a row at a whole position must be.
      const bool whole = row % kRows == 0 && distance != 0.0;
      taps[static_cast<std::size_t>(tap)] = whole ? 0.0 : kernel(distance);
      sum += taps[static_cast<std::size_t>(tap)];
    }
    for (int tap = 0; tap < kTaps; ++tap) {
      rows_[static_cast<std::size_t>(row)][static_cast<std::size_t>(tap)] =
          static_cast<float>(taps[static_cast<std::size_t>(tap)] / sum);
    }
  }
}

const Sinc& Sinc::shared() {
  static const Sinc sinc;
  return sinc;
}

}  // namespace granvae
