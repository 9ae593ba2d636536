// How well a table is read between its samples, at any speed.
#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <numbers>
#include <vector>

#include "core/read/reader.hpp"
#include "samples.hpp"

using namespace granvae::core;
using namespace granvae::testing;

namespace {

double db(double ratio) { return 20.0 * std::log10(std::max(ratio, 1e-12)); }

// A cosine of whole cycles in a table.
struct Partial {
  int size;
  int cycles;
  double at(double position) const {
    return std::cos(2.0 * std::numbers::pi * cycles * position / size + 0.3);
  }
  Table table() const {
    return Table(values(size, [&](int i) { return static_cast<float>(at(i)); }));
  }
};

std::vector<float> read(const Table& table, Interpolation interpolation, double start, double step,
                        int count) {
  std::vector<float> out;
  std::array<float, kMostRead> heard;
  for (int done = 0; done < count; done += kMostRead) {
    const int size = std::min(kMostRead, count - done);
    read_line(table, interpolation, level_line(table, interpolation, start, step, 0.0, count), done,
              heard.data(), size);
    out.insert(out.end(), heard.begin(), heard.begin() + size);
  }
  return out;
}

// The largest error of reading one pass of the table slowly, in dB of the partial.
double error_db(const Partial& partial, Interpolation interpolation) {
  const double step = 0.0731;
  const auto count = static_cast<int>(partial.size / step);
  const auto out = read(partial.table(), interpolation, 0.0, step, count);
  return db(largest(0, out.size(), [&](std::size_t i) {
    return out[i] - partial.at(step * static_cast<double>(i));
  }));
}

enum class Speed { stays, changes };

// How much of a partial is heard at a speed that stays for a grain, or that might change with each
// sample: 1 is all.
double amplitude(const Partial& partial, const Table& table, double speed, Speed kind) {
  double energy = 0.0;
  double whole = 0.0;
  constexpr int kCount = 1000;
  for (int i = 0; i < kCount; ++i) {
    // Each from another place, so that what is heard above half the output's rate counts too.
    std::array<float, kMostRead> heard;
    const double start = std::fmod(i * 0.6180339887 * table.size(), table.size());
    if (kind == Speed::stays) {
      const auto line = level_line(table, Interpolation::sinc, start, speed, 0.0, 0);
      read_line(table, Interpolation::sinc, line, 0, heard.data(), 1);
    } else {
      read_positions(table, Interpolation::sinc, &start, &speed, heard.data(), 1);
    }
    energy += heard[0] * heard[0];
    whole += partial.at(start) * partial.at(start);
  }
  return std::sqrt(energy / whole);
}

}  // namespace

TEST_CASE("every partial that a table can hold is read within -100 dB") {
  for (const int size : {64, 330, 512, 1000, 4096, 4097}) {
    for (const double share : {0.0, 0.01, 0.1, 0.3, 0.45, 0.49}) {
      const Partial partial{size, static_cast<int>(share * size)};
      CAPTURE(size);
      CAPTURE(partial.cycles);
      CHECK(error_db(partial, Interpolation::sinc) < -100.0);
    }
  }
}

TEST_CASE("the simpler interpolations do what their names say") {
  const std::vector<float> samples{0.1f, -0.7f, 0.3f, 0.9f, -0.2f, 0.5f};
  const Table table(samples);
  CHECK(read(table, Interpolation::none, 1.7, 0.0, 1)[0] == -0.7f);
  CHECK(read(table, Interpolation::linear, 1.25, 0.0, 1)[0] == doctest::Approx(-0.45));
  CHECK(read(table, Interpolation::linear, 5.5, 0.0, 1)[0] == doctest::Approx(0.3));  // wraps
  // A cubic through samples of a parabola is that parabola.
  const std::vector<float> parabola{0.0f, 0.01f, 0.04f, 0.09f, 0.16f, 0.25f};
  CHECK(read(Table(parabola), Interpolation::cubic, 2.5, 0.0, 1)[0] == doctest::Approx(0.0625));
  for (const auto interpolation :
       {Interpolation::none, Interpolation::linear, Interpolation::cubic}) {
    for (int i = 0; i < table.size(); ++i) {
      CHECK(read(table, interpolation, i, 0.0, 1)[0] == samples[static_cast<std::size_t>(i)]);
    }
  }
}

TEST_CASE("what is heard below 15 kHz is whole, and what would fold below 20 kHz is gone" *
          doctest::test_suite("long")) {
  constexpr double kRate = 44100.0;
  constexpr int kSize = 4096;
  for (double speed = 0.1; speed < 201.0; speed *= 1.017) {
    CAPTURE(speed);
    const double heard_at_1 = speed / kSize;  // cycles an output sample
    const int whole = static_cast<int>(15000.0 / kRate / heard_at_1);
    const int folded = static_cast<int>(std::ceil((1.0 - 20000.0 / kRate) / heard_at_1));
    for (const Speed kind : {Speed::stays, Speed::changes}) {
      if (whole >= 1 && whole < kSize / 2) {
        const Partial partial{kSize, whole};
        CHECK(std::abs(db(amplitude(partial, partial.table(), speed, kind))) < 0.1);
      }
      if (folded < kSize / 2) {
        const Partial partial{kSize, folded};
        CHECK(db(amplitude(partial, partial.table(), speed, kind)) < -95.0);
      }
    }
  }
}

TEST_CASE("in a glide through the levels of the mipmap no partial steps" *
          doctest::test_suite("long")) {
  for (const int cycles : {50, 300, 900}) {
    const Partial partial{4096, cycles};
    const Table table = partial.table();
    double before = amplitude(partial, table, 0.9, Speed::changes);
    for (double speed = 0.9; speed < 20.0; speed *= 1.001) {
      const double now = amplitude(partial, table, speed, Speed::changes);
      CHECK(std::abs(now - before) < 0.04);
      before = now;
    }
  }
}

TEST_CASE("a constant stays constant at every speed") {
  const Table table(std::vector<float>(777, 0.5f));
  for (const double speed : {0.001, 0.5, 1.0, 1.1, 3.3, 40.0, 5000.0}) {
    for (const float sample : read(table, Interpolation::sinc, 3.3, std::min(speed, 12.0), 64)) {
      CHECK(sample == doctest::Approx(0.5).epsilon(4e-7));
    }
  }
}

TEST_CASE("positions read in groups, one by one and in lines give the same bits") {
  const Table table(noise(512, 1));
  // Speeds at which one level is heard alone, and positions that are exact in fixed point.
  for (const double speed : {0.25, 1.25, -7.0}) {
    for (const auto interpolation :
         {Interpolation::none, Interpolation::linear, Interpolation::cubic, Interpolation::sinc}) {
      std::array<double, kMostRead> positions;
      std::array<double, kMostRead> speeds;
      std::array<float, kMostRead> line;
      std::array<float, kMostRead> group;
      const double start = speed < 0.0 ? 800.0 : 200.0;
      const auto along = level_line(table, interpolation, start, speed, 0.375, 66);
      read_line(table, interpolation, along, 5, line.data(), 61);
      for (std::size_t i = 0; i < 61; ++i) {
        positions[i] = start + speed * (0.375 + (5.0 + static_cast<double>(i)));
        speeds[i] = speed;
      }
      read_positions(table, interpolation, positions.data(), speeds.data(), group.data(), 61);
      for (std::size_t i = 0; i < 61; ++i) {
        float heard = 0.0f;
        read_positions(table, interpolation, &positions[i], &speeds[i], &heard, 1);
        CHECK(heard == group[i]);
        // A line that goes back begins a last bit later.
        CHECK(std::abs(line[i] - group[i]) <= (speed < 0.0 ? 1e-6f : 0.0f));
      }
    }
  }
}

TEST_CASE("a line stays within the table for as long as it can last") {
  const Table table(noise(512, 1));
  constexpr int kLast = 1 << 30;
  const double step = 512.0 / kLast;
  for (const double sign : {1.0, -1.0}) {
    const auto line =
        level_line(table, Interpolation::linear, sign > 0.0 ? 0.0 : 512.0, sign * step, 0.0, kLast);
    CHECK(line.line.at(kLast) <= position(512.0));
  }
}

TEST_CASE("a line goes round the table as often as it likes, in either direction") {
  for (const auto interpolation :
       {Interpolation::none, Interpolation::linear, Interpolation::cubic, Interpolation::sinc}) {
    for (const double step : {97.25, -301.5}) {
      const Table table(noise(700, 1));
      constexpr int kCount = 20000;
      const auto line = level_line(table, interpolation, 650.25, step, 0.5, kCount);
      double worst = 0.0;
      for (int n = 0; n < kCount; n += 64) {
        std::array<float, kMostRead> heard;
        read_line(table, interpolation, line, n, heard.data(), 64);
        for (int i = 0; i < 64; ++i) {
          const double far = 650.25 + step * (0.5 + n + i);
          double place = far - 700.0 * std::floor(far / 700.0);
          std::array<float, kMostRead> one;
          // At `none`, positions that fall on samples may be read on either side.
          if (interpolation == Interpolation::none && place - std::floor(place) < 0.1) continue;
          const auto here = level_line(table, interpolation, place, step, 0.0, 0);
          read_line(table, interpolation, here, 0, one.data(), 1);
          worst = std::max(worst, double{std::abs(one[0] - heard[static_cast<std::size_t>(i)])});
        }
      }
      CHECK(worst < 1e-5);
    }
  }
}
