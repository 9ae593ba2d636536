#include "engine/path/encode.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <utility>

#include "decoder/native/archive.hpp"
#include "engine/files/file.hpp"
#include "engine/files/json.hpp"
#include "engine/path/decode_stream.hpp"
#include "engine/path/joined_grains.hpp"
#include "engine/worker/aside.hpp"

namespace granvae::engine {
namespace {

constexpr double kLowestRate = 1000.0;  // Hz; beyond these a header is broken
constexpr double kHighestRate = 1e6;

// Whether the model at `path` learned grains with their peak in the middle, as the exporter writes;
// a model of another maker did not.
bool has_aligned_peaks(const std::string& path) {
  const auto file = decoder::native::read_extra_file(path, "granvae.json");
  if (!file) return false;
  try {
    const auto* text = reinterpret_cast<const char*>(file->data());
    const Json described = parse_json({text, file->size()});
    const Json* align = described.field("align");
    return align != nullptr && align->text() != nullptr && *align->text() == "peak";
  } catch (const JsonError&) {
    return false;
  }
}

// At the model's rate, with a peak of at most 1.
std::vector<float> prepared(const Recording& recording, double rate) {
  if (recording.samples.empty()) refuse(recording.name, "holds no samples; record it again.");
  if (!(recording.rate >= kLowestRate && recording.rate <= kHighestRate)) {
    refuse(recording.name, "claims a sample rate of " + text_of(recording.rate) +
                               " Hz, which no recording has; save it again.");
  }
  const double length = static_cast<double>(recording.samples.size()) / recording.rate;
  if (length * rate > core::Table::kLargest) {
    refuse(recording.name, "lasts " + text_of(std::round(length)) + " seconds and " +
                               text_of(std::floor(core::Table::kLargest / rate)) +
                               " are the most; cut out the part that is to be heard.");
  }
  const auto finite = [](float sample) { return std::isfinite(sample); };
  if (!std::all_of(recording.samples.begin(), recording.samples.end(), finite)) {
    refuse(recording.name, "holds samples that are not finite numbers; save it again.");
  }
  std::vector<float> sound = resampled(recording.samples, recording.rate, rate);
  float peak = 1.0f;
  for (const float sample : sound) peak = std::max(peak, std::abs(sample));
  for (float& sample : sound) sample /= peak;
  return sound;
}

// Where the grains of a sound begin, as places of a path, until its end is covered.
std::vector<int> regular_places(std::size_t size, int grain, int hop) {
  const auto rest = static_cast<std::int64_t>(size) - grain;
  std::vector<int> places(static_cast<std::size_t>(rest > 0 ? 1 + (rest + hop - 1) / hop : 1), hop);
  places.front() = 0;
  return places;
}

// Of all grains that begin from `first` to `last`, the one with the largest local maximum of the
// wave in its middle, at `grain` / 2; the largest sample where there is no local maximum. The same
// rule as in GrainSampler in granvae/data/grain_sampler.py. Around the sound lie zeros.
std::int64_t begin_at_peak(std::span<const float> sound, int grain, std::int64_t first,
                           std::int64_t last) {
  const auto at = [&](std::int64_t sample) {
    const bool inside = sample >= 0 && sample < static_cast<std::int64_t>(sound.size());
    return inside ? sound[static_cast<std::size_t>(sample)] : 0.0f;
  };
  const std::int64_t middle = grain / 2;
  std::optional<std::int64_t> peak;
  std::int64_t largest = first;
  for (std::int64_t begin = first; begin <= last; ++begin) {
    const float sample = at(begin + middle);
    if (sample > at(largest + middle)) largest = begin;
    const bool peaks = sample >= at(begin + middle - 1) && sample > at(begin + middle + 1);
    if (peaks && (!peak || sample > at(*peak + middle))) peak = begin;
  }
  return peak.value_or(largest);
}

// Each grain with its peak in the middle, 1/2 to 15/16 of a grain after the one before, so that
// neighbours always overlap. The first has it within the sound's first half grain, so that nothing
// of an attack is lost. Nothing where `keep_going` says no.
std::optional<std::vector<int>> peak_places(std::span<const float> sound, int grain,
                                            const KeepGoing& keep_going) {
  const std::int64_t least = Intervals(grain).least;
  const std::int64_t most = std::max<std::int64_t>(grain - (grain + 15) / 16, least);
  std::int64_t begin = begin_at_peak(sound, grain, Intervals(grain).first, 0);
  std::vector<int> places{static_cast<int>(begin)};
  while (begin + grain < static_cast<std::int64_t>(sound.size())) {
    constexpr std::size_t kAtOnce = 256;  // grains, in less than a millisecond
    if (places.size() % kAtOnce == 0 && !keep_going()) return std::nullopt;
    const std::int64_t next = begin_at_peak(sound, grain, begin + least, begin + most);
    places.push_back(static_cast<int>(next - begin));
    begin = next;
  }
  return places;
}

// With zeros for what lies before and after the sound.
void copy_grain(std::span<const float> sound, std::int64_t begin, std::span<float> grain) {
  const auto size = static_cast<std::int64_t>(sound.size());
  const std::int64_t from = std::clamp<std::int64_t>(begin, 0, size);
  const std::int64_t to =
      std::clamp<std::int64_t>(begin + static_cast<std::int64_t>(grain.size()), from, size);
  std::fill(grain.begin(), grain.end(), 0.0f);
  std::copy(sound.begin() + from, sound.begin() + to, grain.begin() + (from - begin));
}

void check_path(const Recording& recording, std::size_t count) {
  if (count <= kLongestPath) return;
  refuse(recording.name, "has " + plural(count, "grain") + " and a path at most " +
                             std::to_string(kLongestPath) + "; encode a shorter part of it.");
}

}  // namespace

std::optional<LatentPath> encoded(decoder::Decoder& decoder, const Recording& recording,
                                  const DecodeSettings& settings, const KeepGoing& keep_going) {
  const decoder::ModelInfo& info = decoder.info();
  const auto grain_size = static_cast<std::size_t>(info.grain);
  auto prepared_sound = aside(keep_going, [&] { return prepared(recording, info.rate); });
  if (!prepared_sound) return std::nullopt;
  const std::vector<float>& sound = *prepared_sound;
  if (streams(info, settings)) {
    const std::size_t count = (sound.size() + grain_size - 1) / grain_size;
    check_path(recording, count);
    auto points = encode_stream(decoder, std::move(*prepared_sound), keep_going);
    if (!points) return std::nullopt;
    return LatentPath{std::move(*points), info.latents,
                      regular_places(count * grain_size, info.grain, info.grain)};
  }
  auto places = has_aligned_peaks(info.path)
                    ? peak_places(sound, info.grain, keep_going)
                    : regular_places(sound.size(), info.grain, hop_of(info, settings.join));
  if (!places) return std::nullopt;
  const std::size_t count = places->size();
  check_path(recording, count);

  const auto latents = static_cast<std::size_t>(info.latents);
  LatentPath path{std::vector<float>(count * latents), info.latents, std::move(*places)};
  const auto largest = static_cast<std::size_t>(decoder.largest_encoded());
  std::vector<float> grains(std::min(largest, count) * grain_size);
  std::int64_t begin = 0;
  for (std::size_t first = 0; first < count; first += largest) {
    if (!keep_going()) return std::nullopt;
    const std::size_t batch = std::min(largest, count - first);
    for (std::size_t k = 0; k < batch; ++k) {
      begin += path.places[first + k];
      copy_grain(sound, begin, std::span(grains).subspan(k * grain_size, grain_size));
    }
    decoder.encode(std::span(grains).first(batch * grain_size),
                   std::span(path.points).subspan(first * latents, batch * latents));
  }
  return path;
}

}  // namespace granvae::engine
