// Windows of grains, a chunk of samples at a time.
#pragma once

#include "core/modes.hpp"

namespace granvae::core {

// A value that moves by `scale` a sample: offset + scale · n. Counting samples in whole numbers and
// rounding once makes it a pure function of n, however a grain is cut into blocks.
struct Ramp {
  float scale = 0.0f;
  float offset = 0.0f;
};

// `count` samples of which the first is number `first` of a ramp, and the next ones `direction`
// (1 or -1) further each.
struct Stretch {
  float* samples;
  int count;
  int first;
  int direction;
};

// Multiplies by the law's gain of a grain that comes, at a ramp's value in 0 … 1.
void fade(CrossfadeLaw law, const Ramp& ramp, const Stretch& stretch) noexcept;

// Multiplies by an exponential, from 1 at 0 to -60 dB at 1.
void decay(const Ramp& ramp, const Stretch& stretch) noexcept;

// Adds samples · gain to one channel, or to each of two different ones.
void mix(const float* samples, int count, float gain, float* channel) noexcept;
void mix(const float* samples, int count, const float* gains, float* first, float* second) noexcept;

// fade(), and mix() into two different channels, in one go.
void fade_and_mix(CrossfadeLaw law, const Ramp& ramp, const Stretch& stretch, const float* gains,
                  float* first, float* second) noexcept;

}  // namespace granvae::core
