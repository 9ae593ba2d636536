// A cloud on its own, and what is heard of it.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <memory>
#include <numbers>
#include <random>
#include <vector>

#include "core/cloud/cloud_player.hpp"

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
  std::vector<int> begun;  // grains, with each sample; only where blocks are one sample long
  bool operator==(const CloudSound& other) const {
    return channels == other.channels && phase == other.phase && onset == other.onset;
  }
};

class CloudStage {
 public:
  explicit CloudStage(int channels = 1, double sample_rate = 48000.0)
      : tables(exchange), player(tables, sample_rate, channels), channels_(channels) {}

  void publish(const std::vector<float>& samples, double rate = 48000.0, int grain = 0) {
    exchange.publish(std::make_shared<const Table>(samples, rate, grain));
  }

  // `blocks`: sizes that are gone through again and again, at most kChunk each.
  CloudSound play(int count, const std::vector<int>& blocks = {kChunk}, bool spawning = true) {
    CloudSound sound;
    sound.channels.resize(static_cast<std::size_t>(channels_));
    for (int done = 0, turn = 0; done < count; ++turn) {
      const int size =
          std::min(count - done, blocks[static_cast<std::size_t>(turn) % blocks.size()]);
      block(size, spawning, sound);
      done += size;
    }
    return sound;
  }

  TableExchange exchange;
  NewestTable tables;
  CloudPlayer player;
  CloudSettings settings;
  CloudSignals signals;

 private:
  using Chunk = std::array<double, kChunk>;

  void fill(const std::vector<double>& signal, int count, Chunk& out) const {
    for (int i = 0; i < count; ++i) {
      const auto n = static_cast<std::size_t>(time_ + i);
      out[static_cast<std::size_t>(i)] = signal.size() == 1 ? signal[0] : signal.at(n);
    }
  }

  void block(int count, bool spawning, CloudSound& sound) {
    ControlChunk given;
    fill(signals.frequency, count, given[0]);
    fill(signals.start, count, given[1]);
    fill(signals.crossfade, count, given[2]);
    fill(signals.rate, count, given[3]);
    Chunk phase;
    Chunk onset;
    std::vector<std::array<float, kChunk>> made(static_cast<std::size_t>(channels_));
    std::vector<float*> channels;
    for (auto& channel : made) {
      channel.fill(0.0f);
      channels.push_back(channel.data());
    }
    const std::uint64_t before = player.onsets();
    player.process(settings, given.controls(),
                   {channels.data(), channels_, phase.data(), onset.data()}, count, spawning);
    time_ += count;
    for (std::size_t c = 0; c < made.size(); ++c) {
      sound.channels[c].insert(sound.channels[c].end(), made[c].begin(), made[c].begin() + count);
    }
    sound.phase.insert(sound.phase.end(), phase.begin(), phase.begin() + count);
    sound.onset.insert(sound.onset.end(), onset.begin(), onset.begin() + count);
    if (count == 1) sound.begun.push_back(static_cast<int>(player.onsets() - before));
  }

  int channels_;
  int time_ = 0;  // samples played
};

// A table whose values go up by 1 / size a sample, from 0.
inline std::vector<float> ramp(int size) {
  std::vector<float> samples;
  for (int i = 0; i < size; ++i)
    samples.push_back(static_cast<float>(i) / static_cast<float>(size));
  return samples;
}

// A cosine of whole cycles.
inline std::vector<float> cosine(int size, int cycles) {
  std::vector<float> samples;
  for (int i = 0; i < size; ++i) {
    samples.push_back(static_cast<float>(std::cos(2.0 * std::numbers::pi * cycles * i / size)));
  }
  return samples;
}

inline std::vector<float> noise(int size, unsigned seed) {
  std::mt19937 generator(seed);
  std::vector<float> samples;
  for (int i = 0; i < size; ++i) {
    samples.push_back(static_cast<float>(generator()) / 4294967296.0f - 0.5f);
  }
  return samples;
}

// Grains of four samples of a ramp, whose first sample shows when they began: the times of
// the onsets in samples. One channel, and no onset within four samples of another.
inline std::vector<double> onset_times(const CloudSound& sound, int size) {
  std::vector<double> times;
  for (std::size_t n = 0; n < sound.onset.size(); ++n) {
    if (sound.onset[n] == 0.0) continue;
    times.push_back(static_cast<double>(n) - static_cast<double>(sound.channels[0][n]) * size);
  }
  return times;
}

inline void set_up_for_onset_times(CloudStage& stage, int size) {
  stage.publish(ramp(size));
  stage.settings.interpolation = Interpolation::linear;
  stage.settings.length = 4.0;
  stage.signals.crossfade = {0.0};
}

}  // namespace granvae::testing
