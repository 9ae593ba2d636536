// The layers of decoders of ours, as `granvae export` lists them in native.bin.
#pragma once

#include <cstddef>
#include <memory>
#include <span>

#include "decoder/native/kernels.hpp"
#include "decoder/native/panels.hpp"
#include "decoder/noise.hpp"

namespace granvae::decoder::native {

// A batch on its way through the layers. Its memory is as large as any layer needs, from the start.
struct Flow {
  int count = 0;  // grains
  int width = 0;  // floats of each
  Floats values;  // (count, width)
  Floats next;    // what a layer makes, before it takes the place of `values`
  Floats kept;
  Floats gains;                  // (count)
  const Noise* noise = nullptr;  // (count); null for the tone alone
};

class Layer {
 public:
  Layer() = default;
  Layer(const Layer&) = delete;
  Layer& operator=(const Layer&) = delete;
  virtual ~Layer() = default;
  virtual void run(const Kernels& kernels, Flow& flow) const = 0;
  // What it makes of that many floats a grain; 0 where it takes no such number.
  virtual int width_after(int width) const { return width; }
  // The floats of a grain that it needs in a flow's memory, for that width.
  virtual std::size_t memory(int width) const { return static_cast<std::size_t>(width); }
  // Whether its grains share weights from memory, so that several at once cost less.
  virtual bool batched() const { return true; }
  virtual bool noisy() const { return false; }  // see ModelInfo
};

// (in) → (out): x W + b.
class DenseLayer final : public Layer {
 public:
  // `weights`: (in, out).
  DenseLayer(int in, int out, std::span<const float> weights, std::span<const float> bias);
  void run(const Kernels& kernels, Flow& flow) const override;
  int width_after(int width) const override { return width == in_ ? out_ : 0; }
  std::size_t memory(int) const override { return static_cast<std::size_t>(out_); }

 private:
  int in_, out_;
  Floats weights_, bias_;
};

std::unique_ptr<Layer> normalise_layer(float epsilon);
std::unique_ptr<Layer> silu_layer();
std::unique_ptr<Layer> tanh_layer();
// `add` what `keep` has kept.
std::unique_ptr<Layer> keep_layer();
std::unique_ptr<Layer> add_layer();

// Takes the last number away as the gain latent that `LevelLayer` needs.
std::unique_ptr<Layer> gain_layer();

// granvae.models.level.join_level after a factor.
struct LevelScaling {
  float factor, floor, ceiling, centre, spread;
};
std::unique_ptr<Layer> level_layer(LevelScaling level);

// Levels and angles, `count` of each, to real and imaginary parts.
struct Polar {
  int count;
  float centre, spread, loudest, angle_spread;
};
std::unique_ptr<Layer> polar_layer(Polar polar);

}  // namespace granvae::decoder::native
