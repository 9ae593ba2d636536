// The noise of grains, for models that have a branch for it.
#pragma once

#include <cstdint>

namespace granvae::decoder {

// Of one grain. Models without a branch take no notice of it.
struct Noise {
  float amount = 0.0f;     // 0: the tone alone; 1: as much as in the recordings
  std::uint64_t seed = 0;  // the same seed draws the same noise, on every machine
};

// Where in the periodic noises a grain's own begin: 12 bits of SplitMix64 (Steele, Lea & Flood
// 2014, "Fast splittable pseudorandom number generators"). granvae/models/noise_branch.py has the
// same.
constexpr int noise_offset(std::uint64_t seed) {
  std::uint64_t z = seed + 0x9e3779b97f4a7c15;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
  z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
  return static_cast<int>((z ^ (z >> 31)) >> 52);
}

}  // namespace granvae::decoder
