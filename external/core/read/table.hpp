// A grain table: the samples that a player reads, immutable once made.
#pragma once

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "core/modes.hpp"
#include "core/read/mipmap.hpp"

namespace granvae::core {

// Hz at which cycles of so many table samples sound as recorded. Rounded up, so that one of whole
// samples ends with the last of them, and not a sample later.
inline double natural_frequency(double rate, double samples) noexcept {
  return rate / samples * (1.0 + 0x1p-50);
}

// One grain of a model.
struct GrainShape {
  int size = 0;       // table samples; 0: there is none
  double rate = 0.0;  // Hz, of the table

  // Table samples by which grains overlap where nothing else was said.
  double overlap() const noexcept { return size / 4.0; }
  // Hz: grains that overlap so, as recorded.
  double frequency() const noexcept {
    return size > 0 ? natural_frequency(rate, size - overlap()) : 0.0;
  }
  bool operator==(const GrainShape&) const = default;
};

// Where a table stands in a walk without an end, whose tables go on from one another.
struct WalkSeam {
  std::uint64_t serial = 0;   // of the table, above 0; 0: it is of no walk
  std::uint64_t follows = 0;  // the serial of the one before; 0: it is the first
  int lead = 0;               // samples at its beginning that are the last of the one before
};

// Samples on a circle, as they are and as a mipmap. Made and freed outside the audio thread.
class Table {
 public:
  static constexpr int kGuard = 2;          // neighbours of the plain samples on either side
  static constexpr int kSmallest = 4;       // samples: the least that `start` can be clamped within
  static constexpr int kLargest = 1 << 22;  // samples: a minute and a half at 44.1 kHz
  static constexpr double kRate = 44100;    // Hz

  // `samples`: kSmallest … kLargest finite values. `rate`: Hz at which they sound as recorded.
  // `grain`: samples of one of the grains that the table is made of; 0 for the whole table.
  // `starts`: the samples at which these begin, ascending from 0; none for a single grain.
  explicit Table(std::span<const float> samples, double rate = kRate, int grain = 0,
                 std::vector<int> starts = {}) {
    assign(samples, rate, grain);
    starts_ = std::move(starts);
  }

  // The same of a single grain, in the memory that is there. While nobody reads.
  void assign(std::span<const float> samples, double rate, int grain) {
    assert(samples.size() >= kSmallest && samples.size() <= kLargest);
    mipmap_.assign(samples);
    rate_ = rate;
    grain_ = grain > 0 ? grain : static_cast<int>(samples.size());
    starts_.clear();
    padded_.clear();
    const auto size = static_cast<std::ptrdiff_t>(samples.size());
    padded_.reserve(samples.size() + std::size_t{2} * kGuard);
    for (std::ptrdiff_t i = -kGuard; i < size + kGuard; ++i) {
      padded_.push_back(samples[static_cast<std::size_t>((i + size) % size)]);
    }
  }

  int size() const noexcept { return static_cast<int>(padded_.size()) - 2 * kGuard; }
  double rate() const noexcept { return rate_; }
  int grain() const noexcept { return grain_; }
  std::span<const int> starts() const noexcept { return starts_; }
  GrainShape shape() const noexcept { return {grain_, rate_}; }

  // The sample at which grain `index` begins, from 0 on: 1.5 is half way from where the second
  // begins to where the third does. Beyond the last, grains follow as far apart as the last two.
  double start_of(double index) const noexcept {
    if (starts_.size() < 2) return index * grain_;
    const auto last = static_cast<double>(starts_.size() - 2);
    const double before = std::clamp(std::floor(index), 0.0, last);
    const auto k = static_cast<std::size_t>(before);
    return starts_[k] + (index - before) * (starts_[k + 1] - starts_[k]);
  }

  // Before anybody reads it.
  void set_seam(const WalkSeam& seam) noexcept {
    assert(seam.lead > 0 && seam.lead < size());
    seam_ = seam;
  }
  const WalkSeam& seam() const noexcept { return seam_; }
  bool walks() const noexcept { return seam_.serial != 0; }
  bool goes_on_from(const Table& before) const noexcept {
    return seam_.follows != 0 && seam_.follows == before.seam_.serial;
  }

  // A position from 0 on, brought below twice the size, within which all that reads may lie.
  double wrapped(double position) const noexcept {
    const double size = this->size();
    if (position < 2.0 * size) return position;
    return std::max(position - size * std::floor(position / size), 0.0);
  }

  // Sample 0; indices from -kGuard to size() + kGuard - 1 may be read.
  const float* data() const noexcept { return padded_.data() + kGuard; }
  std::span<const float> samples() const noexcept {
    return {data(), static_cast<std::size_t>(size())};
  }
  const Mipmap& mipmap() const noexcept { return mipmap_; }

 private:
  std::vector<float> padded_;
  Mipmap mipmap_;
  double rate_ = kRate;
  int grain_ = 0;
  std::vector<int> starts_;
  WalkSeam seam_;
};

// A start of this unit in table samples.
inline double start_in(const Table& table, StartUnit unit, double start) noexcept {
  return unit == StartUnit::grains ? table.start_of(start) : start;
}

}  // namespace granvae::core
