// What a player that plays live knows before it plays.
#pragma once

#include <cstdint>

#include "core/handover/live_grains.hpp"
#include "core/live/delay_line.hpp"
#include "core/live/live_point.hpp"
#include "core/live/onset_lookahead.hpp"
#include "core/settings.hpp"

namespace granvae::core {

// The worker's and the audio thread's common ground.
struct LiveExchange {
  LiveGrains grains;
  LivePoint point;
};

// Delays the inputs of a player by a fixed number of samples, and meanwhile asks for the grains of
// the onsets that it will have. All audio thread.
class LiveAhead {
 public:
  // What holds at a sample.
  struct Heard {
    PlayerSettings settings;
    GrainShape shape;  // of live grains
    bool decodes;      // there is a model that could
    bool operator==(const Heard&) const = default;
  };

  LiveAhead(LiveExchange& exchange, double sample_rate)
      : exchange_(exchange),
        controls_(LiveSettings::kLongest),
        scout_(sample_rate, {}, LoopClock(sample_rate), {}, {}) {}

  // Whether it goes on with this latency; if not, begin().
  bool goes_on(int latency) const { return on_ && latency == latency_; }
  // From sample number `now` on. A player that has begun stays where it is, with its inputs held,
  // until it hears these; one that has not is silent.
  void begin(std::int64_t now, int latency, const PlayerSettings& before,
             const std::array<double, kControls>& held, const OnsetScout& player, bool begun);
  void end();

  // The inputs from sample number `now` on.
  void listen(std::int64_t now, const PlayerSettings& settings, const HeldControls& held,
              const LatentSignals& latents, int count, std::uint64_t& replaced);

  // The inputs to be heard from sample number `now` on. Returns how many samples are silent before
  // that.
  int hear(HeldControls& held, int count);
  const Heard& heard(std::int64_t now) { return changes_.at(now); }
  int until_change(std::int64_t now, int most) const { return changes_.until_change(now, most); }

  void set_sample_rate(double sample_rate) { scout_.set_sample_rate(sample_rate); }

 private:
  Heard as_heard(const PlayerSettings& settings) const {
    return {settings, exchange_.point.shape(), exchange_.point.latents() > 0};
  }

  LiveExchange& exchange_;
  ControlDelay controls_;
  ChangeDelay<Heard> changes_;
  OnsetScout scout_;
  bool on_ = false;
  int latency_ = 0;  // samples
  int silent_ = 0;   // samples before the player begins
};

}  // namespace granvae::core
