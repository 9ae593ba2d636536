// Where the cycle of a loop is, and when it begins anew.
#pragma once

#include "core/phase.hpp"
#include "core/read/table.hpp"
#include "core/signals.hpp"
#include "core/trigger.hpp"

namespace granvae::core {

// What the frequency inlet makes of the phase, by itself or as what it is synchronised to. Each
// sample is an arrive(), then advance().
class LoopClock {
 public:
  explicit LoopClock(double sample_rate) : sample_rate_(sample_rate) {}

  // The next sample begins a cycle.
  void reset();
  void set_sample_rate(double sample_rate);

  // What lies before this sample: a border of the cycle, by the frequency or by what syncs it.
  // `input`: the frequency inlet, not a number where it was never given. `crossfading`: a crossfade
  // is under way, which no trigger cuts.
  Wrap arrive(Sync sync, double input, bool crossfading);
  // `grain`: what sounds as it was recorded where the inlet says nothing.
  void advance(Sync sync, double input, const GrainShape& grain);

  double phase() const { return phase_.value(); }
  // Cycles that the phase moves with this sample.
  double step(Sync sync, double input, const GrainShape& grain);
  // No trigger has followed the grain that is over.
  bool waiting() const { return waiting_; }
  // The phase at which the cycle before ended.
  double turned() const { return turned_; }

 private:
  const Stride& stride(Sync sync, double frequency, const GrainShape& grain);
  Wrap arrive_by_trigger(double signal, bool crossfading);
  Wrap arrive_by_phasor(double signal);

  double sample_rate_;  // Hz
  Phase phase_;
  Stride stride_;             // as last asked for,
  double strode_ = 0.0;       // which was for this frequency
  Wrap due_ = Wrap::forward;  // the border that lies before the next sample

  // Sync.
  Trigger trigger_;
  bool triggered_ = false;  // and its grain has not begun
  bool waiting_ = false;
  double turned_ = 1.0;
  double moved_ = 0.0;  // cycles that the phasor has moved since the sample before
};

}  // namespace granvae::core
