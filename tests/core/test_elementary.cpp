// The elementary functions against those of this machine's library, which round on their own.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "core/elementary.hpp"

using namespace granvae::core;

namespace {

constexpr double kUnit = 0x1p-52;
constexpr double kInfinity = std::numeric_limits<double>::infinity();

// The largest error in units of `value` where that is above 1, for arguments from `first` to
// `last`.
template <class Made, class Wanted>
double farthest(double first, double last, Made made, Wanted wanted) {
  constexpr int kSteps = 100003;
  double most = 0.0;
  for (int i = 0; i <= kSteps; ++i) {
    const double x = first + (last - first) * i / kSteps;
    const double value = wanted(x);
    most = std::max(most, std::abs(made(x) - value) / std::max(std::abs(value), 1.0));
  }
  return most / kUnit;
}

}  // namespace

TEST_CASE("sines and cosines are near the library's, and exact at quarters of a cycle") {
  constexpr double kTurn = 2.0 * std::numbers::pi;
  const auto sine = [](double x) { return sine_of(x); };
  CHECK(farthest(-0.25, 0.25, sine, [](double x) { return std::sin(kTurn * x); }) < 2.0);
  CHECK(farthest(-0.25, 0.25, cosine_of, [](double x) { return std::cos(kTurn * x); }) < 2.0);
  CHECK(sine_of(1000.125) == sine_of(0.125));
  CHECK(sine_of(-3.0) == 0.0);
  CHECK(sine_of(7.75) == -1.0);
  CHECK(cosine_of(-0.5) == -1.0);
  CHECK(cosine_of(0.75) == 0.0);
}

TEST_CASE("powers of two are near the library's, and exact for whole numbers") {
  CHECK(farthest(-9.0, 9.0, power_of_two, [](double x) { return std::exp2(x); }) < 2.0);
  CHECK(power_of_two(10.0) == 1024.0);
  CHECK(power_of_two(-1074.0) == std::numeric_limits<double>::denorm_min());
  CHECK(power_of_two(kInfinity) == kInfinity);
  CHECK(power_of_two(-kInfinity) == 0.0);
  CHECK(std::isnan(power_of_two(std::numeric_limits<double>::quiet_NaN())));
}

TEST_CASE("logarithms are near the library's") {
  const auto library = [](double x) { return std::log(x); };
  CHECK(farthest(1e-6, 2.0, logarithm, library) < 2.0);
  CHECK(farthest(2.0, 1e9, logarithm, library) < 2.0);
  CHECK(logarithm(1.0) == 0.0);
}
