// How well a table is read between its samples.
#include <doctest/doctest.h>

#include <cmath>
#include <numbers>
#include <vector>

#include "core/sinc.hpp"

using namespace granvae;

namespace {

// The largest error on a cosine of `cycles` in 1024 samples, relative to its level, in dB.
double error_db(int cycles) {
  constexpr int kSize = 1024;
  std::vector<float> samples(kSize);
  const auto exact = [cycles](double position) {
    return std::cos(2.0 * std::numbers::pi * cycles * position / kSize);
  };
  for (int i = 0; i < kSize; ++i)
    samples[static_cast<std::size_t>(i)] = static_cast<float>(exact(i));
  const Table table(samples);
  double worst = 0.0;
  for (double position = 0.0; position < kSize; position += 0.0731) {
    const int whole = static_cast<int>(position);
    const double read = Sinc::shared().read(table.data() + whole, position - whole);
    worst = std::max(worst, std::abs(read - exact(position)));
  }
  return 20.0 * std::log10(worst);
}

}  // namespace

TEST_CASE("partials are read within -85 dB, and -75 dB at 0.3 of the table's rate") {
  CHECK(error_db(10) < -90.0);
  CHECK(error_db(100) < -85.0);
  CHECK(error_db(300) < -75.0);
}

TEST_CASE("at whole positions the table's own samples come out") {
  const std::vector<float> samples{0.1f, -0.7f, 0.3f, 0.9f, -0.2f};
  const Table table(samples);
  for (int i = 0; i < table.size(); ++i) {
    CHECK(Sinc::shared().read(table.data() + i, 0.0) == samples[static_cast<std::size_t>(i)]);
  }
}
