// The way from loop to cloud and back.
#pragma once

#include <algorithm>

#include "core/modes.hpp"

namespace granvae::core {

// A cloud just stops beginning grains, and those that sound ring out. A loop fades.
class ModeFade {
 public:
  // Before `count` samples of this mode: whether it begins anew; a loop that has not faded out goes
  // on.
  bool follow(Mode mode, int count) noexcept {
    const bool entered = mode != mode_;
    mode_ = mode;
    if (!started_) share_ = mode == Mode::loop ? 1.0 : 0.0;
    started_ = started_ || count > 0;
    return entered && (mode == Mode::cloud || share_ == 0.0);
  }

  Mode mode() const noexcept { return mode_; }
  // Whether anything was played: from then on modes fade.
  bool started() const noexcept { return started_; }
  bool loop_sounds() const noexcept { return mode_ == Mode::loop || share_ > 0.0; }
  // Of the loop in the sound of this sample, 0 … 1.
  double share() const noexcept { return share_; }
  // Goes on by one sample. `step`: the share of a change of mode that passes with it.
  void advance(double step) noexcept {
    share_ = mode_ == Mode::loop ? std::min(share_ + step, 1.0) : std::max(share_ - step, 0.0);
  }

 private:
  Mode mode_ = Mode::loop;
  bool started_ = false;
  double share_ = 1.0;
};

}  // namespace granvae::core
