#include "engine/corpus/nearest_grains.hpp"

#include <algorithm>

namespace granvae::engine {

// Latent by latent, so that the sums are vectors and yet the same on every machine.
void NearestGrains::measure(std::span<const float> point) {
  std::fill(distances_.begin(), distances_.end(), 0.0f);
  const float* column = map_.columns.data();
  for (const float value : point) {
    for (float& distance : distances_) {
      const float apart = *column++ - value;
      distance += apart * apart;
    }
  }
}

void NearestGrains::insert(std::size_t grain, std::size_t most) {
  if (found_.size() == most) found_.pop_back();
  const auto nearer = [this](std::size_t a, std::size_t b) {
    return distances_[a] < distances_[b];
  };
  found_.insert(std::upper_bound(found_.begin(), found_.end(), grain, nearer), grain);
}

}  // namespace granvae::engine
