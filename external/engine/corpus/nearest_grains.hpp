// The learned grains that lie nearest to a point of the latent space.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "engine/corpus/grain_map.hpp"

namespace granvae::engine {

class NearestGrains {
 public:
  // The map outlives this.
  explicit NearestGrains(const GrainMap& map) : map_(map), distances_(map.count()) {}

  // Up to `most` grains, nearest first, of those for which `eligible(grain)` says yes. Takes a
  // fraction of a millisecond. The reference holds until the next call.
  template <class Eligible>
  const std::vector<std::size_t>& find(std::span<const float> point, std::size_t most,
                                       const Eligible& eligible) {
    measure(point);
    found_.clear();
    for (std::size_t grain = 0; grain < distances_.size(); ++grain) {
      const bool nearer = found_.size() < most || distances_[grain] < distances_[found_.back()];
      if (nearer && eligible(grain)) insert(grain, most);
    }
    return found_;
  }

 private:
  // The squared distances of all grains, in standard deviations.
  void measure(std::span<const float> point);
  void insert(std::size_t grain, std::size_t most);

  const GrainMap& map_;
  std::vector<float> distances_;
  std::vector<std::size_t> found_;
};

}  // namespace granvae::engine
