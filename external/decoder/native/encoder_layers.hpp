// The layers of encoders of ours, beside those of native_layers.hpp.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "decoder/native/native_layers.hpp"

namespace granvae::decoder::native {

// granvae.models.level.split_level and a factor: grains to shapes, their gain latents kept apart.
std::unique_ptr<Layer> split_layer(LevelScaling level);

// The first `count` numbers.
std::unique_ptr<Layer> take_layer(int count);

struct ConvolutionShape {
  int rows, in, out, kernel, stride, padding;
  int rows_after() const { return (rows + 2 * padding - kernel) / stride + 1; }
};

// (in, rows) → (out, rows after), the channels of a row lying together: (rows, in) → (rows after,
// out).
class ConvolutionLayer final : public Layer {
 public:
  // `weights`: (out, in, kernel), as PyTorch has them.
  ConvolutionLayer(ConvolutionShape shape, bool relu, std::span<const float> weights,
                   std::span<const float> bias);
  void run(const Kernels& kernels, Flow& flow) const override;
  int width_after(int width) const override;
  std::size_t memory(int width) const override;
  bool batched() const override { return false; }

 private:
  ConvolutionShape shape_;
  bool relu_;
  Floats weights_, bias_;
};

// How granvae.models.spectral sees coefficients: log-magnitudes of unit size, softly floored at a
// share of the strongest power.
struct Magnitudes {
  float floor_power, centre, spread;
};

// The log-magnitudes of a grain's spectrum. Of a size that Spectrum takes.
std::unique_ptr<Layer> spectrum_layer(int grain, Magnitudes magnitudes);

// granvae.models.nsgt.BandsOfOneLength.
struct Bands {
  int length;
  std::vector<int> bins;  // (bands, length)
  Floats windows;         // the same
};

// The log-magnitudes of a Gabor frame, bands of one length after the other.
std::unique_ptr<Layer> gabor_layer(int grain, Magnitudes magnitudes, std::vector<Bands> bands);

}  // namespace granvae::decoder::native
