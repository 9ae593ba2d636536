// Grains of a cloud that begin by a signal.
#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include "cloud_stage.hpp"

using namespace granvae::core;
using namespace granvae::testing;

namespace {

// A phase that moves by `step` a sample.
std::vector<double> phasor(double step, int count, double first = 0.0) {
  return values(count, [&](int i) {
    const double phase = first + step * i;
    return phase - std::floor(phase);
  });
}

}  // namespace

TEST_CASE("a trigger begins a grain where the signal rises above 0, with that very sample") {
  std::vector<double> signal(1000, 0.0);
  signal[0] = 1.0;  // what came before counts as 0
  signal[100] = 0.001;
  for (std::size_t n = 164; n < 300; ++n) signal[n] = 5.0;
  signal[300] = -1.0;
  signal[301] = 1.0;
  signal[500] = kNever;
  CloudStage stage(ramp(4096), kShortGrains, {.frequency = signal, .crossfade = {0.0}});
  stage.settings.sync = Sync::trigger;
  const CloudSound sound = stage.play(1000, {7, 64, 1});
  CHECK(onsets(sound) == std::vector<std::size_t>{0, 100, 164, 301});
  CHECK(onset_times(sound, 4096) == std::vector<double>{0.0, 100.0, 164.0, 301.0});
}

TEST_CASE("the phase of triggered grains rises by the last interval and waits below 1") {
  std::vector<double> signal(1000, 0.0);
  signal[100] = signal[300] = signal[400] = 1.0;
  CloudStage stage(noise(64, 1), {.sync = Sync::trigger}, {.frequency = signal});
  const CloudSound sound = stage.play(1000);
  CHECK(sound.phase[250] == 0.0);  // no interval yet
  CHECK(sound.phase[300] == 0.0);
  CHECK(sound.phase[350] == doctest::Approx(0.25));
  CHECK(sound.phase[450] == doctest::Approx(0.5));
  CHECK(sound.phase[999] < 1.0);
  CHECK(sound.phase[999] > 0.999999);
}

TEST_CASE("a phasor begins grains where it crosses its border, between samples") {
  for (const double step : {1.0 / 77.7, -1.0 / 77.7}) {
    CloudStage stage(ramp(4096), kShortGrains,
                     {.frequency = phasor(step, 20000, 0.5), .crossfade = {0.0}});
    stage.settings.sync = Sync::phasor;
    const CloudSound sound = stage.play(20000, {64, 3});
    const auto times = onset_times(sound, 4096);
    REQUIRE(times.size() == 257);
    for (std::size_t k = 0; k < times.size(); ++k) {
      CHECK(times[k] == doctest::Approx(77.7 * (0.5 + static_cast<double>(k))).epsilon(1e-6));
    }
    CHECK(sound.phase == stage.signals.frequency);
  }
}

TEST_CASE("a phasor that was never given, stands still or moves by less than half makes no grain") {
  CloudStage stage(noise(64, 1), {.sync = Sync::phasor},
                   {.frequency = {kNever, kNever, 0.9, 0.9, 0.45, 0.9, 0.9}});
  stage.play(7);
  CHECK(stage.player.onsets() == 0);
}

TEST_CASE("a phasor beyond 0 to 1 counts as its fraction") {
  const auto signal = values(1000, [](int i) { return -3.0 + 0.01 * (i + 0.5); });
  CloudStage stage(noise(64, 1), {.sync = Sync::phasor}, {.frequency = signal});
  const CloudSound sound = stage.play(1000);
  CHECK(stage.player.onsets() == 9);
  CHECK(sound.phase[50] == doctest::Approx(0.505));
}

TEST_CASE("intermittency also silences onsets that a signal asks for") {
  CloudStage stage(noise(64, 1), {.length = 4.0, .intermittency = 0.5, .sync = Sync::phasor},
                   {.frequency = phasor(0.1, 100000)});
  stage.play(100000);
  CHECK(static_cast<double>(stage.player.onsets()) == doctest::Approx(5000).epsilon(0.03));
}

TEST_CASE("compensation follows the interval of the signal") {
  CloudStage stage(ones(1000), {.compensate = true, .sync = Sync::phasor},
                   {.frequency = phasor(0.01, 20000), .crossfade = {0.0}});
  // 10 grains at once, each of 1 / sqrt(10).
  CHECK(stage.play(20000).channels[0].back() == doctest::Approx(std::sqrt(10.0)).epsilon(1e-3));
}
