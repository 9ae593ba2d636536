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
  const CloudSound sound = stage.play(count, {1});
  std::vector<double> samples;
  for (std::size_t n = 0; n < sound.begun.size(); ++n) {
    samples.insert(samples.end(), static_cast<std::size_t>(sound.begun[n]), static_cast<double>(n));
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
  CloudStage stage;
  set_up_for_onset_times(stage, 4096);
  const double frequency = 477.77;
  stage.signals.frequency = {frequency};
  const auto times = onset_times(stage.play(100000), 4096);
  CHECK(times.size() == 996);
  double worst = 0.0;
  for (std::size_t k = 0; k < times.size(); ++k) {
    worst = std::max(worst, std::abs(times[k] - static_cast<double>(k) * kRate / frequency));
  }
  CHECK(worst < 1e-3);
}

TEST_CASE("phase and onsets of a modulated periodic cloud are those of the phase, bit for bit") {
  CloudStage stage;
  stage.publish(noise(512, 1));
  std::vector<double> frequency;
  for (int i = 0; i < 20000; ++i)
    frequency.push_back(900.0 * std::sin(0.01 * i * std::sin(0.001 * i)));
  stage.signals.frequency = frequency;
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
  CloudStage stage;
  stage.publish(ramp(1024));
  stage.settings.interpolation = Interpolation::none;
  stage.signals.frequency = {kRate / 64.0};
  stage.signals.crossfade = {0.0};
  stage.settings.length = 40.0;
  std::vector<double> start;
  for (int i = 0; i < 4800; ++i) start.push_back(i % 900);
  stage.signals.start = start;
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
  CloudStage stage;
  stage.publish(noise(64, 1));
  stage.settings.length = 4.0;
  stage.settings.async = 1.0;
  stage.settings.seed = 5;
  stage.signals.frequency = {kRate / 50.0};
  const Statistics statistics = of_intervals(onset_samples(stage, 1000000));
  CHECK(statistics.mean == doctest::Approx(50.0).epsilon(0.02));
  CHECK(statistics.deviation == doctest::Approx(50.0).epsilon(0.03));
  CHECK(statistics.beyond_twice == doctest::Approx(std::exp(-2.0)).epsilon(0.05));
  CHECK(statistics.least == 0.0);  // several between two samples all come
}

TEST_CASE("half asynchronous onsets are at least half a period apart and keep the mean rate") {
  CloudStage stage;
  stage.publish(noise(64, 1));
  stage.settings.length = 4.0;
  stage.settings.async = 0.5;
  stage.signals.frequency = {kRate / 50.0};
  const Statistics statistics = of_intervals(onset_samples(stage, 1000000));
  CHECK(statistics.mean == doctest::Approx(50.0).epsilon(0.02));
  CHECK(statistics.deviation == doctest::Approx(25.0).epsilon(0.03));
  CHECK(statistics.least >= 24.0);
}

TEST_CASE("asynchronous onsets follow a modulated frequency at once") {
  CloudStage stage;
  stage.publish(noise(64, 1));
  stage.settings.length = 4.0;
  stage.settings.async = 1.0;
  std::vector<double> frequency;
  for (int i = 0; i < 400000; ++i) frequency.push_back(i % 200 < 100 ? 4800.0 : 0.0);
  stage.signals.frequency = frequency;
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
  CloudStage stage;
  stage.publish(noise(64, 1));
  stage.settings.length = 4.0;
  stage.settings.intermittency = 0.3;
  stage.signals.frequency = {4800.0};
  stage.play(200000);
  CHECK(static_cast<double>(stage.player.onsets()) == doctest::Approx(14000).epsilon(0.02));
  stage.settings.intermittency = 1.0;
  const std::uint64_t before = stage.player.onsets();
  stage.play(2000);
  CHECK(stage.player.onsets() == before);
}

TEST_CASE("before anything is given, grains of the model follow each other as recorded") {
  CloudStage stage;
  stage.publish(std::vector<float>(4096, 1.0f), 44100.0, 1024);
  const CloudSound sound = stage.play(48000);
  std::vector<std::size_t> onsets;
  for (std::size_t n = 0; n < sound.onset.size(); ++n) {
    if (sound.onset[n] == 1.0) onsets.push_back(n);
  }
  const double period = 1024.0 * 48000.0 / 44100.0;
  CHECK(onsets.size() == 44);
  for (std::size_t k = 0; k < onsets.size(); ++k) {
    CHECK(static_cast<double>(onsets[k]) == std::ceil(static_cast<double>(k) * period));
  }
  // A quarter of the grain fades in: half is heard in the middle of that.
  const auto middle = static_cast<std::size_t>(std::lround(period / 8.0));
  CHECK(sound.channels[0][middle] == doctest::Approx(0.5).epsilon(0.01));
}

TEST_CASE("a cloud that was never given a frequency begins once there is a table") {
  CloudStage stage;
  stage.play(1000);
  stage.publish(noise(480, 1));
  stage.play(1000);
  CHECK(stage.player.onsets() == 2);
}

TEST_CASE("without a table the clock runs and nothing sounds; without spawning grains ring out") {
  CloudStage stage;
  stage.signals.frequency = {kRate / 128.0};
  const CloudSound silence = stage.play(1000);
  CHECK(silence.channels[0] == std::vector<float>(1000, 0.0f));
  CHECK(silence.phase[192] == 0.5);
  CHECK(stage.player.onsets() == 0);

  stage.player.reset();
  stage.publish(std::vector<float>(640, 1.0f));
  stage.signals.crossfade = {0.0};
  stage.play(1000);
  CHECK(stage.player.sounding() == 5);
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
  CloudStage stage;
  stage.publish(noise(64, 1));
  stage.settings.length = 4.0;
  stage.settings.async = 1.0;
  stage.signals.frequency = {2000.0};
  const CloudSound first = stage.play(1234);
  stage.player.reset();
  stage.play(1000, {kChunk}, false);
  stage.player.reset();
  CHECK(stage.play(1234) == first);
  CHECK(first.onset[0] == 1.0);
}
