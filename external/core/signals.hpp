// What goes into the players and what comes out of them, a chunk of samples at a time.
#pragma once

namespace granvae::core {

inline constexpr int kChunk = 64;     // samples a player makes at a time, at most
inline constexpr int kChannels = 64;  // the most that a player can have

// The control signals, one value a sample: finite, or not a number where nothing was ever given.
struct Controls {
  const double* frequency;  // Hz, either sign
  const double* start;      // table samples
  const double* crossfade;  // table samples
  const double* rate;       // playback speed of cloud grains, 1: as recorded, negative: backwards
};

// Channels are added to; phase and onset are written, each of them where it is not null.
struct Outputs {
  float* const* channels;
  int count;      // channels
  double* phase;  // of the cycle, 0 … 1
  double* onset;  // 1 at a sample with which a grain begins, else 0
};

// How onsets come: at the frequency; at every sample at which the frequency inlet rises above 0; or
// with the frequency inlet as the phase itself, at its wraps.
enum class Sync { off, trigger, phasor };

}  // namespace granvae::core
