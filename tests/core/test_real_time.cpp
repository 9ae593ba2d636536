// process() neither allocates nor frees. Where the system can be watched more closely,
// tests/real_time does.
#include <doctest/doctest.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

#include "../fuzz/script.hpp"
#include "allocations.hpp"
#include "core/player.hpp"

using namespace granvae;
using namespace granvae::core;
using namespace granvae::testing;

TEST_CASE("the counter sees an allocation") {
  count_allocations();
  int* volatile number = new int(1);  // volatile, or the compiler may leave both out
  delete number;
  CHECK(counted_allocations() == 2);
}

TEST_CASE("a player neither allocates nor frees, whatever comes in and however tables change") {
  std::mt19937 generator(1);
  std::array<std::array<float, kChunk>, 5> sound;
  std::array<float*, 5> channels;
  for (std::size_t c = 0; c < channels.size(); ++c) channels[c] = sound[c].data();
  std::uint64_t onsets = 0;
  int allocations = 0;
  for (int performance = 0; performance < 100; ++performance) {
    const auto bytes = fuzz::random_bytes(generator, 500);
    fuzz::Script script(bytes);
    TableExchange exchange;
    Player player(exchange, script.sample_rate(), script.channels());
    while (script.next()) {
      if (script.table()) exchange.publish(script.table());
      count_allocations();
      player.process(script.settings(), script.controls(0),
                     {channels.data(), script.channels(), nullptr, nullptr}, script.count());
      allocations += counted_allocations();
    }
    onsets += player.onsets();
  }
  CHECK(allocations == 0);
  CHECK(onsets > 1000);
}
