// Where the cycle of a loop is, and when it begins anew.
#pragma once

#include "core/modes.hpp"
#include "core/phase.hpp"
#include "core/trigger.hpp"

namespace granvae::core {

// What the frequency inlet makes of the phase, by itself or as what it is synchronised to. Each
// sample is an arrive(), then advance().
class LoopClock {
 public:
  explicit LoopClock(double sample_rate) noexcept : sample_rate_(sample_rate) {}

  // The next sample begins a cycle.
  void reset() noexcept;
  void set_sample_rate(double sample_rate) noexcept;

  // The border of the cycle that lies before this sample, by the frequency or by what syncs it.
  // `input`: the frequency inlet, NaN where it was never given.
  Wrap arrive(Sync sync, double input) noexcept;
  // `natural`: the frequency in Hz where the inlet says nothing.
  void advance(Sync sync, double input, double natural) noexcept;

  double phase() const noexcept { return phase_.value(); }
  std::uint64_t phase_bits() const noexcept { return phase_.bits(); }
  // No border lies before the next sample.
  bool within() const noexcept { return next_border_ == Wrap::none; }
  // As arrive() and advance() at the frequency that there was, within a cycle that nothing syncs.
  void go_on() noexcept { next_border_ = phase_.advance(stride_); }
  // Of the last step(), but where a phase syncs.
  std::int64_t stride_bits() const noexcept { return stride_.directed(); }
  // Cycles that the phase moves with this sample.
  double step(Sync sync, double input, double natural) noexcept;
  // No trigger has followed the grain that is over.
  bool waiting() const noexcept { return waiting_; }
  // The phase at which the cycle before ended.
  double end_phase() const noexcept { return end_phase_; }

 private:
  const Stride& stride(Sync sync, double frequency, double natural) noexcept;
  Wrap arrive_by_trigger(double signal) noexcept;
  Wrap arrive_by_phasor(double signal) noexcept;

  double sample_rate_;  // Hz
  Phase phase_;
  Stride stride_;                     // of this
  double stride_frequency_ = 0.0;     // Hz
  Wrap next_border_ = Wrap::forward;  // before the next sample

  // Sync.
  Trigger trigger_;
  bool waiting_ = false;
  double end_phase_ = 1.0;
  double phasor_step_ = 0.0;  // cycles, since the sample before
};

}  // namespace granvae::core
