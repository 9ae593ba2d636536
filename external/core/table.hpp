// A grain table: the samples that a player reads, immutable once made.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace granvae {

// Samples on a circle, with enough neighbours copied on both sides that an interpolator never has
// to wrap an index. Made and freed outside the audio thread.
class Table {
 public:
  static constexpr int kGuard = 8;        // neighbours an interpolator may read on either side
  static constexpr int kSmallest = 4;     // samples: the least that `start` can be clamped within
  static constexpr double kRate = 44100;  // Hz

  // `samples`: at least kSmallest finite values. `rate`: Hz at which they sound as recorded.
  // `grain`: samples of one of the grains that the table is made of; 0 for the whole table.
  explicit Table(std::span<const float> samples, double rate = kRate, int grain = 0)
      : rate_(rate), grain_(grain > 0 ? grain : static_cast<int>(samples.size())) {
    const auto size = static_cast<std::ptrdiff_t>(samples.size());
    padded_.reserve(samples.size() + std::size_t{2} * kGuard);
    for (std::ptrdiff_t i = -kGuard; i < size + kGuard; ++i) {
      padded_.push_back(samples[static_cast<std::size_t>(((i % size) + size) % size)]);
    }
  }

  int size() const { return static_cast<int>(padded_.size()) - 2 * kGuard; }
  double rate() const { return rate_; }
  int grain() const { return grain_; }

  // Sample 0; indices from -kGuard to size() + kGuard - 1 may be read.
  const float* data() const { return padded_.data() + kGuard; }
  std::span<const float> samples() const { return {data(), static_cast<std::size_t>(size())}; }

 private:
  std::vector<float> padded_;
  double rate_;
  int grain_;
};

}  // namespace granvae
