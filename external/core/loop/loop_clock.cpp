#include "core/loop/loop_clock.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace granvae::core {

void LoopClock::reset() noexcept {
  waiting_ = false;
  phase_.reset();
  next_border_ = Wrap::forward;
}

void LoopClock::set_sample_rate(double sample_rate) noexcept {
  sample_rate_ = sample_rate;
  stride_ = Stride();
  stride_frequency_ = 0.0;
}

Wrap LoopClock::arrive(Sync sync, double input) noexcept {
  end_phase_ = 1.0;
  if (sync == Sync::trigger) return arrive_by_trigger(input);
  waiting_ = false;
  if (sync == Sync::phasor) return arrive_by_phasor(input);
  return next_border_;
}

void LoopClock::advance(Sync sync, double input, double natural) noexcept {
  if (sync != Sync::phasor) next_border_ = phase_.advance(stride(sync, input, natural));
}

double LoopClock::step(Sync sync, double input, double natural) noexcept {
  return sync == Sync::phasor ? phasor_step_ : stride(sync, input, natural).cycles;
}

const Stride& LoopClock::stride(Sync sync, double frequency, double natural) noexcept {
  if (sync == Sync::trigger && trigger_.interval() > 0.0) {
    frequency = sample_rate_ / trigger_.interval();
  } else if (sync != Sync::off || std::isnan(frequency)) {
    frequency = natural;
  }
  // Most frequencies stay for many samples, and a division is worth saving.
  if (frequency != stride_frequency_) {
    stride_ = Stride(frequency / sample_rate_);
    stride_frequency_ = frequency;
  }
  return stride_;
}

// A grain begins at the very sample of its trigger, whatever sounds.
Wrap LoopClock::arrive_by_trigger(double signal) noexcept {
  if (trigger_.rises(signal)) {
    waiting_ = false;
    end_phase_ = next_border_ == Wrap::forward ? 1.0 : phase_.value();
    phase_.reset();
    return Wrap::forward;
  }
  if (next_border_ != Wrap::none) waiting_ = true;
  return next_border_;
}

Wrap LoopClock::arrive_by_phasor(double signal) noexcept {
  const Wrap first = std::exchange(next_border_, Wrap::none);
  phasor_step_ = 0.0;
  if (std::isnan(signal)) return first;
  const double target = std::min(signal - std::floor(signal), kBelowOne);
  phasor_step_ = target - phase_.value();
  phasor_step_ -= std::round(phasor_step_);
  const Wrap border = phase_.move_to(target);
  if (first == Wrap::none) return border;
  phasor_step_ = 0.0;
  return first;
}

}  // namespace granvae::core
