// One grain of a cloud.
#pragma once

#include <array>
#include <cstdint>
#include <limits>

#include "core/cloud/cloud_settings.hpp"
#include "core/handover/table_exchange.hpp"
#include "core/random.hpp"

namespace granvae::core {

// What a grain's onset finds besides the settings.
struct CloudOnset {
  std::int64_t sample;  // number of the first sample at or after the onset
  double ago;           // samples from the onset to that one, 0 … 1
  double start;         // in the settings' unit
  double crossfade;     // table samples
  double rate;          // as recorded: 1
  double per_sample;    // onsets a sample, as far as is known
};

// All that sounds is a function of the sample's number since the onset, `n`. Two cache lines.
struct alignas(64) CloudGrain {
  SharedTable* table = nullptr;  // empty in a place that is free
  std::int64_t born = 0;         // number of the sample at which n = 0
  double start = 0.0;            // as in Line
  double step = 0.0;
  double fraction = 0.0;
  int end = 0;                                   // over from this n on
  int coming = 0;                                // fades in before this n
  int going = 0;                                 // fades out from this n on
  int last = 0;                                  // the last n, if nothing ends it before
  int stolen = std::numeric_limits<int>::max();  // makes room for another from this n on
  Ramp in;                                       // over n
  Ramp out;                                      // over last - n
  Ramp decay;                                    // over n, or over last - n for rexpodec
  Ramp steal;                                    // over n - stolen
  std::array<float, 2> gains{};
  std::array<std::uint8_t, 2> channels{};
  Interpolation interpolation = Interpolation::sinc;
  CrossfadeLaw law = CrossfadeLaw::cosine;
  Window window = Window::fade;
};

// Gains are those of `channels` channels, 1 … kChannels.
CloudGrain make_grain(const CloudSettings& settings, const CloudOnset& onset,
                      const OnsetRandom& random, const Table& table, double sample_rate,
                      int channels);

// The gains by which a grain is placed: in two neighbouring channels at most, of equal power. One
// channel: 1. Two: pan -1 left … 1 right. More: a ring that begins with the first channel.
struct Placement {
  std::array<std::uint8_t, 2> channels;
  std::array<float, 2> gains;
};
Placement placement(double pan, int channels);

// Fades `grain` out from sample number `now` on, within `samples` of them at least 1.
void steal_grain(CloudGrain& grain, std::int64_t now, int samples);

// Adds what of the grain lies within the `count` samples from number `now` on, at most kChunk.
void play_grain(const CloudGrain& grain, std::int64_t now, int count, float* const* channels);

}  // namespace granvae::core
