// The hand-over of tables between a publishing thread and the audio thread.
#include <doctest/doctest.h>

#include <atomic>
#include <cmath>
#include <memory>
#include <thread>
#include <vector>

#include "core/loop_player.hpp"

using namespace granvae;

namespace {

std::shared_ptr<const Table> constant(float level, std::size_t size = 256) {
  return std::make_shared<const Table>(std::vector<float>(size, level));
}

struct Block {
  explicit Block(double hz) : frequency(64, hz), start(64, 0.0), crossfade(64, 64.0), out(64) {}
  void play(LoopPlayer& player) {
    player.process({}, {frequency.data(), start.data(), crossfade.data()}, out.data(), nullptr, 64);
  }
  std::vector<double> frequency, start, crossfade;
  std::vector<float> out;
};

}  // namespace

TEST_CASE("a table is freed once no grain sounds it, and not before") {
  TableExchange exchange;
  const auto first = constant(0.25f);
  const std::weak_ptr<const Table> watched = first;
  {
    LoopPlayer player(exchange, 44100.0);
    Block block(500.0);
    exchange.publish(first);
    block.play(player);
    const_cast<std::shared_ptr<const Table>&>(first).reset();
    exchange.publish(constant(0.5f));
    CHECK_FALSE(watched.expired());  // it sounds
    for (int i = 0; i < 20; ++i) block.play(player);
    CHECK_FALSE(watched.expired());  // given back, but the audio thread must not free it
    exchange.collect();
    CHECK(watched.expired());
  }
}

TEST_CASE("tables that nobody took are dropped when a newer one comes") {
  TableExchange exchange;
  std::vector<std::weak_ptr<const Table>> all;
  for (int i = 0; i < 10; ++i) {
    const auto table = constant(0.1f);
    all.push_back(table);
    exchange.publish(table);
  }
  for (std::size_t i = 0; i + 1 < all.size(); ++i) CHECK(all[i].expired());
  CHECK_FALSE(all.back().expired());
}

TEST_CASE("a player that ends gives every table back") {
  std::weak_ptr<const Table> watched;
  {
    TableExchange exchange;
    auto table = constant(0.3f);
    watched = table;
    exchange.publish(std::move(table));
    LoopPlayer player(exchange, 48000.0);
    Block block(100.0);
    for (int i = 0; i < 100; ++i) block.play(player);
  }
  CHECK(watched.expired());
}

TEST_CASE("two threads hand over many tables while sound plays without a jump") {
  TableExchange exchange;
  LoopPlayer player(exchange, 44100.0);
  std::atomic<bool> playing{true};
  std::thread worker([&] {
    for (int i = 0; playing.load(); ++i) {
      exchange.publish(
          constant(i % 2 == 0 ? 0.5f : -0.5f, 128 + static_cast<std::size_t>(i % 400)));
      if (i % 16 == 0) std::this_thread::yield();
    }
  });
  Block block(400.0);
  float last = 0.0f;
  float jump = 0.0f;
  for (int i = 0; i < 20000; ++i) {
    block.play(player);
    for (const float sample : block.out) {
      jump = std::max(jump, std::abs(sample - last));
      last = sample;
    }
  }
  playing.store(false);
  worker.join();
  // A crossfade of 64 out of at least 64 table samples between +-0.5, in a cycle of 110 samples:
  // for the largest table (528) it lasts 64/464 of them.
  const double fade = 64.0 / 464.0 * 44100.0 / 400.0;
  CHECK(jump <= 1.05 * 3.14159265 / 2.0 / fade);
  CHECK(std::abs(last) <= 0.5001f);
}
