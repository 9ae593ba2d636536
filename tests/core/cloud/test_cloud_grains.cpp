// How each grain of a cloud sounds.
#include <doctest/doctest.h>

#include <cmath>
#include <numbers>
#include <vector>

#include "cloud_stage.hpp"

using namespace granvae::core;
using namespace granvae::testing;

namespace {

// One grain, on every channel.
CloudSound one_grain(CloudStage& stage, int count) {
  stage.signals.frequency = {0.0};
  return stage.play(count);
}

}  // namespace

TEST_CASE("grains that follow each other at their hop keep a constant table constant") {
  for (const CrossfadeLaw law : {CrossfadeLaw::cosine, CrossfadeLaw::linear}) {
    for (const double crossfade : {3.0, 250.0, 500.0}) {
      for (const double rate : {0.93, -0.31, 7.7}) {
        const double hop = (1000.0 - crossfade) / std::abs(rate);
        CloudStage stage(ones(1000), {.law = law},
                         {.frequency = {48000.0 / hop}, .crossfade = {crossfade}, .rate = {rate}});
        const auto sound = stage.play(20000, {64, 11}).channels[0];
        const auto faded_in = static_cast<std::size_t>(crossfade / std::abs(rate)) + 1;
        CHECK(largest(faded_in, 20000, [&](std::size_t n) { return sound[n] - 1.0; }) < 1e-5);
      }
    }
  }
}

TEST_CASE("a power window keeps the sum of two grains' squares") {
  CloudStage stage(ones(1000), {.law = CrossfadeLaw::power}, {.crossfade = {500.0}});
  const auto sound = one_grain(stage, 1000).channels[0];
  CHECK(largest(0, 500, [&](std::size_t n) {
          return std::pow(sound[n], 2.0) + std::pow(sound[n + 500], 2.0) - 1.0;
        }) < 1e-5);
}

TEST_CASE("expodec falls by 60 dB over a grain, and rexpodec rises") {
  for (const Window window : {Window::expodec, Window::rexpodec}) {
    CloudStage stage(ones(1000), {.window = window}, {.crossfade = {0.0}});
    const auto sound = one_grain(stage, 1001).channels[0];
    CHECK(largest(0, 1000, [&](std::size_t n) {
            const double passed = static_cast<double>(n) / 1000.0;
            const double share = window == Window::expodec ? passed : 1.0 - passed;
            return sound[n] / std::pow(1000.0, -share) - 1.0;
          }) < 1e-5);
    CHECK(sound[1000] == 0.0f);
  }
}

TEST_CASE("transposition and the rate of the table change the pitch by their ratios") {
  for (const Interpolation interpolation : {Interpolation::cubic, Interpolation::sinc}) {
    CloudStage stage({}, {.interpolation = interpolation, .transpose = -5.0},
                     {.crossfade = {0.0}, .rate = {1.5}});
    stage.publish(cosine(44100, 300), 44100.0);
    const auto sound = one_grain(stage, 40000).channels[0];
    const double hz = 300.0 * 1.5 * std::exp2(-5.0 / 12.0);
    CHECK(largest(0, 40000, [&](std::size_t n) {
            const double seconds = static_cast<double>(n) / 48000.0;
            return sound[n] - std::cos(2.0 * std::numbers::pi * hz * seconds);
          }) < 1e-4);
  }
}

TEST_CASE("a reverse grain is the mirrored one of the mirrored table") {
  const std::vector<float> samples = noise(1000, 3);
  std::vector<float> mirrored(samples);
  std::reverse(mirrored.begin() + 1, mirrored.end());  // around sample 0
  const auto play = [](const std::vector<float>& table, double start, double rate) {
    CloudStage stage(table, {.length = 700.0},
                     {.start = {start}, .crossfade = {100.0}, .rate = {rate}});
    return one_grain(stage, 1000).channels[0];
  };
  const auto reverse = play(samples, 300.0, -0.77);  // from 300 to 1000
  const auto forward = play(mirrored, 0.0, 0.77);    // mirrored, from 0 to 700
  CHECK(largest(0, 1000, [&](std::size_t n) { return forward[n] - reverse[n]; }) < 1e-5);
  CHECK(largest(0, 1000, [&](std::size_t n) { return forward[n]; }) > 0.3);
}

TEST_CASE("a grain goes round the table as often as it is long") {
  for (const double rate : {1.0, -1.0}) {
    CloudStage stage(ramp(256), {.interpolation = Interpolation::none, .length = 2000.0},
                     {.start = {200.0}, .crossfade = {0.0}, .rate = {rate}});
    const auto sound = one_grain(stage, 2100).channels[0];
    for (std::size_t n = 0; n < 2000; ++n) {
      const std::size_t place = rate > 0.0 ? 200 + n : 2200 - n;
      CHECK(sound[n] * 256.0f == static_cast<float>(place % 256));
    }
    CHECK(sound[2000] == 0.0f);
  }
}

TEST_CASE("two channels share a grain by equal power, from left to right") {
  for (const double pan : {-1.0, -0.4, 0.0, 0.7, 1.0}) {
    CloudStage stage(ones(1000), {.gain = 0.5, .pan = pan}, {.crossfade = {0.0}}, 2);
    const CloudSound sound = one_grain(stage, 10);
    const double angle = std::numbers::pi / 4.0 * (1.0 + pan);
    CHECK(sound.channels[0][5] == doctest::Approx(0.5 * std::cos(angle)));
    CHECK(sound.channels[1][5] == doctest::Approx(0.5 * std::sin(angle)));
  }
}

TEST_CASE("more channels are a ring around which the pan goes once") {
  const double half = std::sqrt(0.5);
  const struct {
    double pan;
    std::vector<double> gains;
  } cases[] = {{0.0, {1, 0, 0, 0}},        {0.5, {0, 1, 0, 0}},  {1.0, {0, 0, 1, 0}},
               {-1.0, {0, 0, 1, 0}},       {-0.5, {0, 0, 0, 1}}, {0.25, {half, half, 0, 0}},
               {-0.25, {half, 0, 0, half}}};
  for (const auto& [pan, gains] : cases) {
    CloudStage stage(ones(1000), {.pan = pan}, {.crossfade = {0.0}}, 4);
    const CloudSound sound = one_grain(stage, 10);
    for (std::size_t c = 0; c < 4; ++c) {
      CHECK(sound.channels[c][5] == doctest::Approx(gains[c]).epsilon(1e-6));
    }
  }
}

TEST_CASE("compensation keeps the loudness of dense clouds") {
  for (const double overlap : {0.5, 4.0, 64.0}) {
    CloudStage stage({}, {.spray = 4096.0, .async = 1.0, .compensate = true},
                     {.frequency = {overlap * 48.0}, .crossfade = {0.0}});
    stage.publish(noise(4096, 1), 48000.0, 1000);
    double energy = 0.0;
    const CloudSound sound = stage.play(200000);
    for (std::size_t n = 10000; n < 200000; ++n) energy += std::pow(sound.channels[0][n], 2.0);
    const double expected = std::min(overlap, 1.0) / 12.0;  // of uniform noise from -0.5 to 0.5
    CHECK(energy / 190000.0 == doctest::Approx(expected).epsilon(0.15));
  }
}

TEST_CASE("deviations are as large as asked for, around what was asked for") {
  CloudStage stage(ramp(4096),
                   {.interpolation = Interpolation::none,
                    .length = 4.0,
                    .spray = 100.0,
                    .spread = 1.0,
                    .level = 12.0},
                   {.frequency = {6000.0}, .start = {2048.0}, .crossfade = {0.0}}, 2);
  const CloudSound sound = stage.play(160000);
  double least = 1.0;
  double most = 0.0;
  double mean = 0.0;
  double right = 0.0;
  const auto begun = onsets(sound);
  const auto count = static_cast<double>(begun.size());
  for (const std::size_t n : begun) {
    const double a = sound.channels[0][n];
    const double b = sound.channels[1][n];
    const double gain = std::sqrt(a * a + b * b);
    least = std::min(least, gain);
    most = std::max(most, gain);
    mean += 20.0 * std::log10(gain / 0.5);
    right += std::atan2(b, a) * 4.0 / std::numbers::pi - 1.0;
  }
  // Half of full scale, ± 100 / 4096 by the spray, down to -12 dB by the level.
  CHECK(most < 0.5 + 100.0 / 4096.0);
  CHECK(most > 0.5);
  CHECK(least < 0.25 * 0.5);
  CHECK(least > 0.25 * (0.5 - 100.0 / 4096.0));
  CHECK(mean / count == doctest::Approx(-6.0).epsilon(0.02));
  CHECK(std::abs(right / count) < 0.01);
}

TEST_CASE("a sample rate that changes leaves what sounds alone, and holds for the next onsets") {
  CloudStage stage({}, {}, {.frequency = {0.0}, .crossfade = {0.0}});
  stage.publish(cosine(44100, 441), 44100.0);
  const auto before = stage.play(1000).channels[0];
  stage.player.set_sample_rate(88200.0);
  const auto same = stage.play(1000).channels[0];
  stage.player.reset();
  stage.play(100000, {kChunk}, false);
  stage.player.reset();
  const auto after = stage.play(1000).channels[0];
  const auto expected = [](int sample, double rate) {
    const double value = std::cos(2.0 * std::numbers::pi * 441.0 * sample / rate);
    return doctest::Approx(value).epsilon(1e-3);
  };
  CHECK(before[110] == expected(110, 48000.0));
  CHECK(same[110] == expected(1110, 48000.0));
  CHECK(after[110] == expected(110, 88200.0));
}
