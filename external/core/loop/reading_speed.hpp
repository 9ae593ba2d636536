// The speed by which the levels of a loop are chosen.
#pragma once

#include <algorithm>
#include <cmath>

namespace granvae::core {

// Follows a speed sample by sample, in a unit of its own. While it stays or glides, it is what
// there is. A modulated one has sidebands beyond the partials of its fastest moment, and a level
// that came and went with each of its cycles would add more. So the fastest of the last quarter of
// a second counts, and the more the speed bends, the more room it gets: the sidebands of a turning
// point reach as far as the cube root of its curvature, for which a fourth root is near enough.
class ReadingSpeed {
 public:
  double next(double speed) noexcept {
    if (speed == last_ && settled_) return std::abs(speed);
    const double bend = std::abs(speed - 2.0 * last_ + before_last_);
    const double release = speed == last_ ? kQuick : kSlow;
    before_last_ = last_;
    last_ = speed;
    const double now = std::abs(speed);
    fastest_ = std::max(now, fastest_ * release);
    bend_ = std::max(bend, bend_ * release);
    settled_ = fastest_ <= now && bend_ <= kNothing * now;
    if (settled_) bend_ = 0.0;
    if (fastest_ == 0.0) return 0.0;
    return fastest_ * (1.0 + std::min(kRoom * std::sqrt(std::sqrt(bend_ / fastest_)), 1.0));
  }
  double last() const noexcept { return std::abs(last_); }
  // The last speed is all that counts.
  bool settled() const noexcept { return settled_; }
  // As if it had been so for ever.
  void reset(double speed) noexcept {
    last_ = before_last_ = speed;
    fastest_ = std::abs(speed);
    bend_ = 0.0;
    settled_ = true;
  }

 private:
  static constexpr double kSlow = 0.9999;  // a sample
  static constexpr double kQuick = 0.8;    // where the speed stays
  static constexpr double kNothing = 1e-8;
  static constexpr double kRoom = 0.6;

  double last_ = 0.0;
  double before_last_ = 0.0;
  double fastest_ = 0.0;
  double bend_ = 0.0;
  bool settled_ = true;
};

}  // namespace granvae::core
