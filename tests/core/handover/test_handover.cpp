// The hand-over of tables between publishing threads and audio threads.
#include <doctest/doctest.h>

#include <array>
#include <atomic>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <numbers>
#include <random>
#include <thread>
#include <vector>

#include "allocations.hpp"
#include "core/player.hpp"

using namespace granvae;
using namespace granvae::core;

namespace {

constexpr double kSampleRate = 44100.0;
constexpr int kTableSize = 256;
constexpr int kCrossfade = 64;  // table samples
constexpr float kLevel = 0.5f;

thread_local bool on_audio_thread = false;

std::vector<float> constant(float level) { return std::vector<float>(kTableSize, level); }

// One output, and signals that stay as they are.
class SteadyVoice {
 public:
  SteadyVoice(TableExchange& exchange, Mode mode, double hz) : player(exchange, kSampleRate, 1) {
    settings_.mode = mode;
    settings_.loop.swap = 0.01;
    controls_ = ControlChunk::constant({hz, 0.0, kCrossfade, 1.0});
    // So that what is measured does not begin with a change of modes.
    for (int i = 0; i < 20; ++i) play();
  }

  void play() {
    float* channel = out.data();
    player.process(settings_, controls_.controls(), {&channel, 1, nullptr, nullptr}, kChunk);
  }

  Player player;
  std::array<float, kChunk> out{};

 private:
  PlayerSettings settings_;
  ControlChunk controls_;
};

// Waits for nothing, for a while, or for the others: no two runs are alike.
class Hostility {
 public:
  explicit Hostility(unsigned seed) : generator_(seed) {}
  void interfere() {
    const auto what = generator_() % 8;
    if (what == 0) std::this_thread::sleep_for(std::chrono::microseconds(generator_() % 300));
    if (what == 1 || what == 2) std::this_thread::yield();
  }

 private:
  std::mt19937 generator_;
};

// What a voice is to do, and what was heard of it.
struct Part {
  Mode mode;
  double hz;
  double steepest;  // the most that a sample may differ from the one before
  double jump = 0.0;
  double least = 0.0;
  double most = 0.0;
  int allocations = 0;
  std::uint64_t onsets = 0;
  std::unique_ptr<TableExchange> exchange = std::make_unique<TableExchange>();
};

}  // namespace

TEST_CASE("a table is freed once no grain sounds it, and not before") {
  for (const Mode mode : {Mode::loop, Mode::cloud}) {
    TableExchange exchange;
    auto first = std::make_shared<const Table>(constant(0.25f));
    const std::weak_ptr<const Table> watched = first;
    SteadyVoice voice(exchange, mode, 100.0);
    exchange.publish(std::move(first));
    for (int i = 0; i < 3; ++i) voice.play();
    exchange.publish(std::make_shared<const Table>(constant(0.5f)));
    voice.play();
    exchange.collect();
    CHECK_FALSE(watched.expired());  // it sounds
    for (int i = 0; i < 20; ++i) voice.play();
    CHECK_FALSE(watched.expired());  // given back, but the audio thread must not free it
    exchange.collect();
    CHECK(watched.expired());
  }
}

TEST_CASE("tables that nobody took are dropped when a newer one comes") {
  TableExchange exchange;
  std::vector<std::weak_ptr<const Table>> all;
  for (int i = 0; i < 10; ++i) {
    const auto table = std::make_shared<const Table>(constant(0.1f));
    all.push_back(table);
    exchange.publish(table);
  }
  for (std::size_t i = 0; i + 1 < all.size(); ++i) CHECK(all[i].expired());
  CHECK_FALSE(all.back().expired());
}

TEST_CASE("a player that ends gives every table back, in the middle of its grains") {
  for (const Mode mode : {Mode::loop, Mode::cloud}) {
    std::weak_ptr<const Table> watched;
    {
      TableExchange exchange;
      auto table = std::make_shared<const Table>(constant(0.3f));
      watched = table;
      exchange.publish(std::move(table));
      SteadyVoice voice(exchange, mode, 100.0);
      for (int i = 0; i < 100; ++i) voice.play();
      CHECK(voice.player.onsets() > 0);
    }
    CHECK(watched.expired());
  }
}

// One worker feeds all players, as it does all engines of a process, and a host's thread sets
// tables of its own meanwhile.
TEST_CASE(
    "more than 1,000 tables a second pass to players that sound, of either mode, without a "
    "jump, and audio threads neither allocate nor free") {
  constexpr int kBlocks = 1500;
  constexpr double kHalfPi = 0.5 * std::numbers::pi;  // the slope of a raised cosine in its middle
  constexpr double kStep = 2.0 * kLevel;
  const double fade = kCrossfade;  // samples, of a cloud's grain at the table's own rate
  const double hop = kTableSize - kCrossfade;
  const double swap = 0.01 * kSampleRate;
  // In a loop the crossfade takes its share of the cycle; a slow one changes tables in it besides.
  const auto loop = [&](double hz) { return kStep * kHalfPi / (fade / hop * kSampleRate / hz); };
  // In a cloud, two grains overlap, or none.
  std::array<Part, 4> parts{
      Part{.mode = Mode::loop, .hz = 300.0, .steepest = loop(300.0)},
      Part{.mode = Mode::loop, .hz = 3.0, .steepest = loop(3.0) + kStep * kHalfPi / swap},
      Part{.mode = Mode::cloud, .hz = kSampleRate / hop, .steepest = kStep * kHalfPi / fade},
      Part{.mode = Mode::cloud, .hz = 40.0, .steepest = kLevel * kHalfPi / fade},
  };
  std::atomic<int> playing{static_cast<int>(parts.size())};
  std::atomic<int> published{0};
  std::atomic<int> freed_on_audio_threads{0};
  std::atomic<int> alive{0};
  const auto make = [&](float level) {
    ++alive;
    return std::shared_ptr<const Table>(new Table(constant(level)), [&](const Table* table) {
      if (on_audio_thread) ++freed_on_audio_threads;
      --alive;
      delete table;
    });
  };
  const auto publish = [&](unsigned seed) {
    Hostility hostility(seed);
    for (int i = 0; playing.load() > 0; ++i) {
      const auto table = make(i % 2 == 0 ? kLevel : -kLevel);
      for (Part& part : parts) {
        part.exchange->publish(table);
        hostility.interfere();
      }
      ++published;
    }
  };
  const auto play = [&](Part& part, unsigned seed) {
    on_audio_thread = true;
    Hostility hostility(seed);
    SteadyVoice voice(*part.exchange, part.mode, part.hz);
    float last = voice.out.back();
    for (int block = 0; block < kBlocks; ++block) {
      // Two tables a block, at least, are 1,378 a second of sound.
      while (published.load() < 2 * block) std::this_thread::yield();
      hostility.interfere();
      testing::count_allocations();
      voice.play();
      part.allocations += testing::counted_allocations();
      for (const float sample : voice.out) {
        part.jump = std::max<double>(part.jump, std::abs(sample - last));
        part.least = std::min<double>(part.least, sample);
        part.most = std::max<double>(part.most, sample);
        last = sample;
      }
    }
    part.onsets = voice.player.onsets();
    --playing;
  };
  std::vector<std::thread> threads;
  for (unsigned i = 0; i < parts.size(); ++i) {
    threads.emplace_back([&, i] { play(parts[i], i); });
  }
  threads.emplace_back([&] { publish(100); });
  threads.emplace_back([&] { publish(101); });
  for (std::thread& thread : threads) thread.join();

  CHECK(freed_on_audio_threads.load() == 0);
  CHECK(published.load() > 1000 * kBlocks * kChunk / kSampleRate);
  for (Part& part : parts) {
    CAPTURE(part.hz);
    CHECK(part.jump <= 1.01 * part.steepest);
    CHECK(part.allocations == 0);
    CHECK(part.onsets > 5);
    // Tables of both kinds were heard.
    CHECK(part.most == doctest::Approx(kLevel).epsilon(1e-4));
    CHECK(part.least == doctest::Approx(-kLevel).epsilon(1e-4));
    MESSAGE("steepest: " << part.jump << " of at most " << part.steepest);
    part.exchange.reset();
  }
  CHECK(alive.load() == 0);
}
