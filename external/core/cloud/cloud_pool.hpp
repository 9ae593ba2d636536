// The grains of a cloud that sound.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/cloud/cloud_grain.hpp"
#include "core/signals.hpp"

namespace granvae::core {

// How many of some grains end with which sample of a chunk, so that it is known at each sample how
// many are left without looking at any of them.
class Endings {
 public:
  // `at`: the first sample of the chunk at which one is over, from 1 on. Later chunks do not
  // matter.
  void add(std::int64_t at) {
    if (at <= kChunk) ++counts_[static_cast<std::size_t>(at)];
  }
  void remove(std::int64_t at) {
    if (at <= kChunk) --counts_[static_cast<std::size_t>(at)];
  }
  int at(int sample) const noexcept { return counts_[static_cast<std::size_t>(sample)]; }
  void clear() { counts_.fill(0); }

 private:
  std::array<int, kChunk + 1> counts_{};
};

// A fixed number of places, in which grains are kept in the order of their birth. A chunk is made
// by begin_grain() and steal() for its samples in turn, each followed by next_sample(), and play().
class CloudPool {
 public:
  static constexpr int kReserve = 1024;  // grains that may fade out beside kMostGrains

  CloudPool();

  // The number of the current sample.
  std::int64_t now() const noexcept { return chunk_ + sample_; }
  // Grains at the current sample, without those that fade out because they were stolen.
  int sounding() const noexcept { return sounding_; }
  bool empty() const noexcept { return order_.empty(); }
  bool full() const noexcept { return sounding_ + fading_ >= kMostGrains + kReserve; }

  // Not when full, and no more than kMostAtOnce with one sample. `grain` is born now.
  void begin_grain(CloudGrain grain) noexcept;
  // Fades the oldest grain out within `samples`. Not when none sounds.
  void steal(int samples) noexcept;
  void next_sample() noexcept;

  // Adds what sounded in the samples since the last call to the channels, and forgets the grains
  // that are over.
  void play(float* const* channels) noexcept;

 private:
  using Place = std::uint16_t;
  // Grains that end within a chunk keep their places until it is played.
  static constexpr std::size_t kPlaces = kMostGrains + kReserve + kMostAtOnce * kChunk;

  // The sample of the chunk at which a grain is over.
  std::int64_t over(const CloudGrain& grain) const noexcept {
    return grain.born + grain.end - chunk_;
  }

  std::vector<CloudGrain> grains_;
  std::vector<Place> free_;
  std::vector<Place> order_;  // by birth
  std::size_t oldest_ = 0;    // in `order_`; all before are over or stolen
  std::int64_t chunk_ = 0;    // number of its first sample
  int sample_ = 0;            // of the chunk
  int sounding_ = 0;
  int fading_ = 0;
  Endings sounding_ends_;
  Endings fading_ends_;
};

}  // namespace granvae::core
