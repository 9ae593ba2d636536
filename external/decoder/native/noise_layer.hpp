// The noise branch of decoders of ours.
#pragma once

#include <span>

#include "decoder/native/native_layers.hpp"

namespace granvae::decoder::native {

struct NoiseShape {
  int bands, period, grain;
  float loudest;  // nepers; a band's gain is no higher
};

// (grain + bands) → (grain): the tone, and for each band its noise times the exponential of its
// gain, as much as the grain's `Noise` says. The noises are periodic, and begin where it says.
class NoiseLayer final : public Layer {
 public:
  // `noises`: (bands, period), of unit RMS.
  NoiseLayer(NoiseShape shape, std::span<const float> noises);
  void run(const Kernels& kernels, Flow& flow) const override;
  int width_after(int width) const override {
    return width == shape_.grain + shape_.bands ? shape_.grain : 0;
  }
  bool noisy() const override { return true; }

 private:
  NoiseShape shape_;
  Floats noises_;
};

}  // namespace granvae::decoder::native
