// When the grains of a cloud begin.
#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include "cloud_stage.hpp"
#include "core/phase.hpp"

using namespace granvae::core;
using namespace granvae::testing;

namespace {

constexpr double kRate = 48000.0;

// Onsets of a cloud that is played sample by sample: sample numbers, as often as grains begin.
std::vector<double> onset_samples(CloudStage& stage, int count) {
  std::vector<double> samples;
  for (int n = 0; n < count; ++n) {
    stage.play(1);
    samples.resize(stage.player.onsets(), n);
  }
  return samples;
}

struct Statistics {
  double mean;
  double deviation;
  double least;
  double beyond_twice;  // share of the intervals beyond twice the mean
};

Statistics of_intervals(const std::vector<double>& times) {
  const auto count = static_cast<double>(times.size() - 1);
  Statistics result{(times.back() - times.front()) / count, 0.0, 1e9, 0.0};
  double squares = 0.0;
  for (std::size_t i = 1; i < times.size(); ++i) {
    const double interval = times[i] - times[i - 1];
    squares += (interval - result.mean) * (interval - result.mean);
    result.least = std::min(result.least, interval);
    if (interval > 2.0 * result.mean) result.beyond_twice += 1.0 / count;
  }
  result.deviation = std::sqrt(squares / count);
  return result;
}

}  // namespace

TEST_CASE("periodic onsets come between samples, each exactly where its period ends") {
  const double frequency = 477.77;
  CloudStage stage(ramp(4096), kShortGrains, {.frequency = {frequency}, .crossfade = {0.0}});
  const auto times = onset_times(stage.play(100000), 4096);
  CHECK(times.size() == 996);
  CHECK(largest(0, times.size(), [&](std::size_t k) {
          return times[k] - static_cast<double>(k) * kRate / frequency;
        }) < 1e-3);
}

TEST_CASE("phase and onsets of a modulated periodic cloud are those of the phase, bit for bit") {
  const auto frequency =
      values(20000, [](int i) { return 900.0 * std::sin(0.01 * i * std::sin(0.001 * i)); });
  CloudStage stage(noise(512, 1), {}, {.frequency = frequency});
  const CloudSound sound = stage.play(20000, {64, 5});
  Phase phase;
  bool border = true;
  bool same = true;
  for (std::size_t n = 0; n < frequency.size(); ++n) {
    same = same && sound.phase[n] == phase.value() && (sound.onset[n] == 1.0) == border;
    border = phase.advance(Stride(std::abs(frequency[n]) / kRate)) != Wrap::none;
  }
  CHECK(same);
}

TEST_CASE("an onset latches the values at the first sample after it") {
  const auto start = values(4800, [](int i) { return 1.0 * (i % 900); });
  CloudStage stage(ramp(1024), {.interpolation = Interpolation::none, .length = 40.0},
                   {.frequency = {kRate / 64.0}, .start = start, .crossfade = {0.0}});
  const CloudSound sound = stage.play(4800);
  bool same = true;
  for (std::size_t n = 0; n < 4800; n += 64) {
    same = same && sound.channels[0][n] * 1024.0f == static_cast<float>(start[n]);
    same = same && sound.channels[0][n + 39] * 1024.0f == static_cast<float>(start[n] + 39.0);
    same = same && sound.channels[0][n + 40] == 0.0f;
  }
  CHECK(same);
}

TEST_CASE("fully asynchronous onsets are a Poisson process at the frequency") {
  CloudStage stage(noise(64, 1), {.length = 4.0, .async = 1.0, .seed = 5},
                   {.frequency = {kRate / 50.0}});
  const Statistics statistics = of_intervals(onset_samples(stage, 1000000));
  CHECK(statistics.mean == doctest::Approx(50.0).epsilon(0.02));
  CHECK(statistics.deviation == doctest::Approx(50.0).epsilon(0.03));
  CHECK(statistics.beyond_twice == doctest::Approx(std::exp(-2.0)).epsilon(0.05));
  CHECK(statistics.least == 0.0);  // several between two samples all come
}

TEST_CASE("half asynchronous onsets are at least half a period apart and keep the mean rate") {
  CloudStage stage(noise(64, 1), {.length = 4.0, .async = 0.5}, {.frequency = {kRate / 50.0}});
  const Statistics statistics = of_intervals(onset_samples(stage, 1000000));
  CHECK(statistics.mean == doctest::Approx(50.0).epsilon(0.02));
  CHECK(statistics.deviation == doctest::Approx(25.0).epsilon(0.03));
  CHECK(statistics.least >= 24.0);
}

TEST_CASE("asynchronous onsets follow a modulated frequency at once") {
  const auto frequency = values(400000, [](int i) { return i % 200 < 100 ? 4800.0 : 0.0; });
  CloudStage stage(noise(64, 1), {.length = 4.0, .async = 1.0}, {.frequency = frequency});
  int while_on = 0;
  int while_off = 0;
  for (const double time : onset_samples(stage, 400000)) {
    // An onset is heard at the sample after it.
    const int place = static_cast<int>(time) % 200;
    (place >= 1 && place <= 100 ? while_on : while_off) += 1;
  }
  CHECK(while_on == doctest::Approx(20000).epsilon(0.03));
  CHECK(while_off <= 1);  // the first
}

TEST_CASE("intermittency is the share of onsets that make no grain") {
  CloudStage stage(noise(64, 1), {.length = 4.0, .intermittency = 0.3}, {.frequency = {4800.0}});
  stage.play(200000);
  CHECK(static_cast<double>(stage.player.onsets()) == doctest::Approx(14000).epsilon(0.02));
  stage.settings.intermittency = 1.0;
  const std::uint64_t before = stage.player.onsets();
  stage.play(2000);
  CHECK(stage.player.onsets() == before);
}

TEST_CASE("before anything is given, grains of the model fade in as those before fade out") {
  CloudStage stage;
  stage.publish(ones(4096), 44100.0, 1024);
  const CloudSound sound = stage.play(48000);
  const double fade = 256.0 * 48000.0 / 44100.0;  // a quarter of the grain
  const double period = 3.0 * fade;
  const auto expected =
      values(58, [&](int k) { return static_cast<std::size_t>(std::ceil(k * period)); });
  CHECK(onsets(sound) == expected);
  const auto middle = static_cast<std::size_t>(std::lround(fade / 2.0));
  CHECK(sound.channels[0][middle] == doctest::Approx(0.5).epsilon(0.01));
  const auto faded = static_cast<std::size_t>(std::ceil(fade));
  CHECK(largest(faded, 48000, [&](std::size_t n) { return sound.channels[0][n] - 1.0; }) < 1e-3);
}

TEST_CASE("a cloud that was never given a frequency begins once there is a table") {
  CloudStage stage;
  stage.play(1000);
  stage.publish(noise(480, 1));
  stage.play(1000);
  CHECK(stage.player.onsets() == 2);
}

TEST_CASE("without a table the clock runs and nothing sounds; without spawning grains ring out") {
  CloudStage stage({}, {}, {.frequency = {kRate / 128.0}});
  const CloudSound silence = stage.play(1000);
  CHECK(silence.channels[0] == std::vector<float>(1000, 0.0f));
  CHECK(silence.phase[192] == 0.5);
  CHECK(stage.player.onsets() == 0);

  stage.player.reset();
  stage.publish(ones(640));
  stage.signals.crossfade = {0.0};
  stage.play(1000);
  CHECK(stage.player.onsets() == 8);
  const CloudSound rest = stage.play(600, {kChunk}, false);
  CHECK(stage.player.onsets() == 8);
  CHECK(rest.channels[0][0] == doctest::Approx(5.0));
  CHECK(rest.channels[0][535] == doctest::Approx(1.0));
  CHECK(rest.channels[0][536] == 0.0f);
  CHECK(rest.onset == std::vector<double>(600, 0.0));
  CHECK(rest.phase[24 + 64] == 0.5);
}

TEST_CASE("a reset makes the next sample an onset and begins the random sequence anew") {
  CloudStage stage(noise(64, 1), {.length = 4.0, .async = 1.0}, {.frequency = {2000.0}});
  const CloudSound first = stage.play(1234);
  stage.player.reset();
  stage.play(1000, {kChunk}, false);
  stage.player.reset();
  CHECK(stage.play(1234) == first);
  CHECK(first.onset[0] == 1.0);
}
