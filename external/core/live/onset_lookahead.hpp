// Finds the onsets of a player before it comes to them.
#pragma once

#include "core/cloud/cloud_onsets.hpp"
#include "core/loop/loop_cycle.hpp"
#include "core/loop/loop_span.hpp"
#include "core/mode_fade.hpp"
#include "core/settings.hpp"

namespace granvae::core {

// Goes through the same inputs by the same clocks, but plays nothing. A player that gets these
// inputs later has its onsets at the same samples of them.
class OnsetLookahead {
 public:
  explicit OnsetLookahead(double sample_rate) noexcept
      : sample_rate_(sample_rate), loop_(sample_rate) {}
  // From where a player is.
  template <class Grain>
  OnsetLookahead(double sample_rate, const ModeFade& modes, const LoopClock& loop,
                 const LoopCycle<Grain>& cycle, const CloudOnsets& cloud) noexcept
      : sample_rate_(sample_rate), modes_(modes), loop_(loop), cloud_(cloud) {
    cycle_.current = LoopGrain(cycle.current);
    cycle_.tails[0] = LoopGrain(cycle.tails[0]);
  }

  void set_sample_rate(double sample_rate) noexcept {
    if (sample_rate == sample_rate_) return;
    sample_rate_ = sample_rate;
    loop_.set_sample_rate(sample_rate);
  }

  // Calls `act` with each sample with which a grain begins. `shape`: of the grains.
  template <class Act>
  void process(const PlayerSettings& settings, const Controls& controls, const GrainShape& shape,
               int count, Act act) {
    if (modes_.follow(settings.mode, count)) {
      settings.mode == Mode::cloud ? cloud_.reset() : reset_loop();
    }
    cloud_.follow(settings.cloud);
    const double step = settings.loop.swap_step(sample_rate_);
    for (int i = 0; i < count; ++i) {
      bool onset = false;
      if (modes_.loop_sounds()) {
        onset = loop_begins(settings.loop, controls, shape, i) && settings.mode == Mode::loop;
        modes_.advance(step);
      }
      if (settings.mode == Mode::cloud) {
        onset = cloud_begins(settings.cloud, controls, shape, i);
      }
      if (onset) act(i);
    }
  }

 private:
  // What of a loop's grain decides when the next one begins.
  struct LoopGrain {
    bool sounding = false;
    double width = 0.0;
    double natural = 0.0;  // Hz
    double passed = 0.0;
    double held = 0.0;

    LoopGrain() = default;
    LoopGrain(bool on, double fades, double hertz) noexcept
        : sounding(on), width(fades), natural(hertz) {}
    template <class Grain>
    explicit LoopGrain(const Grain& grain) noexcept
        : LoopGrain(grain.sounds(), grain.fade(), grain.frequency()) {}
    bool sounds() const noexcept { return sounding; }
    double fade() const noexcept { return width; }
    double frequency() const noexcept { return natural; }
    void go_on_as(const LoopGrain& other) noexcept {
      width = other.width;
      natural = other.natural;
    }
  };

  void reset_loop() noexcept {
    loop_.reset();
    cycle_ = {};
  }

  bool loop_begins(const LoopSettings& settings, const Controls& controls, const GrainShape& shape,
                   int i) {
    const double input = controls.frequency[i];
    const Wrap border = loop_.arrive(settings.sync, input);
    if (border != Wrap::none) {
      const LoopGrain next = cycle_.next(loop_, [&] {
        const LoopLatch latch(settings, controls, i, shape);
        if (shape.size == 0) return LoopGrain();
        return LoopGrain(true, latch.fit(shape).fade, latch.frequency(shape));
      });
      cycle_.turn(next, border, loop_);
    }
    loop_.advance(settings.sync, input, cycle_.natural(shape));
    return border != Wrap::none && !loop_.waiting();
  }

  bool cloud_begins(const CloudSettings& settings, const Controls& controls,
                    const GrainShape& shape, int i) {
    bool onset = false;
    const double input = cloud_.input(settings, controls, i, shape, sample_rate_);
    cloud_.arrive(settings, input, sample_rate_, [&](const CloudArrival& arrival) {
      onset = onset || !CloudOnsets::silent(settings, arrival.random);
    });
    cloud_.advance(settings, input, sample_rate_);
    return onset;
  }

  double sample_rate_;  // Hz
  ModeFade modes_;
  LoopClock loop_;
  LoopCycle<LoopGrain> cycle_;
  CloudOnsets cloud_;
};

}  // namespace granvae::core
