#include "engine/path/decode_stream.hpp"

#include <algorithm>
#include <memory>
#include <span>
#include <utility>

namespace granvae::engine {

std::optional<JoinedGrains> decode_stream(decoder::Decoder& decoder, const LatentPath& path,
                                          const DecodeSettings& settings,
                                          const KeepGoing& keep_going) {
  const decoder::ModelInfo& info = decoder.info();
  const auto latents = static_cast<std::size_t>(info.latents);
  const auto grain = static_cast<std::size_t>(info.grain);
  const std::size_t count = path.count();
  check_table_size(count, static_cast<std::int64_t>(count * grain));
  JoinedGrains joined(info.grain, settings.law, count);
  const auto largest = static_cast<std::size_t>(decoder.largest_batch());
  std::vector<float> grains(std::min(largest, count) * grain);
  std::unique_ptr<decoder::Memory> memory;
  for (std::size_t first = 0; first < count; first += largest) {
    if (!keep_going()) return std::nullopt;
    // Others may have used the decoder meanwhile.
    decoder.select_channel(settings.channel);
    decoder.seed(settings.seed + first);
    const std::size_t batch = std::min(largest, count - first);
    memory = decoder.decode_on(std::span(path.points).subspan(first * latents, batch * latents),
                               std::span(grains).first(batch * grain), std::move(memory));
    for (std::size_t k = 0; k < batch; ++k) {
      joined.add(std::span<const float>(grains).subspan(k * grain, grain),
                 first + k == 0 ? 0 : info.grain);
    }
  }
  return joined;
}

std::optional<std::vector<float>> encode_stream(decoder::Decoder& decoder, std::vector<float> sound,
                                                const KeepGoing& keep_going) {
  const auto latents = static_cast<std::size_t>(decoder.info().latents);
  const auto grain = static_cast<std::size_t>(decoder.info().grain);
  const std::size_t count = (sound.size() + grain - 1) / grain;
  sound.resize(count * grain);
  std::vector<float> points(count * latents);
  const auto largest = static_cast<std::size_t>(decoder.largest_batch());
  std::unique_ptr<decoder::Memory> memory;
  for (std::size_t first = 0; first < count; first += largest) {
    if (!keep_going()) return std::nullopt;
    const std::size_t batch = std::min(largest, count - first);
    memory = decoder.encode_on(std::span(sound).subspan(first * grain, batch * grain),
                               std::span(points).subspan(first * latents, batch * latents),
                               std::move(memory));
  }
  return points;
}

}  // namespace granvae::engine
