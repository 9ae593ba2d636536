#include "script.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <vector>

namespace granvae::fuzz {
namespace {

using Limits = std::numeric_limits<double>;

constexpr std::array kStrange{0.0,
                              -0.0,
                              1.0,
                              -1.0,
                              0.5,
                              Limits::quiet_NaN(),
                              Limits::infinity(),
                              -Limits::infinity(),
                              Limits::max(),
                              Limits::lowest(),
                              Limits::min(),
                              Limits::denorm_min(),
                              -Limits::denorm_min(),
                              1.0 - 0x1p-53,
                              0x1p31,
                              -0x1p63};

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
  constexpr std::array kRates{44100.0, 48000.0, 8000.0, 192000.0, 1.0, 1e7};
  sample_rate_ = kRates[static_cast<std::size_t>(below(static_cast<int>(kRates.size())))];
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
  if (changes == 0) sample_rate_ = std::exp2(below(256) * (23.0 / 255.0));
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
  switch (shape) {
    case Shape::constant:
      return first;
    case Shape::alternating:
      return sample % 2 == 0 ? first : second;
    case Shape::line:
      return first + (second - first) * (static_cast<double>(sample % 256) / 256.0);
    case Shape::noise:
      return first + (second - first) * uniform(sample);
    case Shape::spike:
      return sample % 37 == 0 ? second : first;
  }
  return first;
}

std::uint8_t Script::byte() { return read_ < bytes_.size() ? bytes_[read_++] : std::uint8_t{0}; }

int Script::below(int limit) { return byte() % limit; }

double Script::number(double scale) {
  const std::size_t kind = byte();
  if (kind < kStrange.size()) return kStrange[kind];
  if (kind == kStrange.size()) {
    std::uint64_t bits = 0;
    for (int i = 0; i < 8; ++i) bits = bits << 8 | byte();
    return std::bit_cast<double>(bits);
  }
  const double size = scale * std::exp2(below(256) / 16.0 - 10.0);
  return kind % 4 == 0 ? -size : size;
}

void Script::change_setting() {
  LoopSettings& loop = settings_.loop;
  CloudSettings& cloud = settings_.cloud;
  switch (below(22)) {
    case 0:
    case 1:
      settings_.mode = static_cast<Mode>(below(2));
      break;
    case 2:
      settings_.freeze = below(2) == 1;
      break;
    case 3:
      loop.law = cloud.law = static_cast<CrossfadeLaw>(below(3));
      break;
    case 4:
      loop.interpolation = cloud.interpolation = static_cast<Interpolation>(below(4));
      break;
    case 5:
      loop.length = cloud.length = number(1000.0);
      break;
    case 6:
      loop.sync = cloud.sync = static_cast<Sync>(below(3));
      break;
    case 7:
      loop.latch = below(2) == 1;
      break;
    case 8:
      loop.swap = number(0.05);
      break;
    case 9:
      cloud.window = static_cast<Window>(below(3));
      break;
    case 10:
      cloud.transpose = number(12.0);
      break;
    case 11:
      cloud.gain = number(1.0);
      // Gains are limited to ±1000.
      if (!std::isnan(cloud.gain)) {
        loudest_gain_ = std::max(loudest_gain_, std::min(std::abs(cloud.gain), 1000.0));
      } else {
        loudest_gain_ = 1000.0;
      }
      break;
    case 12:
      cloud.pan = number(0.5);
      break;
    case 13:
      cloud.spray = number(1000.0);
      break;
    case 14:
      cloud.detune = number(100.0);
      break;
    case 15:
      cloud.async = number(0.5);
      break;
    case 16:
      cloud.intermittency = number(0.5);
      break;
    case 17:
      cloud.spread = number(0.5);
      break;
    case 18:
      cloud.level = number(10.0);
      break;
    case 19: {
      constexpr std::array kGrains{1,
                                   2,
                                   7,
                                   64,
                                   1024,
                                   kMostGrains,
                                   0,
                                   -1,
                                   std::numeric_limits<int>::max(),
                                   std::numeric_limits<int>::min()};
      cloud.grains = kGrains[static_cast<std::size_t>(below(static_cast<int>(kGrains.size())))];
      break;
    }
    case 20:
      cloud.compensate = below(2) == 1;
      break;
    case 21:
      cloud.seed = byte();
      break;
    default:
      break;
  }
}

void Script::change_signal() {
  constexpr std::array kScales{1000.0, 1000.0, 500.0, 1.0};
  const auto which = static_cast<std::size_t>(below(static_cast<int>(kControls)));
  Signal& signal = signals_[which];
  signal.shape = static_cast<Signal::Shape>(below(5));
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
