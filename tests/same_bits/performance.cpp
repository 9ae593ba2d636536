#include "performance.hpp"

#include <algorithm>

#include "../core/samples.hpp"
#include "../core/stage.hpp"

namespace granvae::same_bits {
namespace {

constexpr double kSampleRate = 48000.0;

}  // namespace

std::shared_ptr<const Table> noise_table(int size, unsigned seed) {
  return std::make_shared<const Table>(testing::noise(size, seed));
}

Hash played(const Performance& performance, const Tables& tables) {
  testing::Stage stage(kSampleRate, performance.channels);
  const Swing swings[kControls] = {performance.frequency, performance.start, performance.crossfade,
                                   performance.rate};
  const auto channels = static_cast<std::size_t>(performance.channels);
  const int each = performance.samples / static_cast<int>(tables.size());
  ControlChunk controls;
  Hash hash;
  std::size_t next = 0;
  for (int first = 0; first < performance.samples; first += kChunk) {
    if (next < tables.size() && first >= static_cast<int>(next) * each) {
      stage.exchange.publish(tables[next++]);
    }
    const int count = std::min(kChunk, performance.samples - first);
    for (std::size_t c = 0; c < kControls; ++c) {
      for (int i = 0; i < count; ++i) {
        controls[c][static_cast<std::size_t>(i)] = swings[c].at(first + i);
      }
    }
    stage.player.process(performance.settings, controls.controls(), stage.outputs(), count);
    const auto size = static_cast<std::size_t>(count);
    for (std::size_t c = 0; c < channels; ++c) {
      hash.add_all(std::span<const float>(stage.sound[c]).first(size));
    }
    hash.add_all(std::span<const double>(stage.phase).first(size));
    hash.add_all(std::span<const double>(stage.onset).first(size));
  }
  return hash;
}

}  // namespace granvae::same_bits
