// The rules by which the cycle of a loop turns from one grain to the next.
#pragma once

#include <utility>

#include "core/loop/loop_clock.hpp"
#include "core/read/table.hpp"

namespace granvae::core {

// A `Grain` says whether it sounds(), the fade() of its cycle, 0 … 1, and the frequency() in Hz at
// which it sounds as recorded; where it is silent it can go on as(), with both, another would, and
// it keeps the phase at which its cycle ended as `end_phase`.
template <class Grain>
struct LoopCycle {
  Grain current;
  Grain previous;  // whose tail the current one fades out

  // As LoopClock::arrive: the border before this sample.
  Wrap arrive(LoopClock& clock, Sync sync, double input) const noexcept {
    return clock.arrive(sync, input, sync == Sync::trigger && crossfading(clock.phase()));
  }

  // Hz, at which the cycle sounds as recorded; before there was a grain, one of this shape would.
  double natural(const GrainShape& shape) const noexcept {
    return current.frequency() > 0.0 ? current.frequency() : shape.frequency();
  }

  // The grain to turn to at a border: `latch()`, or while no trigger comes silence, which takes
  // over as a grain would.
  template <class Latch>
  Grain next(const LoopClock& clock, Latch latch) const {
    if (!clock.waiting()) return latch();
    Grain silence;
    silence.go_on_as(current);
    return silence;
  }

  // Moves on by one grain, in the direction in which the border was crossed.
  void turn(const Grain& next, Wrap border, const LoopClock& clock) {
    if (border != Wrap::backward) {
      current.end_phase = clock.end_phase();
      previous = std::move(current);
      current = next;
      return;
    }
    current = std::move(previous);
    previous = next;
    // Running backwards out of silence: without a width, the first grain would begin with a click.
    if (!current.sounds()) current.go_on_as(next);
  }

 private:
  bool crossfading(double phase) const noexcept {
    return (current.sounds() || previous.sounds()) && phase < current.fade();
  }
};

}  // namespace granvae::core
