#include "engine/path/decode_table.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <span>
#include <stdexcept>
#include <utility>

#include "engine/path/decode_stream.hpp"
#include "engine/path/fit_grain.hpp"
#include "engine/worker/aside.hpp"

namespace granvae::engine {
namespace {

// From each grain to the next, as JoinedGrains takes them: as the path says, or regular.
std::vector<int> intervals_of(const LatentPath& path, int grain, int hop) {
  std::vector<int> intervals(path.count(), hop);
  if (path.places.empty()) {
    intervals.front() = 0;
    return intervals;
  }
  const Intervals allowed(grain);
  std::transform(path.places.begin(), path.places.end(), intervals.begin(),
                 [&](int place) { return std::clamp(place, allowed.least, allowed.most); });
  intervals.front() = std::clamp(path.places.front(), allowed.first, 0);
  return intervals;
}

}  // namespace

void check_table_size(std::size_t count, std::int64_t size) {
  if (size <= core::Table::kLargest) return;
  throw std::runtime_error(
      "a path of " + plural(count, "grain") + " of this model makes a table of " +
      plural(static_cast<std::size_t>(size), "sample") + ", and " +
      std::to_string(core::Table::kLargest) + " are the most; send fewer points.");
}

int hop_of(const decoder::ModelInfo& info, double join) {
  const double wanted = join < 0.0 ? std::floor(info.grain / 4.0) : join;
  return info.grain - static_cast<int>(std::min(wanted, std::floor(info.grain / 2.0)));
}

std::optional<JoinedGrains> decode_grains(decoder::Decoder& decoder, const LatentPath& path,
                                          const DecodeSettings& settings,
                                          const KeepGoing& keep_going) {
  const decoder::ModelInfo& info = decoder.info();
  if (streams(info, settings)) return decode_stream(decoder, path, settings, keep_going);
  const auto latents = static_cast<std::size_t>(info.latents);
  const auto grain = static_cast<std::size_t>(info.grain);
  const std::size_t count = path.count();
  const int hop = hop_of(info, settings.join);
  const bool fits = settings.fit && path.places.empty();
  const std::vector<int> intervals = intervals_of(path, info.grain, hop);
  check_table_size(count,
                   std::accumulate(intervals.begin(), intervals.end(), std::int64_t{info.grain}));

  // Noises are unlike each other: where they crossfade, their powers sum to one. They say nothing
  // of where a grain fits.
  JoinedGrains tones(info.grain, settings.law, count);
  JoinedGrains noises(info.grain, core::CrossfadeLaw::power, count);
  const bool noisy = info.noisy && settings.noise > 0.0f;
  const std::size_t largest = std::min(static_cast<std::size_t>(decoder.largest_batch()), count);
  std::vector<float> tone(largest * grain);
  std::vector<float> noise(noisy ? largest * grain : 0);
  std::vector<decoder::Noise> how(largest);
  for (std::size_t first = 0; first < count; first += largest) {
    if (!keep_going()) return std::nullopt;
    // Others may have used the decoder meanwhile.
    decoder.select_channel(settings.channel);
    decoder.seed(settings.seed + first);
    const auto batch = std::min(largest, count - first);
    for (std::size_t k = 0; k < batch; ++k) how[k] = {settings.noise, settings.seed + first + k};
    const auto points = std::span(path.points).subspan(first * latents, batch * latents);
    const auto decoded = std::span(tone).first(batch * grain);
    if (noisy) {
      decoder.decode_apart(points, std::span(how).first(batch), decoded,
                           std::span(noise).first(batch * grain));
    } else {
      decoder.decode(points, {}, decoded);
    }
    for (std::size_t k = 0; k < batch; ++k) {
      const std::span<const float> next = decoded.subspan(k * grain, grain);
      const bool fitted = fits && first + k > 0;
      if (fitted && !keep_going()) return std::nullopt;
      const int interval = fitted ? fitted_interval(tones.last(), next, hop) : intervals[first + k];
      tones.add(next, interval);
      if (noisy) noises.add(std::span(noise).subspan(k * grain, grain), interval);
    }
    check_table_size(count, static_cast<std::int64_t>(tones.samples().size()));
  }
  if (noisy) tones.mix(noises);
  return tones;
}

std::optional<core::Table> made_table(std::span<const float> samples,
                                      const decoder::ModelInfo& info, std::vector<int> starts,
                                      const KeepGoing& keep_going) {
  constexpr std::size_t kQuick = 2048;  // samples: about a millisecond
  const auto make = [&] { return core::Table(samples, info.rate, info.grain, std::move(starts)); };
  if (samples.size() <= kQuick) return make();
  return aside(keep_going, make);
}

std::optional<core::Table> decode_table(decoder::Decoder& decoder, const LatentPath& path,
                                        const DecodeSettings& settings,
                                        const KeepGoing& keep_going) {
  const auto joined = decode_grains(decoder, path, settings, keep_going);
  if (!joined) return std::nullopt;
  const decoder::ModelInfo& info = decoder.info();
  return made_table(joined->samples(), info, joined->starts(), keep_going);
}

}  // namespace granvae::engine
