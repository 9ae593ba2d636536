// Grains of a cloud that begin by a signal.
#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include "cloud_stage.hpp"

using namespace granvae::core;
using namespace granvae::testing;

namespace {

std::vector<std::size_t> onsets(const CloudSound& sound) {
  std::vector<std::size_t> samples;
  for (std::size_t n = 0; n < sound.onset.size(); ++n) {
    if (sound.onset[n] == 1.0) samples.push_back(n);
  }
  return samples;
}

// A phase that moves by `step` a sample.
std::vector<double> phasor(double step, int count, double first = 0.0) {
  std::vector<double> signal;
  for (int i = 0; i < count; ++i) {
    const double phase = first + step * i;
    signal.push_back(phase - std::floor(phase));
  }
  return signal;
}

}  // namespace

TEST_CASE("a trigger begins a grain where the signal rises above 0, with that very sample") {
  CloudStage stage;
  set_up_for_onset_times(stage, 4096);
  stage.settings.sync = Sync::trigger;
  std::vector<double> signal(1000, 0.0);
  signal[0] = 1.0;  // what came before counts as 0
  signal[100] = 0.001;
  for (std::size_t n = 164; n < 300; ++n) signal[n] = 5.0;
  signal[300] = -1.0;
  signal[301] = 1.0;
  signal[500] = kNever;
  stage.signals.frequency = signal;
  const CloudSound sound = stage.play(1000, {7, 64, 1});
  CHECK(onsets(sound) == std::vector<std::size_t>{0, 100, 164, 301});
  CHECK(onset_times(sound, 4096) == std::vector<double>{0.0, 100.0, 164.0, 301.0});
}

TEST_CASE("the phase of triggered grains rises by the last interval and waits below 1") {
  CloudStage stage;
  stage.publish(noise(64, 1));
  stage.settings.sync = Sync::trigger;
  std::vector<double> signal(1000, 0.0);
  signal[100] = signal[300] = signal[400] = 1.0;
  stage.signals.frequency = signal;
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
    CloudStage stage;
    set_up_for_onset_times(stage, 4096);
    stage.settings.sync = Sync::phasor;
    stage.signals.frequency = phasor(step, 20000, 0.5);
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
  CloudStage stage;
  stage.publish(noise(64, 1));
  stage.settings.sync = Sync::phasor;
  std::vector<double> signal{kNever, kNever, 0.9, 0.9, 0.45, 0.9, 0.9};
  stage.signals.frequency = signal;
  stage.play(7);
  CHECK(stage.player.onsets() == 0);
}

TEST_CASE("a phasor beyond 0 to 1 counts as its fraction") {
  CloudStage stage;
  stage.publish(noise(64, 1));
  stage.settings.sync = Sync::phasor;
  std::vector<double> signal;
  for (int i = 0; i < 1000; ++i) signal.push_back(-3.0 + 0.01 * (i + 0.5));
  stage.signals.frequency = signal;
  const CloudSound sound = stage.play(1000);
  CHECK(stage.player.onsets() == 9);
  CHECK(sound.phase[50] == doctest::Approx(0.505));
}

TEST_CASE("intermittency also silences onsets that a signal asks for") {
  CloudStage stage;
  stage.publish(noise(64, 1));
  stage.settings.length = 4.0;
  stage.settings.intermittency = 0.5;
  stage.settings.sync = Sync::phasor;
  stage.signals.frequency = phasor(0.1, 100000);
  stage.play(100000);
  CHECK(static_cast<double>(stage.player.onsets()) == doctest::Approx(5000).epsilon(0.03));
}

TEST_CASE("compensation follows the interval of the signal") {
  CloudStage stage;
  stage.publish(std::vector<float>(1000, 1.0f));
  stage.settings.compensate = true;
  stage.settings.sync = Sync::phasor;
  stage.signals.crossfade = {0.0};
  stage.signals.frequency = phasor(0.01, 20000);
  // 10 grains at once, each of 1 / sqrt(10).
  CHECK(stage.play(20000).channels[0].back() == doctest::Approx(std::sqrt(10.0)).epsilon(1e-3));
}
