// Rising edges of a signal, and how far they are apart.
#pragma once

namespace granvae::core {

class Trigger {
 public:
  // The next sample of the signal: whether it has risen above 0.
  bool rises(double signal) noexcept {
    const bool rising = signal > 0.0 && !(signal_ > 0.0);
    signal_ = signal;
    ++since_;
    if (rising) {
      interval_ = seen_ ? since_ : 0.0;
      since_ = 0.0;
      seen_ = true;
    }
    return rising;
  }
  // Samples between the last two edges; 0 before there were two.
  double interval() const noexcept { return interval_; }

 private:
  double signal_ = 0.0;
  double since_ = 0.0;
  double interval_ = 0.0;
  bool seen_ = false;
};

}  // namespace granvae::core
