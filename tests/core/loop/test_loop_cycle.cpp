// How a loop's cycle turns from one grain to the next, whoever turns it.
#include <doctest/doctest.h>

#include "core/loop/loop_cycle.hpp"

using namespace granvae::core;

namespace {

constexpr double kNatural = 10.0;  // Hz

struct Note {
  int name = 0;  // 0: silence
  double width = 0.0;
  double end_phase = 1.0;
  bool sounds() const { return name != 0; }
  double fade() const { return width; }
  void go_on_as(const Note& other) { width = other.width; }
};

// A cycle of ten samples, which turns to notes 1, 2, ….
struct Loop {
  LoopClock clock{1000.0};
  LoopCycle<Note> cycle;
  int latched = 0;

  // By one sample: whether a border lies before it.
  Wrap play(Sync sync, double input) {
    const Wrap border = cycle.arrive(clock, sync, input);
    if (border != Wrap::none) {
      cycle.turn(cycle.next(clock, [this] { return Note{++latched, 0.5}; }), border, clock);
    }
    clock.advance(sync, input, kNatural);
    return border;
  }
};

}  // namespace

TEST_CASE("a cycle turns forwards to a new grain, and backwards to the one before") {
  Loop loop;
  for (int i = 0; i < 11; ++i) loop.play(Sync::off, 100.0);
  CHECK(loop.cycle.current.name == 2);
  CHECK(loop.cycle.previous.name == 1);
  for (int i = 0; i < 3; ++i) loop.play(Sync::off, -100.0);
  CHECK(loop.cycle.current.name == 1);
  CHECK(loop.cycle.previous.name == 3);
}

TEST_CASE("a cycle that runs backwards out of silence takes the width of the new grain's fade") {
  Loop loop;
  loop.play(Sync::off, -100.0);
  loop.play(Sync::off, -100.0);
  CHECK(!loop.cycle.current.sounds());
  CHECK(loop.cycle.current.fade() == 0.5);
}

TEST_CASE("without a trigger silence takes over, as wide as a grain; no trigger cuts a crossfade") {
  Loop loop;
  const auto play = [&](int samples) {
    for (int i = 0; i < samples; ++i) loop.play(Sync::trigger, 0.0);
  };
  play(101);  // a grain as recorded, which nothing begins
  CHECK(loop.clock.waiting());
  CHECK(loop.cycle.current.name == 0);
  loop.play(Sync::trigger, 1.0);
  CHECK(loop.cycle.current.name == loop.latched);
  const int begun = loop.latched;
  play(10);
  loop.play(Sync::trigger, 1.0);
  CHECK(loop.latched == begun);  // the fade lasts for half the cycle
  play(40);
  CHECK(loop.latched == begun + 1);
}
