// Whether a loop is in the middle of a crossfade.
#pragma once

#include "core/phase.hpp"

namespace granvae::core {

// What of a loop's two grains it takes to know that: the one of this cycle, and its neighbour whose
// tail it fades out.
struct LoopFades {
  struct Part {
    bool sounds = false;
    double fade = 0.0;  // the crossfade's share of the cycle, 0 … 1
  };
  Part current;
  Part previous;

  bool crossfading(double phase) const {
    return (current.sounds || previous.sounds) && phase < current.fade;
  }

  // Moves on by one grain, in the direction in which the cycle's border was crossed.
  void turn(const Part& latched, Wrap border) {
    if (border != Wrap::backward) {
      previous = current;
      current = latched;
      return;
    }
    current = previous;
    previous = latched;
    if (!current.sounds) current.fade = latched.fade;
  }
};

}  // namespace granvae::core
