// Plays the newest table, in either mode.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>

#include "core/cloud_player.hpp"
#include "core/loop_player.hpp"
#include "core/newest_table.hpp"
#include "core/signals.hpp"
#include "core/table_exchange.hpp"

namespace granvae {

enum class Mode { loop, cloud };

// What a host may change between two calls of process().
struct PlayerSettings {
  Mode mode = Mode::loop;
  bool freeze = false;  // the table and the start stay as they are
  LoopSettings loop;
  CloudSettings cloud;
};

class Player {
 public:
  // `exchange` outlives the player. `sample_rate`: Hz, of the host. `channels`: 1 … kChannels.
  Player(TableExchange& exchange, double sample_rate, int channels);

  // Audio thread: writes `count` samples, at most kChunk, the same however they are cut. Control
  // signals may hold anything: until a signal has had a finite value it counts as absent; after
  // that, a value that is not finite holds the last that was, and is counted.
  void process(const PlayerSettings& settings, const Controls& controls, const Outputs& outputs,
               int count);

  // Not while process() runs. The sound that plays goes on.
  void set_sample_rate(double sample_rate);

  int channels() const { return channels_; }
  double phase() const;
  // Grains begun so far. Audio thread.
  std::uint64_t onsets() const { return loop_.onsets() + cloud_.onsets(); }
  // Values of control signals that were not finite and were replaced. Any thread.
  std::uint64_t non_finite() const { return non_finite_.load(std::memory_order_relaxed); }
  // Grains of the cloud that ended early or never began, since too many sounded. Any thread.
  std::uint64_t stolen() const { return stolen_.load(std::memory_order_relaxed); }

 private:
  static constexpr int kControls = 4;
  using Held = std::array<std::array<double, kChunk>, kControls>;

  void hold(const Controls& controls, bool freeze, int count, Held& held);
  void enter(Mode mode);
  void add_loop(const PlayerSettings& settings, const Controls& controls, const Outputs& outputs,
                int count);

  NewestTable tables_;
  LoopPlayer loop_;
  CloudPlayer cloud_;
  double sample_rate_;  // Hz
  int channels_;
  Mode mode_ = Mode::loop;
  bool begun_ = false;       // anything has been played
  double loop_share_ = 1.0;  // of the loop in the sound: 0 … 1, on its way while modes change
  std::array<double, kControls> last_;  // as last given; not a number before that
  double frozen_start_;                 // table samples
  std::atomic<std::uint64_t> non_finite_{0};
  std::atomic<std::uint64_t> stolen_{0};
};

}  // namespace granvae
