#include "core/loop/loop_clock.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace granvae::core {

void LoopClock::reset() {
  triggered_ = waiting_ = false;
  phase_.reset();
  due_ = Wrap::forward;
}

void LoopClock::set_sample_rate(double sample_rate) {
  sample_rate_ = sample_rate;
  stride_ = Stride();
  strode_ = 0.0;
}

Wrap LoopClock::arrive(Sync sync, double input, bool crossfading) {
  turned_ = 1.0;
  if (sync == Sync::trigger) return arrive_by_trigger(input, crossfading);
  waiting_ = triggered_ = false;
  if (sync == Sync::phasor) return arrive_by_phasor(input);
  return due_;
}

void LoopClock::advance(Sync sync, double input, const GrainShape& grain) {
  if (sync != Sync::phasor) due_ = phase_.advance(stride(sync, input, grain));
}

double LoopClock::step(Sync sync, double input, const GrainShape& grain) {
  return sync == Sync::phasor ? moved_ : stride(sync, input, grain).cycles;
}

const Stride& LoopClock::stride(Sync sync, double frequency, const GrainShape& grain) {
  if (sync == Sync::trigger && trigger_.interval() > 0.0) {
    frequency = sample_rate_ / trigger_.interval();
  } else if (sync != Sync::off || std::isnan(frequency)) {
    frequency = grain.frequency();
  }
  // It seldom changes, and then often; a division is worth to be saved.
  if (frequency != strode_) {
    stride_ = Stride(frequency / sample_rate_);
    strode_ = frequency;
  }
  return stride_;
}

// A crossfade that is under way is not cut: a grain asked for meanwhile begins at its end.
Wrap LoopClock::arrive_by_trigger(double signal, bool crossfading) {
  triggered_ = trigger_.rises(signal) || triggered_;
  if (triggered_ && (due_ == Wrap::forward || !crossfading)) {
    triggered_ = waiting_ = false;
    turned_ = due_ == Wrap::forward ? 1.0 : phase_.value();
    phase_.reset();
    return Wrap::forward;
  }
  if (due_ != Wrap::none) waiting_ = true;
  return due_;
}

Wrap LoopClock::arrive_by_phasor(double signal) {
  const Wrap first = std::exchange(due_, Wrap::none);
  moved_ = 0.0;
  if (std::isnan(signal)) return first;
  const double target = std::min(signal - std::floor(signal), std::nexttoward(1.0, 0.0));
  moved_ = target - phase_.value();
  moved_ -= std::round(moved_);
  const Wrap border = phase_.move_to(target);
  if (first == Wrap::none) return border;
  moved_ = 0.0;
  return first;
}

}  // namespace granvae::core
