// Whether most live grains come too late, and how much latency would be enough.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>

#include "core/handover/live_grains.hpp"
#include "core/settings.hpp"
#include "core/signals.hpp"

namespace granvae::core {

// The worker's, of one session.
class LateWatch {
 public:
  static constexpr std::uint64_t kOnsets = 32;  // of which most are late before anything is said

  // A grain was done, in time or not.
  void done(std::int64_t lateness) noexcept { worst_ = std::max(worst_, lateness); }

  // The samples of latency that would have been enough, once for each latency, where most of the
  // last grains were late.
  std::optional<int> look(const LiveGrains& grains, int latency) noexcept {
    if (latency != latency_) {
      latency_ = latency;
      told_ = false;
      begin(grains);
    }
    const std::uint64_t onsets = grains.promised() - onsets_;
    if (told_ || onsets < kOnsets) return std::nullopt;
    const std::uint64_t late = grains.late() - late_;
    const std::int64_t worst = std::max<std::int64_t>(worst_, 0);
    begin(grains);
    if (2 * late <= onsets) return std::nullopt;
    told_ = true;
    // What was heard is known to a chunk.
    constexpr std::int64_t kStep = kChunk;
    const std::int64_t enough = (latency + worst) / kStep * kStep + 2 * kStep;
    return static_cast<int>(std::min<std::int64_t>(enough, LiveSettings::kLongest));
  }
  // Nothing is live.
  void stop() noexcept { latency_ = kNone; }

 private:
  static constexpr int kNone = -1;

  void begin(const LiveGrains& grains) noexcept {
    onsets_ = grains.promised();
    late_ = grains.late();
    worst_ = 0;
  }

  int latency_ = kNone;  // samples
  bool told_ = false;
  std::uint64_t onsets_ = 0;  // as counted when this look began
  std::uint64_t late_ = 0;
  std::int64_t worst_ = 0;  // samples
};

}  // namespace granvae::core
