// Finds the onsets of a player before it comes to them.
#pragma once

#include <cmath>

#include "core/cloud/cloud_onsets.hpp"
#include "core/loop/loop_clock.hpp"
#include "core/loop/loop_fades.hpp"
#include "core/loop/loop_span.hpp"
#include "core/mode_fade.hpp"
#include "core/settings.hpp"

namespace granvae::core {

// Goes through the same inputs by the same clocks, but plays nothing. A player that gets these
// inputs later has its onsets at the same samples of them.
class OnsetScout {
 public:
  // From where a player is.
  OnsetScout(double sample_rate, const ModeFade& modes, const LoopClock& loop,
             const LoopFades& fades, const CloudOnsets& cloud)
      : sample_rate_(sample_rate), modes_(modes), loop_(loop), fades_(fades), cloud_(cloud) {}

  void set_sample_rate(double sample_rate) {
    if (sample_rate == sample_rate_) return;
    sample_rate_ = sample_rate;
    loop_.set_sample_rate(sample_rate);
  }

  // Calls `act` with each sample with which a grain begins. `shape`: of the grains.
  template <class Act>
  void process(const PlayerSettings& settings, const Controls& controls, const GrainShape& shape,
               int count, Act act) {
    if (settings.mode != modes_.mode() && modes_.enter(settings.mode)) {
      settings.mode == Mode::cloud ? cloud_.reset() : reset_loop();
    }
    if (count > 0) modes_.begin();
    cloud_.follow(settings.cloud);
    const double step = settings.loop.swap_step(sample_rate_);
    for (int i = 0; i < count; ++i) {
      bool begun = false;
      if (modes_.loop_sounds()) {
        begun = loop_arrives(settings.loop, controls, shape, i) && settings.mode == Mode::loop;
        modes_.advance(step);
      }
      if (settings.mode == Mode::cloud) {
        begun = cloud_arrives(settings.cloud, controls, shape, i);
      }
      if (begun) act(i);
    }
  }

 private:
  void reset_loop() {
    loop_.reset();
    fades_ = {};
  }

  bool loop_arrives(const LoopSettings& settings, const Controls& controls, const GrainShape& shape,
                    int i) {
    const double input = controls.frequency[i];
    const bool fading = settings.sync == Sync::trigger && fades_.crossfading(loop_.phase());
    const Wrap border = loop_.arrive(settings.sync, input, fading);
    const bool begun = border != Wrap::none && !loop_.waiting();
    if (border != Wrap::none)
      fades_.turn(begun ? latched(settings, controls, shape, i)
                        : LoopFades::Part{false, fades_.current.fade},
                  border);
    loop_.advance(settings.sync, input, shape);
    return begun;
  }

  static LoopFades::Part latched(const LoopSettings& settings, const Controls& controls,
                                 const GrainShape& shape, int i) {
    if (shape.size == 0) return {};
    const double start = std::isnan(controls.start[i]) ? 0.0 : controls.start[i];
    const bool given = !std::isnan(controls.crossfade[i]);
    const double crossfade = given ? controls.crossfade[i] : shape.size / 4.0;
    // A live grain is a table of its own, whose only hop is the whole of it.
    const double unit = unit_size(settings.unit, shape.size);
    return {true, LoopSpan::fit(start * unit, crossfade, settings.length, shape.size).fade};
  }

  bool cloud_arrives(const CloudSettings& settings, const Controls& controls,
                     const GrainShape& shape, int i) {
    bool begun = false;
    const double given = controls.frequency[i];
    const bool natural = settings.sync == Sync::off && std::isnan(given);
    const double input = natural ? shape.frequency() : given;
    cloud_.arrive(settings, input, sample_rate_, [&](const CloudArrival& arrival) {
      begun = begun || !CloudOnsets::silent(settings, arrival.random);
    });
    cloud_.advance(settings, input, sample_rate_);
    return begun;
  }

  double sample_rate_;  // Hz
  ModeFade modes_;
  LoopClock loop_;
  LoopFades fades_;
  CloudOnsets cloud_;
};

}  // namespace granvae::core
