// What process() must never do: allocate, free, lock, wait, or call the system.
#include <doctest/doctest.h>

#include <array>
#include <atomic>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <limits>
#include <memory>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "../core/samples.hpp"
#include "../core/stage.hpp"
#include "../fuzz/script.hpp"
#include "engine/engine.hpp"
#include "watch.hpp"

using namespace granvae;
using namespace granvae::core;
using namespace granvae::engine;
using testing::Activity;

namespace {

constexpr double kRate = 44100.0;
constexpr int kOutputs = 2;

std::shared_ptr<const Table> tone(int size) {
  return std::make_shared<const Table>(
      testing::values(size, [](int i) { return std::sin(0.1f * static_cast<float>(i)); }));
}

// A table of a walk, which goes on from the one of the serial before.
std::shared_ptr<const Table> piece(std::uint64_t serial) {
  auto table = std::make_shared<Table>(testing::ones(600), kRate, 64);
  table->set_seam({serial, serial - 1, 200});
  return table;
}

struct WatchedStage : testing::Stage {
  explicit WatchedStage(double sample_rate = kRate) : Stage(sample_rate, kOutputs) {}
  void play(const PlayerSettings& settings, const Controls& controls, int samples) {
    testing::watch(activity, [&] { player.process(settings, controls, outputs(), samples); });
  }
  Activity activity;
};

void check_none(const Activity& activity) {
  CAPTURE(activity.first);
  CHECK(activity.allocations == 0);
  CHECK(activity.locks == 0);
  CHECK(activity.system_calls == 0);
}

// Every way to play, one after the other.
template <class Act>
void for_each_way(Act act) {
  for (int way = 0; way < 2 * 3 * 4 * 3 * 3; ++way) {
    PlayerSettings settings;
    settings.mode = static_cast<Mode>(way % 2);
    settings.loop.sync = settings.cloud.sync = static_cast<Sync>(way / 2 % 3);
    settings.loop.interpolation = settings.cloud.interpolation =
        static_cast<Interpolation>(way / 6 % 4);
    settings.loop.law = settings.cloud.law = static_cast<CrossfadeLaw>(way / 24 % 3);
    settings.cloud.window = static_cast<Window>(way / 72 % 3);
    act(settings);
  }
}

// Lets some blocks pass in this way, and the worker finish.
void play_on(Engine& engine, const PlayerSettings& settings, const std::atomic<int>& blocks) {
  engine.set("mode", static_cast<double>(settings.mode));
  engine.set("sync", static_cast<double>(settings.loop.sync));
  engine.set("interpolation", static_cast<double>(settings.loop.interpolation));
  engine.set("law", static_cast<double>(settings.loop.law));
  engine.set("window", static_cast<double>(settings.cloud.window));
  const int before = blocks.load();
  while (blocks.load() < before + 4) std::this_thread::yield();
  engine.wait();
}

}  // namespace

TEST_CASE(
    "a player does nothing in process() that an audio thread must not, whichever way it "
    "plays, while tables change, grains are stolen, and it freezes") {
  WatchedStage stage;
  std::mt19937 generator(1);
  std::uniform_real_distribution<double> uniform(0.0, 1.0);
  ControlChunk signals;
  double turn = 0.0;
  std::uint64_t serial = 0;
  testing::on_watched_thread([&] {
    for_each_way([&](PlayerSettings settings) {
      settings.loop.swap = 0.002;
      settings.loop.latch = uniform(generator) < 0.5;
      settings.loop.length = uniform(generator) < 0.5 ? 0.0 : 100.0;
      settings.cloud.grains = 4;
      settings.cloud.compensate = settings.loop.latch;
      settings.cloud.async = settings.cloud.intermittency = 0.5 * uniform(generator);
      settings.cloud.spread = settings.cloud.level = settings.cloud.spray = 1.0;
      for (int call = 0; call < 30; ++call) {
        const bool walks = call % 10 < 6;
        if (call % 3 == 0 && !walks) {
          stage.exchange.publish(tone(4 + static_cast<int>(generator() % 2000)));
        } else if (walks && (call % 10 == 0 || stage.exchange.playing() == serial)) {
          stage.exchange.publish(piece(++serial));
        }
        settings.freeze = call >= 20;
        const double hz = call < 10 ? 3.0 : 2000.0 * (uniform(generator) - 0.3);
        for (std::size_t i = 0; i < kChunk; ++i) {
          turn += hz / kRate;
          turn -= std::floor(turn);
          signals[0][i] = settings.loop.sync == Sync::off ? hz : turn - 0.5;
          if (settings.loop.sync == Sync::phasor) signals[0][i] = turn;
          signals[1][i] = 1000.0 * uniform(generator);
          signals[2][i] = 300.0 * uniform(generator);
          signals[3][i] = 4.0 * uniform(generator) - 2.0;
        }
        stage.play(settings, signals.controls(), 1 + static_cast<int>(generator() % kChunk));
      }
    });
  });
  check_none(stage.activity);
  CHECK(stage.player.onsets() > 1000);
  CHECK(stage.player.stolen() > 250);
  CHECK(stage.exchange.playing() > 300);
}

TEST_CASE("a player with all its grains sounding, and more coming, does nothing that it must not") {
  WatchedStage stage(8000.0);
  stage.exchange.publish(tone(4096));
  PlayerSettings settings;
  settings.mode = Mode::cloud;
  settings.cloud = {.transpose = -60.0, .async = 1.0, .grains = kMostGrains};
  const auto signals = ControlChunk::constant({1e9, 0.0, 10.0, 0.1});
  testing::on_watched_thread([&] {
    for (int call = 0; call < 640; ++call) {
      stage.play(settings, signals.controls(), kChunk);
    }
  });
  check_none(stage.activity);
  CHECK(stage.player.onsets() > kMostGrains);
  CHECK(stage.player.stolen() > 0);
}

TEST_CASE("a player does nothing that it must not, whatever comes in") {
  std::mt19937 generator(2);
  std::uint64_t onsets = 0;
  for (int round = 0; round < 40; ++round) {
    const auto bytes = fuzz::random_bytes(generator, 1000);
    fuzz::Script script(bytes);
    WatchedStage stage(script.sample_rate());
    testing::on_watched_thread([&] {
      while (script.next()) {
        if (script.table()) stage.exchange.publish(script.table());
        stage.player.set_sample_rate(script.sample_rate());
        stage.play(script.settings(), script.controls(0), script.count());
      }
    });
    check_none(stage.activity);
    onsets += stage.player.onsets();
  }
  CHECK(onsets > 1000);
}

TEST_CASE(
    "an engine does nothing in process() that an audio thread must not, while its worker "
    "decodes, its parameters change and states are restored") {
  constexpr int kBlock = 500;  // no multiple of a chunk
  Engine engine(kRate, kOutputs);
  engine.send({MessageId::read, {}, "plain", nullptr});
  engine.wait();
  std::atomic<bool> playing{true};
  std::atomic<int> blocks{0};
  Activity activity;
  double loudest = 0.0;
  std::thread audio([&] {
    testing::on_watched_thread([&] {
      std::array<std::vector<float>, 4> in;
      std::array<std::vector<float>, kOutputs + 2> out;
      std::array<std::vector<double>, 4> wide;
      for (auto& signal : in) signal.resize(kBlock);
      for (auto& signal : out) signal.resize(kBlock);
      for (std::uint32_t block = 0; playing.load(); blocks.store(static_cast<int>(++block))) {
        for (std::size_t i = 0; i < kBlock; ++i) {
          in[0][i] = static_cast<float>(i % 100) / 50.0f * (block % 2 == 0 ? 100.0f : 0.5f);
          in[1][i] = static_cast<float>(block % 200);
          in[2][i] = static_cast<float>(i % 200);
          in[3][i] = block % 3 == 0 ? -1.5f : 0.7f;
        }
        for (std::size_t c = 0; c < wide.size(); ++c) wide[c].assign(in[c].begin(), in[c].end());
        const std::array<float*, kOutputs> channels{out[0].data(), out[1].data()};
        const Outlets<float> outlets{channels.data(), out[2].data(), out[3].data()};
        testing::watch(activity, [&] {
          if (block % 2 == 0) {
            engine.process(Inlets<float>{in[0].data(), in[1].data(), in[2].data(), in[3].data()},
                           outlets, kBlock);
          } else {
            engine.process(
                Inlets<double>{wide[0].data(), wide[1].data(), wide[2].data(), wide[3].data()},
                outlets, kBlock);
          }
        });
        for (const float sample : out[0]) loudest = std::max<double>(loudest, std::abs(sample));
      }
    });
  });
  int tables = 0;
  int restored = 0;
  std::string state;
  std::int64_t seed = 0;
  for_each_way([&](const PlayerSettings& settings) {
    engine.set("freeze", seed % 5 == 0 ? 1.0 : 0.0);
    engine.set("grains", 1.0 + static_cast<double>(seed % 8));
    engine.send({MessageId::random, {++seed}, "", nullptr});
    if (seed % 10 == 1) state = engine.state();
    if (seed % 10 == 6) engine.restore(state);
    play_on(engine, settings, blocks);
    for (const Event& event : engine.take_events()) {
      tables += event.selector == "latents";
      restored += event.selector == "restored";
    }
  });
  playing.store(false);
  audio.join();
  check_none(activity);
  CHECK(tables > 100);
  CHECK(restored > 10);
  CHECK(engine.stolen() > 0);
  CHECK(loudest > 0.1);
}

TEST_CASE(
    "an engine that plays live does nothing in process() that an audio thread must not, while "
    "latents move, grains come late, models change and it is switched on and off") {
  constexpr int kBlock = 64;
  constexpr int kLatents = 4;
  Engine engine(kRate, kOutputs);
  engine.send({MessageId::read, {}, "plain", nullptr});
  engine.wait();
  std::atomic<bool> playing{true};
  std::atomic<int> blocks{0};
  Activity activity;
  double loudest = 0.0;
  std::thread audio([&] {
    testing::on_watched_thread([&] {
      std::array<std::array<double, kBlock>, 4 + kLatents> in;
      std::array<std::array<double, kBlock>, kOutputs + 2> out;
      std::array<const double*, kLatents> latents;
      for (std::size_t k = 0; k < kLatents; ++k) latents[k] = in[4 + k].data();
      const std::array<double*, kOutputs> channels{out[0].data(), out[1].data()};
      const Inlets<double> inlets{in[0].data(), in[1].data(),   in[2].data(),
                                  in[3].data(), latents.data(), kLatents};
      const Outlets<double> outlets{channels.data(), out[2].data(), out[3].data()};
      for (int block = 0; playing.load(); blocks.store(++block)) {
        for (std::size_t i = 0; i < kBlock; ++i) {
          in[0][i] = static_cast<double>(i % 50) / 25.0 * (block % 2 == 0 ? 1000.0 : 0.5);
          in[1][i] = block % 200;
          in[2][i] = static_cast<double>(i);
          in[3][i] = 0.7;
          for (std::size_t k = 0; k < kLatents; ++k) {
            in[4 + k][i] = std::sin(0.001 * block * static_cast<double>(k + 1));
          }
        }
        if (block % 7 == 0) in[5].fill(std::numeric_limits<double>::quiet_NaN());
        testing::watch(activity, [&] { engine.process(inlets, outlets, kBlock); });
        for (const double sample : out[0]) loudest = std::max(loudest, std::abs(sample));
        std::this_thread::sleep_for(std::chrono::microseconds(100));
      }
    });
  });
  std::int64_t seed = 0;
  for_each_way([&](const PlayerSettings& settings) {
    engine.set("freeze", seed % 5 == 0 ? 1.0 : 0.0);
    engine.set("live", seed % 4 == 0 ? 0.0 : 1.0);
    engine.set("latency", static_cast<double>(seed % 9 * 64));
    if (++seed % 3 == 0) engine.send({MessageId::random, {seed}, "", nullptr});
    if (seed % 3 == 1) engine.send({MessageId::latent, {0.1, 0.2, 0.3, 0.4}, "", nullptr});
    if (seed % 20 == 0) engine.send({MessageId::read, {}, "plain", nullptr});
    if (seed % 7 == 0) engine.restore(engine.state());
    play_on(engine, settings, blocks);
    (void)engine.take_events();
  });
  playing.store(false);
  audio.join();
  check_none(activity);
  CHECK(engine.non_finite() > 0);
  CHECK(engine.late() > 0);
  CHECK(loudest > 0.1);
}
