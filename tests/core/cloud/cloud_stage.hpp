// A cloud on its own, and what is heard of it.
#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>
#include <numbers>
#include <vector>

#include "core/cloud/cloud_player.hpp"
#include "samples.hpp"

namespace granvae::testing {

using namespace core;

inline constexpr double kNever = std::numeric_limits<double>::quiet_NaN();

// The control signals, each of one value or of one a sample.
struct CloudSignals {
  std::vector<double> frequency{kNever};
  std::vector<double> start{kNever};
  std::vector<double> crossfade{kNever};
  std::vector<double> rate{kNever};
};

struct CloudSound {
  std::vector<std::vector<float>> channels;
  std::vector<double> phase;
  std::vector<double> onset;
  std::uint64_t stolen = 0;  // grains, from the beginning to its end
  bool operator==(const CloudSound&) const = default;
};

class CloudStage {
 public:
  // Without samples there is no table.
  explicit CloudStage(const std::vector<float>& samples = {}, const CloudSettings& asked = {},
                      CloudSignals given = {}, int channels = 1, double sample_rate = 48000.0)
      : tables(exchange),
        player(tables, sample_rate, channels),
        settings(asked),
        signals(std::move(given)),
        channels_(static_cast<std::size_t>(channels)) {
    if (!samples.empty()) publish(samples);
  }

  void publish(const std::vector<float>& samples, double rate = 48000.0, int grain = 0) {
    exchange.publish(std::make_shared<const Table>(samples, rate, grain));
  }

  // `blocks`: sizes that are gone through again and again, at most kChunk each.
  CloudSound play(int count, const std::vector<int>& blocks = {kChunk}, bool spawning = true) {
    const auto total = static_cast<std::size_t>(count);
    CloudSound sound{{channels_, std::vector<float>(total)},
                     std::vector<double>(total),
                     std::vector<double>(total)};
    std::vector<float*> out(channels_);
    for (std::size_t done = 0, turn = 0; done < total; ++turn) {
      const int size = std::min(count - static_cast<int>(done), blocks[turn % blocks.size()]);
      for (std::size_t c = 0; c < channels_; ++c) out[c] = sound.channels[c].data() + done;
      const ControlChunk given = controls(size);
      player.process(
          settings, given.controls(),
          {out.data(), static_cast<int>(channels_), &sound.phase[done], &sound.onset[done]}, size,
          spawning);
      time_ += static_cast<std::size_t>(size);
      done += static_cast<std::size_t>(size);
    }
    sound.stolen = player.stolen();
    return sound;
  }

  TableExchange exchange;
  NewestTable tables;
  CloudPlayer player;
  CloudSettings settings;
  CloudSignals signals;

 private:
  ControlChunk controls(int count) const {
    ControlChunk chunk;
    const std::vector<double>* given[] = {&signals.frequency, &signals.start, &signals.crossfade,
                                          &signals.rate};
    for (std::size_t c = 0; c < kControls; ++c) {
      for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i) {
        chunk[c][i] = given[c]->size() == 1 ? given[c]->front() : given[c]->at(time_ + i);
      }
    }
    return chunk;
  }

  std::size_t channels_;
  std::size_t time_ = 0;  // samples played
};

// A table whose values go up by 1 / size a sample, from 0.
inline std::vector<float> ramp(int size) {
  return values(size, [&](int i) { return static_cast<float>(i) / static_cast<float>(size); });
}

// A cosine of whole cycles.
inline std::vector<float> cosine(int size, int cycles) {
  return values(size, [&](int i) {
    return static_cast<float>(std::cos(2.0 * std::numbers::pi * cycles * i / size));
  });
}

// The samples with which grains begin.
inline std::vector<std::size_t> onsets(const CloudSound& sound) {
  std::vector<std::size_t> samples;
  for (std::size_t n = 0; n < sound.onset.size(); ++n) {
    if (sound.onset[n] == 1.0) samples.push_back(n);
  }
  return samples;
}

// Grains of four samples of a ramp, whose first sample shows when they began: the times of
// the onsets in samples. One channel, and no onset within four samples of another.
inline std::vector<double> onset_times(const CloudSound& sound, int size) {
  std::vector<double> times;
  for (const std::size_t n : onsets(sound)) {
    times.push_back(static_cast<double>(n) - static_cast<double>(sound.channels[0][n]) * size);
  }
  return times;
}

// For onset_times().
inline const CloudSettings kShortGrains{.interpolation = Interpolation::linear, .length = 4.0};

}  // namespace granvae::testing
