// How a loop's cycle turns from one grain to the next, whoever turns it.
#include <doctest/doctest.h>

#include "core/loop/loop_cycle.hpp"

using namespace granvae::core;

namespace {

constexpr double kNatural = 10.0;  // Hz

struct Note {
  int name = 0;  // 0: silence
  double width = 0.0;
  double passed = 0.0;
  double held = 0.0;
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
    const Wrap border = clock.arrive(sync, input);
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
  CHECK(loop.cycle.tails[0].name == 1);
  for (int i = 0; i < 3; ++i) loop.play(Sync::off, -100.0);
  CHECK(loop.cycle.current.name == 1);
  CHECK(loop.cycle.tails[0].name == 3);
}

TEST_CASE("a cycle that runs backwards out of silence takes the width of the new grain's fade") {
  Loop loop;
  loop.play(Sync::off, -100.0);
  loop.play(Sync::off, -100.0);
  CHECK(!loop.cycle.current.sounds());
  CHECK(loop.cycle.current.fade() == 0.5);
}

TEST_CASE("without a trigger silence takes over, as wide as a grain, until the next trigger") {
  Loop loop;
  const auto wait = [&](int samples) {
    for (int i = 0; i < samples; ++i) loop.play(Sync::trigger, 0.0);
  };
  loop.play(Sync::trigger, 1.0);
  wait(101);  // as long as recorded
  CHECK(loop.clock.waiting());
  CHECK(loop.cycle.current.name == 0);
  CHECK(loop.cycle.current.fade() == 0.5);
  CHECK(loop.cycle.tails[0].name == 1);
  wait(9);
  loop.play(Sync::trigger, 1.0);
  CHECK(!loop.clock.waiting());
  CHECK(loop.cycle.current.name == 2);
  // A tenth of a cycle into a fade of half a one.
  CHECK(loop.cycle.tails[0].name == 1);
  CHECK(loop.cycle.tails[0].held == doctest::Approx(0.2).epsilon(0.1));
  CHECK(loop.cycle.tails[0].passed == doctest::Approx(1.1).epsilon(0.02));
}

TEST_CASE("a trigger cuts a crossfade, and what it faded goes on below until its time is over") {
  Loop loop;
  const auto trigger_after = [&](int samples) {
    for (int i = 1; i < samples; ++i) loop.play(Sync::trigger, 0.0);
    loop.play(Sync::trigger, 1.0);
  };
  trigger_after(1);
  trigger_after(60);
  CHECK(loop.cycle.depth == 1);
  trigger_after(18);  // three tenths of a cycle, within its fade
  CHECK(loop.latched == 3);
  CHECK(loop.cycle.depth == 2);
  CHECK(loop.cycle.tails[0].name == 2);
  CHECK(loop.cycle.tails[0].passed == doctest::Approx(0.3));
  CHECK(loop.cycle.tails[1].name == 1);
  CHECK(loop.cycle.tails[1].passed == doctest::Approx(0.9));
  trigger_after(18);
  CHECK(loop.cycle.depth == 1);
  CHECK(loop.cycle.tails[0].name == 3);
}
