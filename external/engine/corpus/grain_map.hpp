// The training grains that a model file holds: where in the latent space, and after which other.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "decoder/decoder.hpp"

namespace granvae::engine {

// In the order of recordings and of time. granvae/engine/grain_map.py says what is in the file.
struct GrainMap {
  std::string file;  // of the model
  int latents = 0;
  std::vector<float> columns;         // (latents, count), all of one latent after the other
  std::vector<std::uint16_t> sounds;  // (count): index into `names`
  std::vector<std::uint16_t> places;  // (count): samples from the grain before; 0 where none is
  std::vector<std::string> names;     // of the recordings
  std::vector<std::size_t> audible;   // the grains that are not silent, or all if all are

  std::size_t count() const { return places.size(); }
  // Whether the recording goes on after a grain.
  bool goes_on(std::size_t grain) const { return grain + 1 < count() && places[grain + 1] > 0; }
  std::vector<float> point(std::size_t grain) const;
};

// What a model file holds of its training. Throws std::runtime_error with one sentence where that
// is damaged; null where there is nothing that can be read: a model of another maker, or an older
// one of ours.
std::shared_ptr<const GrainMap> read_grain_map(const decoder::ModelInfo& model);

}  // namespace granvae::engine
