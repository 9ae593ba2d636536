#include "script.hpp"

#include <algorithm>
#include <bit>
#include <climits>
#include <cmath>
#include <functional>
#include <vector>

#include "core/elementary.hpp"

namespace granvae::fuzz {
namespace {

using Limits = std::numeric_limits<double>;

// Of either sign.
constexpr double kStrange[] = {0.0,
                               0.5,
                               1.0,
                               Limits::quiet_NaN(),
                               Limits::infinity(),
                               Limits::max(),
                               Limits::min(),
                               Limits::denorm_min(),
                               1.0 - 0x1p-53,
                               0x1p31,
                               0x1p63};

// SplitMix64 (Steele, Lea & Flood 2014) as a hash.
std::uint64_t mixed(std::uint64_t x) {
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
  x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
  return x ^ (x >> 31);
}

double uniform(std::uint64_t x) {
  return static_cast<double>(mixed(x * 0x9e3779b97f4a7c15) >> 11) * 0x1p-53;
}

}  // namespace

Script::Script(std::span<const std::uint8_t> bytes) : bytes_(bytes) {
  channels_ = 1 + below(5);
  sample_rate_ = among({44100.0, 48000.0, 8000.0, 192000.0, 1.0, 1e7});
}

bool Script::next() {
  sample_ += static_cast<std::uint64_t>(count_);
  table_.reset();
  if (read_ + 2 > bytes_.size()) return false;
  const int changes = byte();
  if ((changes & 7) == 7) make_table();
  if ((changes & 24) == 24) change_setting();
  if ((changes & 96) == 96) change_signal();
  if ((changes & 160) == 160) change_setting();
  if (changes == 0) sample_rate_ = power_of_two(below(256) * (23.0 / 255.0));
  const int size = byte();
  count_ = size % (kChunk + 1);
  cut_ = count_ == 0 ? 0 : (size * 7 + changes) % (count_ + 1);
  for (std::size_t c = 0; c < kControls; ++c) {
    for (std::size_t i = 0; i < static_cast<std::size_t>(count_); ++i) {
      values_[c][i] = signals_[c].at(sample_ + i);
    }
  }
  return true;
}

double Script::Signal::at(std::uint64_t sample) const {
  const double line = static_cast<double>(sample % 256) / 256.0;
  if (shape == Shape::alternating) return sample % 2 == 0 ? first : second;
  if (shape == Shape::line) return first + (second - first) * line;
  if (shape == Shape::noise) return first + (second - first) * uniform(sample);
  if (shape == Shape::spike) return sample % 37 == 0 ? second : first;
  return first;
}

std::uint8_t Script::byte() { return read_ < bytes_.size() ? bytes_[read_++] : std::uint8_t{0}; }

double Script::number(double scale) {
  const std::size_t kind = byte();
  const std::size_t half = kind / 2;
  if (half < std::size(kStrange)) return kind % 2 == 0 ? kStrange[half] : -kStrange[half];
  if (half == std::size(kStrange)) {
    std::uint64_t bits = 0;
    for (int i = 0; i < 8; ++i) bits = bits << 8 | byte();
    return std::bit_cast<double>(bits);
  }
  const double size = scale * power_of_two(below(256) / 16.0 - 10.0);
  return kind % 4 == 0 ? -size : size;
}

void Script::change_setting() {
  LoopSettings& loop = settings_.loop;
  CloudSettings& cloud = settings_.cloud;
  const std::function<void()> changes[] = {
      [&] { settings_.mode = choice<Mode>(2); },
      [&] { settings_.mode = choice<Mode>(2); },
      [&] { settings_.freeze = choice<bool>(2); },
      [&] { loop.law = cloud.law = choice<CrossfadeLaw>(3); },
      [&] { loop.interpolation = cloud.interpolation = choice<Interpolation>(4); },
      [&] { loop.length = cloud.length = number(1000.0); },
      [&] { loop.sync = cloud.sync = choice<Sync>(3); },
      [&] { loop.latch = choice<bool>(2); },
      [&] { loop.swap = number(0.05); },
      [&] { cloud.window = choice<Window>(3); },
      [&] { cloud.transpose = number(12.0); },
      [&] { cloud.gain = number(1.0); },
      [&] { cloud.pan = number(0.5); },
      [&] { cloud.spray = number(1000.0); },
      [&] { cloud.detune = number(100.0); },
      [&] { cloud.async = number(0.5); },
      [&] { cloud.intermittency = number(0.5); },
      [&] { cloud.spread = number(0.5); },
      [&] { cloud.level = number(10.0); },
      [&] { cloud.grains = among({1, 2, 7, 64, 1024, kMostGrains, 0, -1, INT_MAX, INT_MIN}); },
      [&] { cloud.compensate = choice<bool>(2); },
      [&] { cloud.seed = byte(); },
  };
  among(changes)();
  // Gains are limited to ±1000, and NaN may be any.
  const double gain = std::abs(cloud.gain);
  loudest_gain_ = std::max(loudest_gain_, gain < 1000.0 ? gain : 1000.0);
}

void Script::change_signal() {
  constexpr std::array kScales{1000.0, 1000.0, 500.0, 1.0};
  const auto which = choice<std::size_t>(kControls);
  Signal& signal = signals_[which];
  signal.shape = choice<Signal::Shape>(5);
  signal.first = number(kScales[which]);
  signal.second = number(kScales[which]);
}

void Script::make_table() {
  constexpr std::array kSizes{4, 5, 6, 7, 8, 9, 16, 31, 64, 100, 255, 256, 777, 1000};
  constexpr std::array kLargeSizes{4096, 5000};  // seldom, since making them takes its time
  constexpr std::array kLevels{1.0, 0.1, 0.0, 1e3, 1e-42};
  constexpr std::array kRates{44100.0, 48000.0, 8000.0, 1.0, 1e6};
  const int kind = byte();
  const bool large = kind >= 250;
  const auto which = static_cast<std::size_t>(kind);
  const int size = large ? kLargeSizes[which % kLargeSizes.size()] : kSizes[which % kSizes.size()];
  const double level = kLevels[static_cast<std::size_t>(kind / 16) % kLevels.size()];
  const int shape = byte();
  std::vector<float> samples(static_cast<std::size_t>(size));
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const double x = shape % 3 == 0   ? 1.0
                     : shape % 3 == 1 ? 2.0 * uniform(i + static_cast<std::size_t>(shape)) - 1.0
                                      : (i % 2 == 0 ? 1.0 : -1.0);
    samples[i] = static_cast<float>(level * x);
  }
  const double rate = kRates[static_cast<std::size_t>(shape / 3) % kRates.size()];
  const int grain = shape % 7 == 0 ? std::min(size, 1 + shape) : 0;
  table_ = std::make_shared<const Table>(samples, rate, grain);
  loudest_sample_ = std::max(loudest_sample_, level);
}

}  // namespace granvae::fuzz
