#include "engine/path/encode.hpp"

#include <algorithm>
#include <cmath>

#include "decoder/native/archive.hpp"
#include "engine/files/file.hpp"
#include "engine/files/json.hpp"

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

// Where a grain of `grain` samples moves to that was requested at `offset`: the largest local
// maximum of the wave within 3/8 of a grain to either side of its middle comes to lie at `grain` /
// 2 (the largest sample where there is no local maximum), as far as the sound goes. The same place
// that GrainSampler finds in granvae/data/grain_sampler.py.
std::size_t aligned(std::span<const float> sound, std::size_t grain, std::size_t offset) {
  const std::size_t reach = 3 * grain / 8;
  const std::size_t most = sound.size() - grain;
  const std::size_t first = offset > reach ? offset - reach : 0;
  const std::size_t last = std::min(most, offset + reach);
  const auto at = [&](std::size_t moved) { return sound[moved + grain / 2]; };
  std::optional<std::size_t> peak;
  std::size_t largest = first;
  for (std::size_t moved = first; moved <= last; ++moved) {
    const std::size_t middle = moved + grain / 2;
    if (at(moved) > at(largest)) largest = moved;
    const bool rises = sound[middle] >= sound[middle - 1];
    const bool falls = middle + 1 < sound.size() && sound[middle] > sound[middle + 1];
    if (rises && falls && (!peak || at(moved) > at(*peak))) peak = moved;
  }
  return peak.value_or(largest);
}

}  // namespace

std::optional<LatentPath> encoded(decoder::Decoder& decoder, const Recording& recording,
                                  double join, const KeepGoing& keep_going) {
  const decoder::ModelInfo& info = decoder.info();
  std::vector<float> sound = prepared(recording, info.rate);
  const auto grain = static_cast<std::size_t>(info.grain);
  const auto latents = static_cast<std::size_t>(info.latents);
  const auto hop = static_cast<std::size_t>(hop_of(info, join));
  const std::size_t count = sound.size() > grain ? 1 + (sound.size() - grain + hop - 1) / hop : 1;
  if (count > kLongestPath) {
    refuse(recording.name, "has " + plural(count, "grain") + " and a path at most " +
                               std::to_string(kLongestPath) + "; encode a shorter part of it.");
  }
  sound.resize((count - 1) * hop + grain, 0.0f);

  const bool peaks = has_aligned_peaks(info.path);
  LatentPath path{std::vector<float>(count * latents), info.latents};
  const auto largest = static_cast<std::size_t>(decoder.largest_batch());
  std::vector<float> grains(std::min(largest, count) * grain);
  for (std::size_t first = 0; first < count; first += largest) {
    if (!keep_going()) return std::nullopt;
    const std::size_t batch = std::min(largest, count - first);
    for (std::size_t k = 0; k < batch; ++k) {
      const std::size_t offset = (first + k) * hop;
      const std::size_t moved = peaks ? aligned(sound, grain, offset) : offset;
      std::copy_n(sound.begin() + static_cast<std::ptrdiff_t>(moved), grain,
                  grains.begin() + static_cast<std::ptrdiff_t>(k * grain));
    }
    decoder.encode(std::span(grains).first(batch * grain),
                   std::span(path.points).subspan(first * latents, batch * latents));
  }
  return path;
}

}  // namespace granvae::engine
