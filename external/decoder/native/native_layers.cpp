#include "decoder/native/native_layers.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace granvae::decoder::native {
namespace {

template <class Function>
class PerGrain final : public Layer {
 public:
  explicit PerGrain(Function function) : function_(function) {}
  void run(const Kernels& kernels, Flow& flow) const override {
    for (int k = 0; k < flow.count; ++k) {
      function_(kernels, flow.values.data() + size(k) * size(flow.width), flow, k);
    }
  }

 private:
  Function function_;
};

template <class Function>
std::unique_ptr<Layer> per_grain(Function function) {
  return std::make_unique<PerGrain<Function>>(function);
}

class KeepLayer final : public Layer {
  void run(const Kernels&, Flow& flow) const override {
    std::copy_n(flow.values.begin(), flow.count * flow.width, flow.kept.begin());
  }
};

class GainLayer final : public Layer {
  void run(const Kernels&, Flow& flow) const override {
    const int rest = flow.width - 1;
    for (int k = 0; k < flow.count; ++k) {
      const float* from = flow.values.data() + size(k) * size(flow.width);
      flow.gains[size(k)] = from[rest];
      std::copy_n(from, rest, flow.values.data() + size(k) * size(rest));
    }
    flow.width = rest;
  }
  int width_after(int width) const override { return width - 1; }
};

class PolarLayer final : public Layer {
 public:
  explicit PolarLayer(Polar polar) : polar_(polar) {}

  void run(const Kernels& kernels, Flow& flow) const override {
    const int count = polar_.count;
    for (int k = 0; k < flow.count; ++k) {
      float* levels = flow.values.data() + size(k) * size(flow.width);
      float* angles = levels + count;
      for (int i = 0; i < count; ++i) {
        levels[i] = std::min(levels[i] * polar_.spread + polar_.centre, polar_.loudest);
      }
      kernels.exponential(levels, count);
      for (int i = 0; i < count; ++i) {
        const float magnitude = levels[i];
        const float angle = angles[i] * polar_.angle_spread;
        levels[i] = magnitude * std::cos(angle);
        angles[i] = magnitude * std::sin(angle);
      }
    }
  }
  int width_after(int width) const override { return width == 2 * polar_.count ? width : 0; }

 private:
  Polar polar_;
};

}  // namespace

DenseLayer::DenseLayer(int in, int out, std::span<const float> weights, std::span<const float> bias)
    : in_(in), out_(out), weights_(packed(in, out, weights)), bias_(filled_up(bias)) {}

void DenseLayer::run(const Kernels& kernels, Flow& flow) const {
  kernels.dense({flow.values.data(), size(in_), flow.count, in_, weights_.data(), bias_.data(),
                 out_, false, flow.next.data()});
  std::swap(flow.values, flow.next);
  flow.width = out_;
}

std::unique_ptr<Layer> normalise_layer(float epsilon) {
  return per_grain([epsilon](const Kernels& kernels, float* x, const Flow& flow, int) {
    kernels.normalise(x, flow.width, epsilon);
  });
}

std::unique_ptr<Layer> silu_layer() {
  return per_grain(
      [](const Kernels& kernels, float* x, const Flow& flow, int) { kernels.silu(x, flow.width); });
}

std::unique_ptr<Layer> tanh_layer() {
  return per_grain(
      [](const Kernels& kernels, float* x, const Flow& flow, int) { kernels.tanh(x, flow.width); });
}

std::unique_ptr<Layer> keep_layer() { return std::make_unique<KeepLayer>(); }

std::unique_ptr<Layer> add_layer() {
  return per_grain([](const Kernels& kernels, float* x, const Flow& flow, int k) {
    kernels.add(x, flow.kept.data() + size(k) * size(flow.width), flow.width);
  });
}

std::unique_ptr<Layer> gain_layer() { return std::make_unique<GainLayer>(); }

std::unique_ptr<Layer> level_layer(LevelScaling level) {
  return per_grain([level](const Kernels& kernels, float* x, const Flow& flow, int k) {
    const float log_rms = flow.gains[size(k)] * level.spread + level.centre;
    const float gain = level.factor * std::exp(std::clamp(log_rms, level.floor, level.ceiling));
    const float peak = gain * kernels.peak(x, flow.width);
    kernels.scale(x, gain / std::max(peak, 1.0f), flow.width);
  });
}

std::unique_ptr<Layer> polar_layer(Polar polar) { return std::make_unique<PolarLayer>(polar); }

}  // namespace granvae::decoder::native
