// Elementary functions that are the same on every machine, which those of the C library are not:
// of operations that all machines round alike, each within about two units in the last place.
#pragma once

#include <algorithm>
#include <cmath>
#include <numbers>

namespace granvae::core {

// With the coefficient of the highest power first.
template <int count>
double polynomial(const double (&coefficients)[count], double x) noexcept {
  double sum = 0.0;
  for (const double coefficient : coefficients) sum = sum * x + coefficient;
  return sum;
}

// sin(2 pi (cycles + quarters / 4)), for less than 2^29 cycles: Taylor's series of the sine or the
// cosine, within an eighth of a cycle.
inline double sine_of(double cycles, int quarters = 0) noexcept {
  static constexpr double kSine[] = {
      0.10422916220813984, -0.7181223017785006, 3.819952584848282,
      -15.09464257682299,  42.058693944897655,  -76.70585975306139,
      81.60524927607506,   -41.34170224039976,  2.0 * std::numbers::pi};
  static constexpr double kCosine[] = {0.28200596845579123, -1.714390711088672,  7.903536371318469,
                                       -26.4262567833744,   60.24464137187666,   -85.45681720669373,
                                       64.9393940226683,    -19.739208802178716, 1.0};
  const double whole = std::nearbyint(4.0 * cycles);
  const double rest = cycles - 0.25 * whole;  // exactly
  const int turned = (static_cast<int>(whole) + quarters) & 3;
  const double square = rest * rest;
  const double value =
      turned % 2 == 0 ? rest * polynomial(kSine, square) : polynomial(kCosine, square);
  return turned < 2 ? value : -value;
}

inline double cosine_of(double cycles) noexcept { return sine_of(cycles, 1); }

// 2^x. NaN gives NaN.
inline double power_of_two(double x) noexcept {
  static constexpr double kTerms[] = {// (ln 2)^k / k!
                                      1.3691488853904128e-12, 2.5678435993488206e-11,
                                      4.4455382718708116e-10, 7.054911620801123e-09,
                                      1.01780860092397e-07,   1.321548679014431e-06,
                                      1.5252733804059841e-05, 1.540353039338161e-04,
                                      1.3333558146428443e-03, 9.618129107628477e-03,
                                      5.550410866482158e-02,  2.4022650695910072e-01,
                                      std::numbers::ln2,      1.0};
  constexpr double kMost = 2000.0;  // far beyond what a double holds
  if (std::isnan(x)) return x;
  const double limited = std::clamp(x, -kMost, kMost);
  const double whole = std::nearbyint(limited);
  return std::ldexp(polynomial(kTerms, limited - whole), static_cast<int>(whole));
}

// The natural logarithm, for finite numbers above 0: of the mantissa as 2 artanh((m - 1) / (m +
// 1)).
inline double logarithm(double x) noexcept {
  static constexpr double kTerms[] = {2.0 / 23, 2.0 / 21, 2.0 / 19, 2.0 / 17, 2.0 / 15, 2.0 / 13,
                                      2.0 / 11, 2.0 / 9,  2.0 / 7,  2.0 / 5,  2.0 / 3};
  int exponent = 0;
  double mantissa = std::frexp(x, &exponent);
  if (mantissa < 0.5 * std::numbers::sqrt2) {
    mantissa *= 2.0;
    --exponent;
  }
  const double ratio = (mantissa - 1.0) / (mantissa + 1.0);
  const double square = ratio * ratio;
  const double rest = ratio * square * polynomial(kTerms, square);
  return exponent * std::numbers::ln2 + (2.0 * ratio + rest);
}

}  // namespace granvae::core
