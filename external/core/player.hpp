// Plays the newest table, in either mode.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <optional>

#include "core/cloud/cloud_player.hpp"
#include "core/handover/newest_table.hpp"
#include "core/live/live_scheduler.hpp"
#include "core/loop/loop_player.hpp"
#include "core/mode_fade.hpp"
#include "core/real_time.hpp"
#include "core/settings.hpp"
#include "core/signals.hpp"

namespace granvae::core {

class Player {
 public:
  // The exchanges outlive the player; without the second it never plays live. `sample_rate`: Hz, of
  // the host. `channels`: 1 … kChannels.
  Player(TableExchange& exchange, double sample_rate, int channels, LiveExchange* live = nullptr);

  // Audio thread: writes `count` samples, at most kChunk, the same however they are cut. Control
  // signals may hold anything: until a signal has had a finite value it counts as absent; after
  // that, a value that is not finite holds the last that was, and is counted.
  void process(const PlayerSettings& settings, const Controls& controls, const Outputs& outputs,
               int count) noexcept GRANVAE_NONBLOCKING {
    prepare(settings, controls, {}, count);
    play(outputs, count);
  }

  // The same in two steps, between which a host that need not be in time may wait for the grains
  // that the first one requested.
  void prepare(const PlayerSettings& settings, const Controls& controls,
               const LatentSignals& latents, int count) noexcept GRANVAE_NONBLOCKING;
  void play(const Outputs& outputs, int count) noexcept GRANVAE_NONBLOCKING;

  // Not while process() runs. The sound that plays goes on.
  void set_sample_rate(double sample_rate) noexcept;

  int channels() const noexcept { return channels_; }
  double phase() const noexcept;
  // Grains begun so far. Audio thread.
  std::uint64_t onsets() const noexcept { return loop_.onsets() + cloud_.onsets(); }
  // Values of control signals that were not finite and were replaced. Any thread.
  std::uint64_t non_finite() const noexcept { return non_finite_.load(std::memory_order_relaxed); }
  // Grains of the cloud that ended early or never began, since too many sounded. Any thread.
  std::uint64_t stolen() const noexcept { return stolen_.load(std::memory_order_relaxed); }
  // Seconds of a walk that a loop repeated, since the next was not there. Any thread.
  std::uint64_t repeated() const noexcept { return repeated_.load(std::memory_order_relaxed); }

 private:
  void hold(const Controls& controls, bool freeze, int count) noexcept;
  void play_live(LiveScheduler& live, const Outputs& outputs, int count) noexcept;
  void render(const PlayerSettings& settings, const Controls& controls, const Outputs& outputs,
              int count) noexcept;
  void add_loop(const PlayerSettings& settings, const Controls& controls, const Outputs& outputs,
                int count) noexcept;
  void count_replaced(std::uint64_t replaced) noexcept;

  NewestTable tables_;
  LoopPlayer loop_;
  CloudPlayer cloud_;
  double sample_rate_;  // Hz
  int channels_;
  ModeFade modes_;
  std::optional<LiveScheduler> live_;
  std::int64_t now_ = 0;                // number of the next sample
  PlayerSettings settings_;             // of the chunk to play,
  ControlChunk controls_;               // with these controls
  std::array<double, kControls> last_;  // as last given; NaN before that
  double frozen_start_;                 // table samples
  static_assert(std::atomic<std::uint64_t>::is_always_lock_free);
  std::atomic<std::uint64_t> non_finite_{0};
  std::atomic<std::uint64_t> stolen_{0};
  std::atomic<std::uint64_t> repeated_{0};
};

}  // namespace granvae::core
