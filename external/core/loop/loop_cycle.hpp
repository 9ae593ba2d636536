// The rules by which the cycle of a loop turns from one grain to the next.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

#include "core/loop/loop_clock.hpp"
#include "core/read/table.hpp"

namespace granvae::core {

// A `Grain` says whether it sounds(), the fade() of its cycle, 0 … 1, and the frequency() in Hz at
// which it sounds as recorded; where it is silent it can go on as(), with both, another would. Of a
// tail it keeps what of its cycle had `passed` when the current grain began, and where a trigger
// came while it faded into silence, at which share of that fade its level is `held`.
template <class Grain>
struct LoopCycle {
  // A crossfade lasts no longer than the interval of triggers before it. For a ninth to begin
  // within the first, the interval would have to shrink by 9^9.
  static constexpr std::size_t kTails = 8;

  Grain current;
  // What sounds under it, the newest first: the grain that it fades out, and where that was cut
  // while it faded in, what it was fading out, which goes on under it.
  std::array<Grain, kTails> tails;
  std::size_t depth = 0;  // tails in use

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
    if (border == Wrap::backward) {
      Grain before = std::move(tails[0]);
      drop(0);
      push(next, 1.0);
      current = std::move(before);
      // Running backwards out of silence: without a width, the first grain would begin with a
      // click.
      if (!current.sounds()) current.go_on_as(next);
      return;
    }
    const double passed = clock.end_phase();
    const bool cut = passed < current.fade();
    if (cut && !current.sounds() && tails[0].sounds()) {
      // What faded into silence goes on from the level that it had: were it faded out twice, a
      // trigger that comes a sample late would make a dip.
      tails[0].held = passed / current.fade();
      for (std::size_t k = 0; k < depth; ++k) tails[k].passed += passed;
    } else {
      drop(cut ? std::min(depth, kTails - 1) : 0);
      push(std::move(current), passed);
    }
    current = next;
  }

 private:
  // Leaves the `kept` newest tails.
  void drop(std::size_t kept) {
    for (; depth > kept; --depth) tails[depth - 1] = Grain{};
  }
  void push(Grain grain, double passed) {
    for (std::size_t k = depth++; k > 0; --k) {
      tails[k] = std::move(tails[k - 1]);
      tails[k].passed += passed;
    }
    tails[0] = std::move(grain);
    tails[0].passed = passed;
  }
};

}  // namespace granvae::core
