// One grain of a cloud.
#pragma once

#include <array>
#include <cstdint>
#include <limits>

#include "core/handover/newest_table.hpp"
#include "core/random.hpp"
#include "core/read/reader.hpp"
#include "core/read/window.hpp"
#include "core/settings.hpp"

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
  TableUse table;                                     // empty in a place that is free
  std::int64_t born = 0;                              // number of the sample at which n = 0
  LevelLine line{};                                   // positions over n
  int end = 0;                                        // over from this n on
  int fade_in_end = 0;                                // fades in before this n
  int fade_out_begin = 0;                             // fades out from this n on
  int last = 0;                                       // the last n, if nothing ends it before
  int steal_begin = std::numeric_limits<int>::max();  // makes room for another from this n on
  Ramp in;                                            // over n
  Ramp out;                                           // over last - n
  Ramp decay;                                         // over n, or over last - n for rexpodec
  Ramp steal;                                         // over n - steal_begin
  std::array<float, 2> gains{};
  std::array<std::uint8_t, 2> channels{};
  Interpolation interpolation = Interpolation::sinc;
  CrossfadeLaw law = CrossfadeLaw::cosine;
  Window window = Window::fade;
};
static_assert(sizeof(CloudGrain) == 128);

// Gains are those of `channels` channels, 1 … kChannels.
CloudGrain make_grain(const CloudSettings& settings, const CloudOnset& onset,
                      const OnsetRandom& random, const TableUse& table, double sample_rate,
                      int channels) noexcept;

// Fades `grain` out from sample number `now` on, within `samples` of them at least 1.
void steal_grain(CloudGrain& grain, std::int64_t now, int samples) noexcept;

// Adds what of the grain lies within the `count` samples from number `now` on, at most kChunk.
void play_grain(const CloudGrain& grain, std::int64_t now, int count,
                float* const* channels) noexcept;

}  // namespace granvae::core
