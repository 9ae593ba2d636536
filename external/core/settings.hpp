// What shapes the sound of a player.
#pragma once

#include "core/cloud/cloud_settings.hpp"
#include "core/crossfade.hpp"
#include "core/mode_fade.hpp"
#include "core/read/reader.hpp"
#include "core/read/table.hpp"
#include "core/signals.hpp"

namespace granvae::core {

// Law, interpolation, length and unit are latched at onsets.
struct LoopSettings {
  CrossfadeLaw law = CrossfadeLaw::cosine;
  Interpolation interpolation = Interpolation::sinc;
  double length = 0.0;  // table samples; 0: to the table's end
  StartUnit unit = StartUnit::samples;
  bool latch = true;   // false: the start follows its inlet inside the cycle
  double swap = 0.05;  // seconds: a longer cycle does not wait for its end to change the table
  Sync sync = Sync::off;

  // How much of such a change passes with a sample: at most all of it.
  double swap_step(double sample_rate) const {
    const double samples = swap * sample_rate;
    return samples > 1.0 ? 1.0 / samples : 1.0;
  }
  bool operator==(const LoopSettings&) const = default;
};

// Whether each onset has a grain of its own. These two work at once.
struct LiveSettings {
  static constexpr int kLongest = 8192;

  bool on = false;
  int latency = 0;  // samples, 0 … kLongest, by which all else is late while on
  bool operator==(const LiveSettings&) const = default;
};

// What a host may change between two calls of process().
struct PlayerSettings {
  Mode mode = Mode::loop;
  bool freeze = false;  // the table and the start stay as they are
  LiveSettings live;
  LoopSettings loop;
  CloudSettings cloud;
  bool operator==(const PlayerSettings&) const = default;
};

}  // namespace granvae::core
