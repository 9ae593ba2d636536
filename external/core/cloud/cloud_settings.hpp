// What shapes a cloud of grains.
#pragma once

#include <cstdint>

#include "core/crossfade.hpp"
#include "core/read/reader.hpp"
#include "core/read/window.hpp"
#include "core/signals.hpp"

namespace granvae::core {

inline constexpr int kMostGrains = 8192;
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
  std::uint64_t seed = 0;      // of all deviations; to change it starts their sequence anew
  Sync sync = Sync::off;
  bool operator==(const CloudSettings&) const = default;
};

}  // namespace granvae::core
