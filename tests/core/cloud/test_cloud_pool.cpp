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

// All deviations, more grains than may sound, and all that changes meanwhile: its four parts.
std::vector<CloudSound> busy_cloud(const std::vector<int>& blocks) {
  CloudStage stage(
      {},
      {.window = Window::expodec,
       .spray = 500.0,
       .detune = 300.0,
       .async = 0.7,
       .intermittency = 0.1,
       .spread = 1.0,
       .level = 20.0,
       .compensate = true,
       .seed = 42},
      {.frequency = values(8000, [](int i) { return 6000.0 * std::sin(0.003 * i); }),
       .start = values(8000, [](int i) { return 1.0 * (i % 1000); }),
       .crossfade = values(8000, [](int i) { return 200.0 + 200.0 * std::sin(0.1 * i); }),
       .rate = values(8000, [](int i) { return std::cos(0.001 * i) * 3.0; })},
      3);
  const int grains[] = {60, 5, 1, 30};
  return values(4, [&](int part) {
    stage.publish(noise(1000 + part, static_cast<unsigned>(part)), 44100.0, 700);
    stage.settings.grains = grains[part];
    stage.settings.interpolation = static_cast<Interpolation>(3 - part);
    stage.settings.law = static_cast<CrossfadeLaw>(part % 3);
    return stage.play(2000, blocks, part < 3);
  });
}

double largest_step(const std::vector<float>& sound) {
  return largest(1, sound.size(), [&](std::size_t n) { return sound[n] - sound[n - 1]; });
}

// Grains of 40000 samples, one every 1024 of them, which fade in within 2000.
const CloudSignals kLongGrains{.frequency = {46.875}, .crossfade = {2000.0}};

double fade_in(double n) { return 0.5 - 0.5 * std::cos(std::numbers::pi * n / 2000.0); }

}  // namespace

TEST_CASE("a cloud is the same bit for bit for every block size, also while grains are stolen") {
  const auto whole = busy_cloud({64});
  CHECK(whole[2].stolen > 300);
  CHECK(busy_cloud({1}) == whole);
  CHECK(busy_cloud({7}) == whole);
  CHECK(busy_cloud({64, 1, 13, 2, 63}) == whole);
}

TEST_CASE("the oldest grain fades out within 5 ms where too many sound, and is counted") {
  CloudStage stage(ones(40000), {.grains = 1}, kLongGrains);
  const CloudSound sound = stage.play(10240);
  CHECK(stage.player.onsets() == 10);
  CHECK(stage.player.stolen() == 9);
  const double slope = std::numbers::pi / 2.0 * (1.0 / kStealTime + 1.0 / 2000.0);
  CHECK(largest_step(sound.channels[0]) < 1.01 * slope);
  CHECK(largest_step(sound.channels[0]) > 0.5 * std::numbers::pi / 2.0 / kStealTime);
  // In the middle of the fade, and after it.
  CHECK(sound.channels[0][5 * 1024 + 120] ==
        doctest::Approx(fade_in(120) + 0.5 * fade_in(1024 + 120)).epsilon(1e-5));
  CHECK(sound.channels[0][5 * 1024 + 240] == doctest::Approx(fade_in(240)).epsilon(1e-5));
}

TEST_CASE("no grain is stolen while as many sound as may, or one more has just ended") {
  CloudStage stage(ones(1024), {.grains = 16}, {.frequency = {750.0}, .crossfade = {0.0}});
  const CloudSound sound = stage.play(20000, {1, 64, 9});
  CHECK(stage.player.stolen() == 0);
  CHECK(sound.channels[0].back() == doctest::Approx(16.0));

  // One of the 16 ends with the next onset, and so it is the one after it that makes room.
  stage.settings.grains = 15;
  stage.play(33);
  CHECK(stage.player.stolen() == 1);
  const CloudSound after = stage.play(32, {kChunk}, false);
  const double left = 0.5 + 0.5 * std::cos(std::numbers::pi * 32.0 / kStealTime);
  CHECK(after.channels[0].back() == doctest::Approx(15.0 + left));
}

TEST_CASE("fewer grains than sound: the oldest of them fade out with the next onset") {
  CloudStage stage(ones(40000), {}, kLongGrains);
  stage.play(20 * 1024);
  stage.settings.grains = 5;
  stage.play(1);
  CHECK(stage.player.stolen() == 16);
  CHECK(stage.player.onsets() == 21);
  const CloudSound after = stage.play(1000);
  CHECK(largest_step(after.channels[0]) <
        1.01 * std::numbers::pi / 2.0 * (16.0 / kStealTime + 2.0 / 2000.0));
  // The newest five, three of which have faded in.
  CHECK(after.channels[0][399] ==
        doctest::Approx(3.0 + fade_in(400) + fade_in(1424)).epsilon(1e-5));
}

TEST_CASE("onsets for which no place is left make no grain, and are counted" *
          doctest::test_suite("long")) {
  // At such a sample rate 5 ms are 40000 samples, in which 20000 grains begin.
  CloudStage stage({}, {.interpolation = Interpolation::none, .grains = 1},
                   {.frequency = {4.0e6}, .crossfade = {0.0}}, 1, 8.0e6);
  stage.publish(std::vector<float>(65536, 0.01f), 8.0e6);
  const CloudSound sound = stage.play(38400);
  CHECK(stage.player.onsets() == kMostGrains + 1024);
  CHECK(stage.player.onsets() + stage.player.stolen() == 19200 + stage.player.onsets() - 1);
  CHECK(largest_step(sound.channels[0]) < 0.02);
  stage.play(12800, {1});
  CHECK(stage.player.onsets() > kMostGrains + 1024);  // others have ended
}

TEST_CASE("all places can sound at once" * doctest::test_suite("long")) {
  CloudStage stage(noise(65536, 1), {.interpolation = Interpolation::none, .grains = 1000000},
                   {.frequency = {24000.0}}, 2);
  stage.play(40000);  // so many grains count as the most
  CHECK(stage.player.onsets() == 20000);
  CHECK(stage.player.stolen() == 20000 - kMostGrains);
}

TEST_CASE("a seed makes the same cloud each time, and another seed another") {
  const auto cloud = [](std::uint64_t seed) {
    CloudStage stage(noise(1000, 1), {.spray = 1000.0, .async = 1.0, .seed = seed},
                     {.frequency = {500.0}});
    return stage.play(5000);
  };
  CHECK(cloud(1) == cloud(1));
  CHECK(cloud(1).channels != cloud(2).channels);
  CHECK(cloud(1).onset != cloud(2).onset);
}

TEST_CASE("deviations do not change when others begin") {
  const auto cloud = [](CloudSettings settings) {
    settings.async = 1.0;
    settings.intermittency = 0.4;
    return CloudStage(noise(1000, 1), settings, {.frequency = {500.0}}, 2).play(20000);
  };
  const auto alone = cloud({});
  const auto all = cloud({.spray = 1000.0, .detune = 100.0, .spread = 1.0, .level = 20.0});
  CHECK(all.onset == alone.onset);
  CHECK(all.channels != alone.channels);
}
