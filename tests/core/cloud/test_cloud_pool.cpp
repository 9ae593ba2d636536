// How many grains of a cloud sound, and what becomes of those that are too many.
#include <doctest/doctest.h>

#include <cmath>
#include <numbers>
#include <vector>

#include "cloud_stage.hpp"

using namespace granvae::core;
using namespace granvae::testing;

namespace {

constexpr int kStealTime = 240;  // samples: 5 ms

// All deviations, more grains than may sound, and all that changes meanwhile.
CloudSound busy_cloud(const std::vector<int>& blocks) {
  CloudStage stage(3);
  stage.settings.async = 0.7;
  stage.settings.spray = 500.0;
  stage.settings.detune = 300.0;
  stage.settings.intermittency = 0.1;
  stage.settings.spread = 1.0;
  stage.settings.level = 20.0;
  stage.settings.seed = 42;
  stage.settings.window = Window::expodec;
  stage.settings.compensate = true;
  for (int i = 0; i < 8000; ++i) {
    stage.signals.frequency.push_back(6000.0 * std::sin(0.003 * i));
    stage.signals.start.push_back(i % 1000);
    stage.signals.crossfade.push_back(200.0 + 200.0 * std::sin(0.1 * i));
    stage.signals.rate.push_back(std::cos(0.001 * i) * 3.0);
  }
  CloudSound all;
  all.channels.resize(3);
  const int grains[] = {60, 5, 1, 30};
  for (int part = 0; part < 4; ++part) {
    stage.publish(noise(1000 + part, static_cast<unsigned>(part)), 44100.0, 700);
    stage.settings.grains = grains[part];
    stage.settings.interpolation = static_cast<Interpolation>(3 - part);
    stage.settings.law = static_cast<CrossfadeLaw>(part % 3);
    const CloudSound sound = stage.play(2000, blocks, part < 3);
    for (std::size_t c = 0; c < 3; ++c) {
      all.channels[c].insert(all.channels[c].end(), sound.channels[c].begin(),
                             sound.channels[c].end());
    }
    all.phase.insert(all.phase.end(), sound.phase.begin(), sound.phase.end());
    all.onset.insert(all.onset.end(), sound.onset.begin(), sound.onset.end());
    all.begun.push_back(static_cast<int>(stage.player.onsets()));
    all.begun.push_back(static_cast<int>(stage.player.stolen()));
  }
  return all;
}

double largest_step(const std::vector<float>& sound) {
  double largest = 0.0;
  for (std::size_t n = 1; n < sound.size(); ++n) {
    largest = std::max(largest, std::abs(static_cast<double>(sound[n]) - sound[n - 1]));
  }
  return largest;
}

// A cloud of a constant, whose grains fade in within 2000 of their 40000 samples.
void set_up_long_grains(CloudStage& stage) {
  stage.publish(std::vector<float>(40000, 1.0f));
  stage.signals.crossfade = {2000.0};
  stage.signals.frequency = {46.875};  // every 1024 samples
}

}  // namespace

TEST_CASE("a cloud is the same bit for bit for every block size, also while grains are stolen") {
  const CloudSound whole = busy_cloud({64});
  CHECK(whole.begun[5] > 300);  // stolen
  for (const std::vector<int>& blocks :
       {std::vector<int>{1}, std::vector<int>{7}, std::vector<int>{64, 1, 13, 2, 63}}) {
    const CloudSound cut = busy_cloud(blocks);
    CHECK(cut == whole);
  }
}

TEST_CASE("the oldest grain fades out within 5 ms where too many sound, and is counted") {
  CloudStage stage;
  set_up_long_grains(stage);
  stage.settings.grains = 1;
  const CloudSound sound = stage.play(10240);
  CHECK(stage.player.onsets() == 10);
  CHECK(stage.player.stolen() == 9);
  CHECK(stage.player.sounding() == 1);
  const double slope = std::numbers::pi / 2.0 * (1.0 / kStealTime + 1.0 / 2000.0);
  CHECK(largest_step(sound.channels[0]) < 1.01 * slope);
  CHECK(largest_step(sound.channels[0]) > 0.5 * std::numbers::pi / 2.0 / kStealTime);
  const auto come = [](double n) { return 0.5 - 0.5 * std::cos(std::numbers::pi * n / 2000.0); };
  // In the middle of the fade, and after it.
  CHECK(sound.channels[0][5 * 1024 + 120] ==
        doctest::Approx(come(120) + 0.5 * come(1024 + 120)).epsilon(1e-5));
  CHECK(sound.channels[0][5 * 1024 + 240] == doctest::Approx(come(240)).epsilon(1e-5));
}

TEST_CASE("no grain is stolen while as many sound as may, or one more has just ended") {
  CloudStage stage;
  stage.publish(std::vector<float>(1024, 1.0f));
  stage.signals.crossfade = {0.0};
  stage.signals.frequency = {48000.0 / 64.0};
  stage.settings.grains = 16;
  const CloudSound sound = stage.play(20000, {1, 64, 9});
  CHECK(stage.player.stolen() == 0);
  CHECK(stage.player.sounding() == 16);
  CHECK(sound.channels[0].back() == doctest::Approx(16.0));

  // One of the 16 ends with the next onset, and so it is the one after it that makes room.
  stage.settings.grains = 15;
  stage.play(33);
  CHECK(stage.player.stolen() == 1);
  CHECK(stage.player.sounding() == 15);
  const CloudSound after = stage.play(32, {kChunk}, false);
  const double left = 0.5 + 0.5 * std::cos(std::numbers::pi * 32.0 / kStealTime);
  CHECK(after.channels[0].back() == doctest::Approx(15.0 + left));
}

TEST_CASE("fewer grains than sound: the oldest of them fade out with the next onset") {
  CloudStage stage;
  set_up_long_grains(stage);
  stage.play(20 * 1024);
  CHECK(stage.player.sounding() == 20);
  stage.settings.grains = 5;
  stage.play(1);
  CHECK(stage.player.sounding() == 5);
  CHECK(stage.player.stolen() == 16);
  CHECK(stage.player.onsets() == 21);
  const CloudSound after = stage.play(1000);
  CHECK(largest_step(after.channels[0]) <
        1.01 * std::numbers::pi / 2.0 * (16.0 / kStealTime + 2.0 / 2000.0));
  // The newest five, three of which have faded in.
  const auto come = [](double n) { return 0.5 - 0.5 * std::cos(std::numbers::pi * n / 2000.0); };
  CHECK(after.channels[0][399] == doctest::Approx(3.0 + come(400) + come(1424)).epsilon(1e-5));
}

TEST_CASE("onsets for which no place is left make no grain, and are counted") {
  // At such a sample rate 5 ms are 20000 samples, in which 10000 grains begin.
  CloudStage stage(1, 4.0e6);
  stage.publish(std::vector<float>(32768, 0.01f), 4.0e6);
  stage.settings.interpolation = Interpolation::none;
  stage.settings.grains = 1;
  stage.signals.frequency = {2.0e6};
  stage.signals.crossfade = {0.0};
  const CloudSound sound = stage.play(19200);
  CHECK(stage.player.onsets() == kMostGrains + 1024);
  CHECK(stage.player.onsets() + stage.player.stolen() == 9600 + stage.player.onsets() - 1);
  CHECK(largest_step(sound.channels[0]) < 0.02);
  stage.play(6400, {1});
  CHECK(stage.player.onsets() > kMostGrains + 1024);  // others have ended
}

TEST_CASE("all places can sound at once") {
  CloudStage stage(2);
  stage.publish(noise(32768, 1));
  stage.settings.grains = 1000000;  // counts as the most
  stage.settings.interpolation = Interpolation::none;
  stage.signals.frequency = {24000.0};
  stage.play(20000);
  CHECK(stage.player.sounding() == kMostGrains);
  CHECK(stage.player.stolen() == 10000 - kMostGrains);
}

TEST_CASE("a seed makes the same cloud each time, and another seed another") {
  const auto cloud = [](std::uint64_t seed) {
    CloudStage stage;
    stage.publish(noise(1000, 1));
    stage.settings.seed = seed;
    stage.settings.spray = 1000.0;
    stage.settings.async = 1.0;
    stage.signals.frequency = {500.0};
    return stage.play(5000);
  };
  CHECK(cloud(1) == cloud(1));
  CHECK(cloud(1).channels != cloud(2).channels);
  CHECK(cloud(1).onset != cloud(2).onset);
}

TEST_CASE("deviations do not change when others begin") {
  const auto cloud = [](bool others) {
    CloudStage stage(2);
    stage.publish(noise(1000, 1));
    stage.settings.async = 1.0;
    stage.settings.intermittency = 0.4;
    stage.signals.frequency = {500.0};
    if (others) {
      stage.settings.spray = 1000.0;
      stage.settings.detune = 100.0;
      stage.settings.spread = 1.0;
      stage.settings.level = 20.0;
    }
    return stage.play(20000);
  };
  CHECK(cloud(true).onset == cloud(false).onset);
  CHECK(cloud(true).channels != cloud(false).channels);
}
