// The windows' polynomials against what they stand for.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "core/crossfade.hpp"
#include "core/read/window.hpp"

using namespace granvae::core;

namespace {

constexpr int kCount = 1001;
using Samples = std::array<float, kCount>;

// The largest distance of a window, over 0 … 1 in either direction, from `expected`.
template <class Apply, class Expected>
double error(Apply apply, Expected expected) {
  double worst = 0.0;
  for (const int direction : {1, -1}) {
    Samples samples;
    samples.fill(1.0f);
    const int first = direction > 0 ? 0 : kCount - 1;
    apply(Ramp{1.0f / (kCount - 1), 0.0f}, Stretch{samples.data(), kCount, first, direction});
    for (int i = 0; i < kCount; ++i) {
      const double x = static_cast<double>(first + direction * i) / (kCount - 1);
      worst = std::max(worst, std::abs(samples[static_cast<std::size_t>(i)] - expected(x)));
    }
  }
  return worst;
}

double error(CrossfadeLaw law) {
  return error([law](const Ramp& ramp, const Stretch& stretch) { fade(law, ramp, stretch); },
               [law](double x) { return crossfade_gains(law, x).in; });
}

}  // namespace

TEST_CASE("windows fade as the crossfade laws say, within a few roundings") {
  CHECK(error(CrossfadeLaw::cosine) < 5e-7);
  CHECK(error(CrossfadeLaw::linear) < 1e-7);
  CHECK(error(CrossfadeLaw::power) < 5e-7);
}

TEST_CASE("a decay falls by 60 dB") {
  const double worst = error([](const Ramp& ramp, const Stretch& stretch) { decay(ramp, stretch); },
                             [](double x) { return std::pow(1000.0, -x); });
  CHECK(worst < 2e-6);
}

TEST_CASE("a window is the same for every cut, bit for bit") {
  Samples whole;
  Samples cut;
  whole.fill(0.7f);
  cut.fill(0.7f);
  const Ramp ramp{1.0f / 1003.0f, 0.00031f};
  fade(CrossfadeLaw::cosine, ramp, {whole.data(), kCount, 0, 1});
  decay(ramp, {whole.data(), kCount, 0, 1});
  for (int from = 0, size = 1; from < kCount; from += size, size = size % 23 + 1) {
    const int count = std::min(size, kCount - from);
    fade(CrossfadeLaw::cosine, ramp, {cut.data() + from, count, from, 1});
    decay(ramp, {cut.data() + from, count, from, 1});
  }
  CHECK(whole == cut);
}
