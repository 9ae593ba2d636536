// What process() must never do on the audio thread.
#include <doctest/doctest.h>

#include <cstdlib>
#include <limits>
#include <memory>
#include <new>
#include <random>
#include <vector>

#include "core/loop_player.hpp"

namespace {

thread_local bool counting = false;
thread_local int allocations = 0;

void* counted(std::size_t size) {
  if (counting) ++allocations;
  if (void* memory = std::malloc(size)) return memory;
  throw std::bad_alloc();
}

void freed(void* memory) {
  if (counting) ++allocations;
  std::free(memory);
}

}  // namespace

void* operator new(std::size_t size) { return counted(size); }
void* operator new[](std::size_t size) { return counted(size); }
void operator delete(void* memory) noexcept { freed(memory); }
void operator delete[](void* memory) noexcept { freed(memory); }
void operator delete(void* memory, std::size_t) noexcept { freed(memory); }
void operator delete[](void* memory, std::size_t) noexcept { freed(memory); }

using namespace granvae;

TEST_CASE("the counter sees an allocation") {
  counting = true;
  allocations = 0;
  delete new int(1);
  counting = false;
  CHECK(allocations == 2);
}

TEST_CASE("process neither allocates nor frees, whatever comes in and however tables change") {
  std::mt19937_64 generator(1);
  std::uniform_real_distribution<double> uniform(-1.0, 1.0);
  TableExchange exchange;
  LoopPlayer player(exchange, 44100.0);
  std::vector<double> frequency(512), start(512), crossfade(512);
  std::vector<float> out(512);
  const double strange[] = {std::numeric_limits<double>::quiet_NaN(),
                            std::numeric_limits<double>::infinity(),
                            -1e308,
                            1e308,
                            5e-324,
                            0.0};
  allocations = 0;
  bool bounded = true;
  for (int round = 0; round < 3000; ++round) {
    const auto size = static_cast<std::size_t>(4 + generator() % 1000);
    exchange.publish(std::make_shared<const Table>(std::vector<float>(size, 0.5f)));
    LoopSettings settings;
    settings.latch = round % 3 != 0;
    settings.length = round % 5 == 0 ? 100.0 * std::abs(uniform(generator)) : 0.0;
    settings.law = static_cast<CrossfadeLaw>(round % 3);
    settings.swap = 0.001 + std::abs(uniform(generator)) * 0.1;
    for (std::size_t i = 0; i < out.size(); ++i) {
      frequency[i] = 3000.0 * uniform(generator) * uniform(generator);
      start[i] = 1500.0 * uniform(generator);
      crossfade[i] = 1500.0 * uniform(generator);
      if (generator() % 50 == 0) frequency[i] = strange[generator() % 6];
      if (generator() % 50 == 0) start[i] = strange[generator() % 6];
      if (generator() % 50 == 0) crossfade[i] = strange[generator() % 6];
    }
    counting = true;
    player.process(settings, {frequency.data(), start.data(), crossfade.data()}, out.data(),
                   nullptr, 512);
    counting = false;
    // Two equal-power gains and, during a swap, two such pairs between which one fades.
    for (const float sample : out) bounded = bounded && std::abs(sample) < 0.75f;
  }
  CHECK(allocations == 0);
  CHECK(bounded);
}
