// process() neither allocates nor frees. Where the system can be watched more closely,
// tests/real_time does.
#include <doctest/doctest.h>

#include <cstdint>
#include <random>

#include "../fuzz/script.hpp"
#include "allocations.hpp"
#include "stage.hpp"

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
  std::uint64_t onsets = 0;
  std::uint64_t stolen = 0;
  int allocations = 0;
  for (int performance = 0; performance < 100; ++performance) {
    const auto bytes = fuzz::random_bytes(generator, 500);
    fuzz::Script script(bytes);
    Stage stage(script.sample_rate(), script.channels());
    while (script.next()) {
      if (script.table()) stage.exchange.publish(script.table());
      count_allocations();
      stage.player.process(script.settings(), script.controls(0), stage.outputs(), script.count());
      allocations += counted_allocations();
    }
    onsets += stage.player.onsets();
    stolen += stage.player.stolen();
  }
  CHECK(allocations == 0);
  CHECK(onsets > 1000);
  CHECK(stolen > 100);
}
