// A table's sound, band-limited for every rate at which it may be read.
#pragma once

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <memory>
#include <span>
#include <vector>

namespace granvae::core {

// Which levels sound at a speed: `level`, and of the next coarser one the share `next`, 0 … 1.
struct Blend {
  int level = 0;
  float next = 0.0f;
};

// Level 0 has all that the table has; each further one the partials of half an octave less, down to
// the mean alone. Made outside the audio thread.
//
// With f in cycles an output sample, level k at speed v brings partials up to f = 0.5 v / 2^(k/2).
// They fold back below 20 kHz (0.454 at 44.1 kHz) once that passes 0.546, and so at
// v / 2^(k/2) = 1.092. The next level is whole up to 0.95 of its band, which at a speed of 1.02 is
// 15.1 kHz. So no speed folds sound below 20 kHz, and none loses what lies below 15 kHz.
class Mipmap {
 public:
  // One band-limited version of a circular table: a power of two of samples, with neighbours copied
  // on both sides, to be read by Kernel.
  struct Level {
    const float* samples;  // at position 0
    int mask;              // size - 1
    double scale;          // samples of the level for one of the table
  };

  static constexpr double kWhole = 0.95;  // of a level's band; its partials fade out above
  static constexpr double kFirst = 1.02;  // speed at which the next level begins to come
  static constexpr double kLast = 1.09;   // speed from which it is alone

  Mipmap() = default;
  explicit Mipmap(std::span<const float> table) { assign(table); }
  // The same in the memory that is there. While nobody reads.
  void assign(std::span<const float> table);

  Mipmap(const Mipmap&) = delete;
  Mipmap& operator=(const Mipmap&) = delete;
  Mipmap(Mipmap&&) = default;
  Mipmap& operator=(Mipmap&&) = default;
  ~Mipmap() = default;

  // `index` from 0 on; beyond the last level, the last.
  const Level& level(int index) const noexcept {
    assert(index >= 0 && !levels_.empty());
    return levels_[std::min(static_cast<std::size_t>(index), levels_.size() - 1)];
  }
  // `speed`: table samples an output sample, either sign. A speed that changes blends one level
  // into the next, so that a glide does not step.
  static Blend blend(double speed) noexcept;
  // The one level for a speed that stays.
  static int level_at(double speed) noexcept;

 private:
  struct Plan;
  static std::shared_ptr<const Plan> plan_for(std::size_t table);

  std::shared_ptr<const Plan> plan_;  // where it is small enough to be kept for the next table
  std::vector<std::vector<float>> samples_;
  std::vector<Level> levels_;  // of these samples
};

}  // namespace granvae::core
