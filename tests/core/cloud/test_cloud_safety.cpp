// What a cloud bears, and what it never does.
#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <limits>
#include <memory>
#include <random>
#include <vector>

#include "allocations.hpp"
#include "cloud_stage.hpp"

using namespace granvae::core;
using namespace granvae::testing;

namespace {

constexpr double kStrange[] = {std::numeric_limits<double>::quiet_NaN(),
                               1e308,
                               -1e308,
                               std::numeric_limits<double>::max(),
                               5e-324,
                               0.0,
                               -0.0,
                               1e-9,
                               1e9};

class Hostile {
 public:
  // Mostly of a usual size.
  double value(double usual) {
    if (generator_() % 6 == 0) return kStrange[generator_() % std::size(kStrange)];
    return usual * std::uniform_real_distribution<double>(-1.0, 1.0)(generator_);
  }
  int whole(int below) { return static_cast<int>(generator_() % static_cast<unsigned>(below)); }

  CloudSettings settings() {
    CloudSettings s;
    s.interpolation = static_cast<Interpolation>(whole(4));
    s.law = static_cast<CrossfadeLaw>(whole(3));
    s.window = static_cast<Window>(whole(3));
    s.length = value(2000.0);
    s.transpose = value(48.0);
    s.pan = value(2.0);
    s.spray = value(1000.0);
    s.detune = value(500.0);
    s.async = value(1.5);
    s.intermittency = value(1.0);
    s.spread = value(2.0);
    s.level = value(30.0);
    s.grains = whole(100) - 10;
    s.compensate = whole(2) == 0;
    s.seed = static_cast<std::uint64_t>(whole(5));
    s.sync = static_cast<Sync>(whole(3));
    return s;
  }

 private:
  std::mt19937 generator_{1};
};

using Chunk = std::array<double, kChunk>;

}  // namespace

TEST_CASE("whatever comes in, a cloud stays finite and bounded and allocates nothing") {
  for (const int channels : {1, 2, 7}) {
    Hostile hostile;
    TableExchange exchange;
    NewestTable tables(exchange);
    CloudPlayer player(tables, 44100.0, channels);
    std::vector<std::array<float, kChunk>> sound(static_cast<std::size_t>(channels));
    std::vector<float*> out;
    for (auto& channel : sound) out.push_back(channel.data());
    int allocations = 0;
    bool fine = true;
    for (int round = 0; round < 2000; ++round) {
      const CloudSettings settings = hostile.settings();
      ControlChunk given;
      for (auto& signal : given) {
        for (double& value : signal) value = hostile.value(3000.0);
      }
      if (round % 3 == 1) {
        exchange.publish(std::make_shared<const Table>(
            std::vector<float>(static_cast<std::size_t>(4 + hostile.whole(900)), 0.5f),
            1000.0 * (1 + hostile.whole(90)), hostile.whole(500)));
      }
      for (auto& channel : sound) channel.fill(0.0f);
      Chunk phase;
      Chunk onset;
      count_allocations();
      player.process(settings, given.controls(), {out.data(), channels, phase.data(), onset.data()},
                     hostile.whole(kChunk + 1), hostile.whole(5) > 0);
      allocations += counted_allocations();
      // At most 90 grains and those that fade out, of 0.5 each, a little more between samples.
      for (const auto& channel : sound) {
        for (const float sample : channel) fine = fine && std::abs(sample) < 1000.0f;
      }
      fine = fine && player.phase() >= 0.0 && player.phase() < 1.0;
      fine = fine && player.sounding() >= 0 && player.sounding() <= 100;
    }
    CHECK(allocations == 0);
    CHECK(fine);
    CHECK(player.onsets() > 1000);
    CHECK(player.stolen() > 100);
  }
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

TEST_CASE("a table is freed once no grain of the cloud sounds it, and not before") {
  CloudStage stage;
  auto first = std::make_shared<const Table>(std::vector<float>(1000, 0.5f), 48000.0);
  const std::weak_ptr<const Table> watched = first;
  stage.exchange.publish(std::move(first));
  stage.signals.frequency = {480.0};
  stage.play(500);
  stage.publish(std::vector<float>(1000, 0.25f));
  stage.play(800);  // a grain of the first table began at sample 400
  stage.exchange.collect();
  CHECK_FALSE(watched.expired());
  stage.play(200);
  CHECK_FALSE(watched.expired());  // given back, but the audio thread must not free it
  stage.exchange.collect();
  CHECK(watched.expired());
}

TEST_CASE("a cloud that ends gives every table back") {
  std::weak_ptr<const Table> watched;
  {
    CloudStage stage;
    auto table = std::make_shared<const Table>(std::vector<float>(1000, 0.5f));
    watched = table;
    stage.exchange.publish(std::move(table));
    stage.signals.frequency = {4800.0};
    stage.play(500);
    CHECK(stage.player.sounding() > 10);
  }
  CHECK(watched.expired());
}

TEST_CASE("a thousand tables a second change without a click in a cloud") {
  CloudStage stage({}, {}, {.frequency = {100.0}, .crossfade = {500.0}});
  float last = 0.0f;
  double step = 0.0;
  for (int i = 0; i < 1000; ++i) {
    stage.publish(
        std::vector<float>(static_cast<std::size_t>(1000 + i % 7), i % 2 == 0 ? 0.5f : -0.5f));
    const CloudSound sound = stage.play(48);
    for (const float sample : sound.channels[0]) {
      step = std::max(step, std::abs(static_cast<double>(sample) - last));
      last = sample;
    }
  }
  // Grains of ±0.5 that fade within 500 samples, three at most at once.
  CHECK(step < 3.0 * 0.5 * std::numbers::pi / 2.0 / 500.0);
  CHECK(step > 0.0);
}
