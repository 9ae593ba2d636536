// Tables that go on from one another while they play.
#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <memory>
#include <vector>

#include "../samples.hpp"
#include "../stage.hpp"

using namespace granvae;
using namespace granvae::core;

namespace {

constexpr double kRate = 44100.0;
constexpr int kGrain = 512;
constexpr int kLead = 2048;
constexpr int kSize = 8192;  // of each table
constexpr int kNew = kSize - kLead;

float wave(int i) { return std::sin(0.01f * static_cast<float>(i % 44100)); }

// Table `number` of one long sound, from 1 on.
std::shared_ptr<const Table> piece(int number) {
  const int begin = (number - 1) * kNew;
  const auto samples = testing::values(kSize, [begin](int i) { return wave(begin + i); });
  auto table = std::make_shared<Table>(samples, kRate, kGrain);
  const auto serial = static_cast<std::uint64_t>(number);
  table->set_seam({serial, serial - 1, kLead});
  return table;
}

struct Walk : testing::Stage {
  Walk() : Stage(kRate) {
    controls = ControlChunk::constant({std::nan(""), std::nan(""), std::nan(""), std::nan("")});
    exchange.publish(piece(1));
  }
  // `supplied`: whether the next table is there as soon as one begins.
  std::vector<float> play(int chunks, bool supplied) {
    std::vector<float> heard;
    for (int k = 0; k < chunks; ++k) {
      if (supplied && exchange.playing() == made) exchange.publish(piece(static_cast<int>(++made)));
      player.process(settings, controls.controls(), outputs(), kChunk);
      heard.insert(heard.end(), sound[0].begin(), sound[0].end());
    }
    return heard;
  }
  PlayerSettings settings;
  ControlChunk controls;
  std::uint64_t made = 1;
};

float largest_step(const std::vector<float>& sound, std::size_t from) {
  float largest = 0.0f;
  for (std::size_t i = from; i < sound.size(); ++i) {
    largest = std::max(largest, std::abs(sound[i] - sound[i - 1]));
  }
  return largest;
}

}  // namespace

TEST_CASE("the tables of a walk play as the one sound that they were cut from") {
  Walk walk;
  const std::vector<float> heard = walk.play(40000 / kChunk, true);
  REQUIRE(walk.exchange.playing() > 5);
  float off = 0.0f;
  for (std::size_t i = kGrain; i < heard.size(); ++i) {
    off = std::max(off, std::abs(heard[i] - wave(static_cast<int>(i))));
  }
  CHECK(off < 1e-4f);
  CHECK(walk.player.repeated() == 0);
}

TEST_CASE(
    "while the next table is late, the last second is repeated, counted, and without a click") {
  Walk walk;
  std::vector<float> heard = walk.play(3 * kSize / kChunk, false);
  CHECK(walk.exchange.playing() == 1);
  CHECK(walk.player.repeated() >= 2);
  const std::uint64_t repeated = walk.player.repeated();
  const std::vector<float> after = walk.play(3 * kSize / kChunk, true);
  heard.insert(heard.end(), after.begin(), after.end());
  CHECK(walk.exchange.playing() > 2);
  CHECK(walk.player.repeated() == repeated);
  // The wave's own step is 0.01; a crossfade of 128 samples between others adds up to 0.025.
  CHECK(largest_step(heard, kGrain) < 0.04f);
  for (std::size_t i = kGrain; i + 1024 < heard.size(); i += 1024) {
    float peak = 0.0f;
    for (std::size_t k = i; k < i + 1024; ++k) peak = std::max(peak, std::abs(heard[k]));
    CHECK(peak > 0.2f);
  }
}

TEST_CASE("a table that is no part of the walk takes its place at the next onset") {
  Walk walk;
  walk.play(20, true);
  walk.exchange.publish(
      std::make_shared<const Table>(testing::values(kGrain, [](int) { return 0.5f; }), kRate));
  const std::vector<float> heard = walk.play(40, false);
  CHECK(heard.back() == doctest::Approx(0.5));
}

TEST_CASE("a cloud goes from one table of a walk to the next at the speed of the recording") {
  Walk walk;
  walk.settings.mode = Mode::cloud;
  walk.play(20 * kNew / kChunk, true);
  CHECK(walk.exchange.playing() >= 20);
  CHECK(walk.exchange.playing() <= 22);
}
