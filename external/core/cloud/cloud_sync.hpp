// When the grains of a cloud begin, as a signal says.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>

#include "core/cloud/cloud_clock.hpp"
#include "core/modes.hpp"
#include "core/trigger.hpp"

namespace granvae::core {

// Follows the signal sample by sample.
class CloudSync {
 public:
  // Forgets what came before, where the kind of signal changes.
  void follow(Sync sync) noexcept {
    if (sync != sync_) *this = CloudSync();
    sync_ = sync;
  }

  Sync kind() const noexcept { return sync_; }

  // How long before this sample an onset came, in samples, at least 0 and below 1, if any did after
  // the sample before. NaN makes none.
  std::optional<double> next(double input) noexcept {
    ++now_;
    const auto ago = sync_ == Sync::trigger ? edge(input) : wrap(input);
    if (ago.has_value()) {
      const double time = static_cast<double>(now_) - *ago;
      interval_ = onsets_++ == 0 ? 0.0 : time - last_;
      last_ = time;
    }
    if (sync_ == Sync::trigger) {
      const double since = static_cast<double>(now_) - last_;
      phase_ = interval_ > 0.0 ? std::min(since / interval_, kBelowOne) : 0.0;
    }
    return ago;
  }

  // Of the signal where that is a phase; else the share of the last interval that has passed since
  // the last onset, 0 … 1.
  double phase() const noexcept { return phase_; }
  // Onsets a sample, by the last interval; 0 before there is any.
  double rate() const noexcept { return interval_ > 0.0 ? 1.0 / interval_ : 0.0; }

 private:
  std::optional<double> edge(double input) noexcept {
    return trigger_.rises(input) ? std::optional(0.0) : std::nullopt;
  }

  // A jump by more than half a cycle is a wrap the other way. The border was crossed where the line
  // through both samples crosses it.
  std::optional<double> wrap(double input) noexcept {
    if (std::isnan(input)) return std::nullopt;
    const double before = phase_;
    phase_ = std::min(input - std::floor(input), kBelowOne);
    const bool first = !heard_;
    heard_ = true;
    const double step = phase_ - before;
    if (first || std::abs(step) <= 0.5) return std::nullopt;
    const double ago = step < 0.0 ? phase_ / (step + 1.0) : (1.0 - phase_) / (1.0 - step);
    return std::min(ago, kBelowOne);
  }

  Sync sync_ = Sync::off;
  std::int64_t now_ = -1;  // number of this sample
  double phase_ = 0.0;
  bool heard_ = false;  // a phase
  Trigger trigger_;
  std::uint64_t onsets_ = 0;
  double last_ = 0.0;      // onset, in samples
  double interval_ = 0.0;  // samples
};

}  // namespace granvae::core
