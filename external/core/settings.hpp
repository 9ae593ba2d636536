// What shapes the sound of a player.
#pragma once

#include <cstdint>

#include "core/modes.hpp"

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

  // The share of such a change that passes with a sample, at most 1.
  double swap_step(double sample_rate) const noexcept {
    const double samples = swap * sample_rate;
    return samples > 1.0 ? 1.0 / samples : 1.0;
  }
  bool operator==(const LoopSettings&) const = default;
};

inline constexpr int kMostGrains = 16384;
inline constexpr int kMostAtOnce = 16;  // grains that may begin with one sample

// Every onset latches these, and a change is heard from the next one on; `sync` works at once.
// Values beyond the ranges given here count as their limits.
struct CloudSettings {
  Interpolation interpolation = Interpolation::sinc;
  CrossfadeLaw law = CrossfadeLaw::cosine;
  Window window = Window::fade;
  double length = 0.0;  // table samples; 0: one grain of the model
  StartUnit unit = StartUnit::samples;
  double transpose = 0.0;      // semitones
  double gain = 1.0;           // linear, to ±1000
  double pan = 0.0;            // -1 left … 1 right, or once around a ring of more channels than two
  double spray = 0.0;          // table samples: the start deviates by up to ± this, uniformly
  double detune = 0.0;         // cents: the pitch deviates likewise
  double async = 0.0;          // 0: periodic … 1: a Poisson process, at the same mean rate
  double intermittency = 0.0;  // 0 … 1: the probability that an onset makes no grain
  double spread = 0.0;         // 0 … 1: the pan deviates by up to ± this, uniformly
  double level = 0.0;          // dB, 0 … 200: grains are softer by 0 … this, uniformly in dB
  int grains = 1024;           // 1 … kMostGrains: how many may sound at once
  bool compensate = false;     // gain / √(grains expected at once), where they are more than one
  std::uint64_t seed = 0;      // of all deviations; a new seed starts their sequence anew
  Sync sync = Sync::off;
  bool operator==(const CloudSettings&) const = default;
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
