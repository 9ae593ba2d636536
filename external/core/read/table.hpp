// A grain table: the samples that a player reads, immutable once made.
#pragma once

#include <cassert>
#include <cstddef>
#include <span>
#include <vector>

#include "core/read/mipmap.hpp"

namespace granvae::core {

// One grain of a model, as long as it lasts.
struct GrainShape {
  int size = 0;       // table samples; 0: there is none
  double rate = 0.0;  // Hz, of the table

  // Hz: one after the other, as they were recorded.
  double frequency() const noexcept { return size > 0 ? rate / size : 0.0; }
  bool operator==(const GrainShape&) const = default;
};

// Samples on a circle, as they are and as a mipmap. Made and freed outside the audio thread.
class Table {
 public:
  static constexpr int kGuard = 2;          // neighbours of the plain samples on either side
  static constexpr int kSmallest = 4;       // samples: the least that `start` can be clamped within
  static constexpr int kLargest = 1 << 22;  // samples: a minute and a half at 44.1 kHz
  static constexpr double kRate = 44100;    // Hz

  // `samples`: kSmallest … kLargest finite values. `rate`: Hz at which they sound as recorded.
  // `grain`: samples of one of the grains that the table is made of; 0 for the whole table. `hop`:
  // from where one begins to where the next does; 0 for a grain.
  explicit Table(std::span<const float> samples, double rate = kRate, int grain = 0, int hop = 0) {
    assign(samples, rate, grain, hop);
  }

  // The same in the memory that is there. While nobody reads.
  void assign(std::span<const float> samples, double rate, int grain, int hop = 0) {
    assert(samples.size() >= kSmallest && samples.size() <= kLargest);
    mipmap_.assign(samples);
    rate_ = rate;
    grain_ = grain > 0 ? grain : static_cast<int>(samples.size());
    hop_ = hop > 0 ? hop : grain_;
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
  int hop() const noexcept { return hop_; }
  GrainShape shape() const noexcept { return {grain_, rate_}; }

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
  int hop_ = 0;
};

}  // namespace granvae::core
