// Encoding a grain better than an encoder does in one pass: granvae.models.refine.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "decoder/native/native_layers.hpp"
#include "decoder/native/spectrum.hpp"

namespace granvae::decoder::native {

struct RefinementSettings {
  int steps;
  float damping, difference, floor_power, spectral_weight;
  float shape_factor;  // of what is decoded at the gain 0, to the shapes that an encoder sees
};

// Damped Gauss-Newton steps through the decoder, whose slopes come from differences. Has memory of
// its own: for one thread at a time.
class Refinement {
 public:
  // `decoder`: the layers from the model's own `latents`, the gain last, to samples, which need
  // `memory` floats a grain. They are used as long as this lives.
  Refinement(RefinementSettings settings, int latents, int grain,
             std::span<const std::unique_ptr<Layer>> decoder, std::size_t memory);

  // `shape`: a grain of unit RMS; `latents`: (latents - 1), where the encoder put them. They are
  // no further from the grain afterwards, in the distance that is minimised.
  void run(const Kernels& kernels, const float* shape, float* latents);

 private:
  void decode(const Kernels& kernels, std::span<const float> points);
  void add_features(const float* shapes, int count, Floats& features);
  float floor_of(const float* shape);
  double measure(const Kernels& kernels);
  bool move(const Kernels& kernels);

  RefinementSettings settings_;
  int free_;  // latents that move
  int grain_, features_;
  std::span<const std::unique_ptr<Layer>> decoder_;
  Spectrum spectrum_;
  Flow flow_;
  float floor_ = 0.0f;  // of powers
  Floats start_, latents_;
  Floats points_;               // (free + 1, free): the latents, then each of them moved
  Floats wanted_, error_;       // (features)
  Floats made_;                 // (free + 1, features) of the points; then slopes behind the first
  Floats products_;             // (free)
  std::vector<double> normal_;  // (free, free + 1): the equations of a step
};

}  // namespace granvae::decoder::native
