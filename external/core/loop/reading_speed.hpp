// The speed by which the levels of a loop are chosen.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

namespace granvae::core {

// Follows a speed sample by sample, in a unit of its own. While it stays or glides, it is what
// there is. A modulated one has sidebands beyond the partials of its fastest moment, and a level
// that came and went with each of its cycles would add more. So the fastest of the last quarter of
// a second counts, and the more the speed bends, the more room it gets: the sidebands of a turning
// point reach as far as the cube root of its curvature, for which a fourth root is near enough. A
// jump is no modulation, and does not count.
class ReadingSpeed {
 public:
  double next(double speed) noexcept {
    if (speed == last_ && stays_ >= kSettled) {
      stays_ = std::min(stays_ + 1, kSteady);
      return reading_;
    }
    const double before = std::abs(last_);
    bends_[at_++ % bends_.size()] = std::abs(speed - 2.0 * last_ + before_last_);
    stays_ = speed == last_ ? stays_ + 1 : 0;
    before_last_ = last_;
    last_ = speed;
    if (speed == 0.0) return reading_;  // what is held stays as it is
    if (stays_ >= kSettled) return reset(speed);
    fastest_ = std::max(std::min(std::abs(speed), before), fastest_ * kRelease);
    const double bend = *std::min_element(bends_.begin(), bends_.end());
    bend_ = std::max(bend, bend_ * kRelease);
    const double room = fastest_ > 0.0 ? kRoom * std::sqrt(std::sqrt(bend_ / fastest_)) : 0.0;
    return reading_ = fastest_ * (1.0 + std::min(room, 1.0));
  }
  double last() const noexcept { return std::abs(last_); }
  // The speed has stayed: it is all that counts.
  bool settled() const noexcept { return stays_ >= kSettled; }
  // It has stayed for so long that it is a note's.
  bool steady() const noexcept { return stays_ >= kSteady; }
  // As if it had been so before.
  double reset(double speed) noexcept {
    last_ = before_last_ = speed;
    bends_.fill(0.0);
    bend_ = 0.0;
    stays_ = kSettled;
    return reading_ = fastest_ = std::abs(speed);
  }

 private:
  static constexpr double kRelease = 0.9999;  // a sample
  static constexpr double kRoom = 0.6;
  static constexpr int kSettled = 8;  // samples
  static constexpr int kSteady = 64;  // samples

  double last_ = 0.0;
  double before_last_ = 0.0;
  std::array<double, 4> bends_{};  // of which a jump makes three
  std::size_t at_ = 0;
  double fastest_ = 0.0;
  double bend_ = 0.0;
  double reading_ = 0.0;
  int stays_ = 0;  // samples
};

}  // namespace granvae::core
