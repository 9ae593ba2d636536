#include "engine/path/decode_table.hpp"

#include <algorithm>
#include <cmath>
#include <span>
#include <stdexcept>

#include "core/crossfade.hpp"

namespace granvae::engine {

int hop_of(const decoder::ModelInfo& info, double join) {
  const double wanted = join < 0.0 ? std::floor(info.grain / 4.0) : join;
  return info.grain - static_cast<int>(std::min(wanted, std::floor(info.grain / 2.0)));
}

std::optional<core::Table> decode_table(decoder::Decoder& decoder, const LatentPath& path,
                                        const DecodeSettings& settings,
                                        const KeepGoing& keep_going) {
  const decoder::ModelInfo& info = decoder.info();
  const auto latents = static_cast<std::size_t>(info.latents);
  const auto grain = static_cast<std::size_t>(info.grain);
  const auto hop = static_cast<std::size_t>(hop_of(info, settings.join));
  const std::size_t overlap = grain - hop;
  const std::size_t count = path.count();

  const std::size_t size = (count - 1) * hop + grain;
  if (size > core::Table::kLargest) {
    throw std::runtime_error("a path of " + plural(count, "grain") +
                             " of this model makes a table of " + plural(size, "sample") +
                             ", and " + std::to_string(core::Table::kLargest) +
                             " are the most; send fewer points.");
  }
  std::vector<float> samples(size, 0.0f);
  const auto largest = static_cast<std::size_t>(decoder.largest_batch());
  std::vector<float> grains(std::min(largest, count) * grain);
  std::vector<decoder::Noise> noise(std::min(largest, count));
  for (std::size_t first = 0; first < count; first += largest) {
    if (!keep_going()) return std::nullopt;
    // Others may have used the decoder meanwhile.
    decoder.select_channel(settings.channel);
    decoder.seed(settings.seed + first);
    const auto batch = std::min(largest, count - first);
    for (std::size_t k = 0; k < batch; ++k) {
      noise[k] = {settings.noise, settings.seed + first + k};
    }
    decoder.decode(std::span(path.points).subspan(first * latents, batch * latents),
                   std::span(noise).first(batch), std::span(grains).first(batch * grain));
    for (std::size_t k = 0; k < batch; ++k) {
      float* at = samples.data() + (first + k) * hop;
      const float* from = grains.data() + k * grain;
      const bool joined = first + k > 0;
      for (std::size_t i = 0; i < grain; ++i) {
        if (joined && i < overlap) {
          const double passed = static_cast<double>(i) / static_cast<double>(overlap);
          const core::Gains gains = core::crossfade_gains(settings.law, passed);
          at[i] = static_cast<float>(gains.out * at[i] + gains.in * from[i]);
        } else {
          at[i] = from[i];
        }
      }
    }
  }
  // Of one grain, there is no next: as in a live one, the only hop is the whole of it.
  return core::Table(samples, info.rate, info.grain, count > 1 ? static_cast<int>(hop) : 0);
}

}  // namespace granvae::engine
