// Requests live grains ahead of their onsets.
#pragma once

#include <array>
#include <cstdint>

#include "core/handover/live_grains.hpp"
#include "core/live/delay_line.hpp"
#include "core/live/live_point.hpp"
#include "core/live/onset_lookahead.hpp"

namespace granvae::core {

// What the worker and the audio thread share.
struct LiveExchange {
  LiveGrains grains;
  LivePoint point;
};

// Delays the inputs of a player by a fixed number of samples, and meanwhile requests the grains of
// the onsets that it will have. All audio thread.
class LiveScheduler {
 public:
  // What holds at a sample.
  struct State {
    PlayerSettings settings;
    GrainShape shape;  // of live grains
    bool decodes;      // there is a model that could
    bool operator==(const State&) const = default;
  };

  LiveScheduler(LiveExchange& exchange, double sample_rate)
      : exchange_(exchange), controls_(LiveSettings::kLongest), lookahead_(sample_rate) {}

  // Whether it runs with this latency; if not, start().
  bool runs(int latency) const noexcept { return on_ && latency == latency_; }
  // From sample number `now` on. A player that has started stays where it is, with its inputs held,
  // until it reaches these; one that has not is silent.
  void start(std::int64_t now, int latency, const PlayerSettings& before,
             const std::array<double, kControls>& held, const OnsetLookahead& player, bool started);
  void stop() noexcept;

  // The inputs from sample number `now` on.
  void write(std::int64_t now, const PlayerSettings& settings, const ControlChunk& controls,
             const LatentSignals& latents, int count, std::uint64_t& replaced);

  // The inputs to be played now. Returns how many samples are silent before that.
  int read(ControlChunk& controls, int count) noexcept;
  // At the sample of this number.
  const State& state(std::int64_t now) noexcept { return changes_.at(now); }
  int until_change(std::int64_t now, int most) const noexcept {
    return changes_.until_change(now, most);
  }

  void set_sample_rate(double sample_rate) noexcept { lookahead_.set_sample_rate(sample_rate); }

 private:
  State state_with(const PlayerSettings& settings) const noexcept {
    return {settings, exchange_.point.shape(), exchange_.point.latents() > 0};
  }

  LiveExchange& exchange_;
  ControlDelay controls_;
  ChangeDelay<State> changes_;
  OnsetLookahead lookahead_;
  bool on_ = false;
  int latency_ = 0;  // samples
  int silent_ = 0;   // samples before the player begins
};

}  // namespace granvae::core
