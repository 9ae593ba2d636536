// What a Kaiser window is made of.
#pragma once

namespace granvae::core {

// Modified Bessel function of the first kind, order 0, by its power series.
inline double bessel_i0(double x) noexcept {
  double term = 1.0;
  double sum = 1.0;
  for (int k = 1; term > 1e-17 * sum; ++k) {
    term *= (x / (2.0 * k)) * (x / (2.0 * k));
    sum += term;
  }
  return sum;
}

}  // namespace granvae::core
