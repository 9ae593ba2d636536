// Grains laid one after the other into the samples of a table.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "core/modes.hpp"

namespace granvae::engine {

// How far apart neighbouring grains of `grain` samples may begin: not so close that three of them
// overlap, and without a gap.
struct Intervals {
  explicit Intervals(int grain) : least(grain - grain / 2), most(grain), first(-(grain / 2)) {}
  int least;
  int most;
  int first;  // the least of the first grain, whose head is cut off where it begins before 0
};

class JoinedGrains {
 public:
  // Of `grain` samples each, which crossfade by this law where they overlap.
  JoinedGrains(int grain, core::CrossfadeLaw law, std::size_t count);

  // Lays the next grain `interval` samples after the one before, which Intervals allow; the first
  // one as many after the first sample, at most 0.
  void add(std::span<const float> grain, int interval);

  // Adds others of the same places.
  void mix(const JoinedGrains& others);

  const std::vector<float>& samples() const { return samples_; }
  // Where each grain begins, ascending from 0.
  const std::vector<int>& starts() const { return starts_; }
  // The last grain as it lies there, without what was cut off; empty before there is one.
  std::span<const float> last() const;

 private:
  [[maybe_unused]] int grain_;  // what assertions compare with
  core::CrossfadeLaw law_;
  int begin_ = 0;  // of the last grain: below 0 where its head was cut off
  std::vector<float> samples_;
  std::vector<int> starts_;
};

}  // namespace granvae::engine
