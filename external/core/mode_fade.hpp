// Loop and cloud, and the way from one to the other.
#pragma once

#include <algorithm>

namespace granvae::core {

enum class Mode { loop, cloud };

// A cloud just stops to begin grains, and those that sound ring out. A loop fades.
class ModeFade {
 public:
  Mode mode() const { return mode_; }

  // Tells whether what is entered begins anew; a loop that has not faded out goes on.
  bool enter(Mode mode) {
    mode_ = mode;
    if (!begun_) share_ = mode == Mode::loop ? 1.0 : 0.0;
    return mode == Mode::cloud || share_ == 0.0;
  }

  // Anything is played: from now on modes fade.
  void begin() { begun_ = true; }
  bool begun() const { return begun_; }

  bool loop_sounds() const { return mode_ == Mode::loop || share_ > 0.0; }
  // Of the loop in the sound of this sample, 0 … 1.
  double share() const { return share_; }
  // Goes on by one sample. `step`: how much of a change of mode passes with it.
  void advance(double step) {
    share_ = mode_ == Mode::loop ? std::min(share_ + step, 1.0) : std::max(share_ - step, 0.0);
  }

 private:
  Mode mode_ = Mode::loop;
  bool begun_ = false;
  double share_ = 1.0;
};

}  // namespace granvae::core
