#include "decoder/native/native_layers.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace granvae::decoder::native {
namespace {

template <class Function>
class Each final : public Layer {
 public:
  explicit Each(Function function) : function_(function) {}
  void run(const Kernels& with, Flow& flow) const override {
    for (int k = 0; k < flow.count; ++k) {
      function_(with, flow.values.data() + size(k) * size(flow.width), flow, k);
    }
  }

 private:
  Function function_;
};

template <class Function>
std::unique_ptr<Layer> each(Function function) {
  return std::make_unique<Each<Function>>(function);
}

class Keep final : public Layer {
  void run(const Kernels&, Flow& flow) const override {
    std::copy_n(flow.values.begin(), flow.count * flow.width, flow.kept.begin());
  }
};

class Gain final : public Layer {
  void run(const Kernels&, Flow& flow) const override {
    const int left = flow.width - 1;
    for (int k = 0; k < flow.count; ++k) {
      const float* from = flow.values.data() + size(k) * size(flow.width);
      flow.gains[size(k)] = from[left];
      std::copy_n(from, left, flow.values.data() + size(k) * size(left));
    }
    flow.width = left;
  }
  int width_after(int width) const override { return width - 1; }
};

class PolarLayer final : public Layer {
 public:
  explicit PolarLayer(Polar polar) : polar_(polar) {}

  void run(const Kernels& with, Flow& flow) const override {
    const int count = polar_.count;
    for (int k = 0; k < flow.count; ++k) {
      float* levels = flow.values.data() + size(k) * size(flow.width);
      float* angles = levels + count;
      for (int i = 0; i < count; ++i) {
        levels[i] = std::min(levels[i] * polar_.spread + polar_.centre, polar_.loudest);
      }
      with.exponential(levels, count);
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

void DenseLayer::run(const Kernels& with, Flow& flow) const {
  with.dense({flow.values.data(), size(in_), flow.count, in_, weights_.data(), bias_.data(), out_,
              false, flow.next.data()});
  std::swap(flow.values, flow.next);
  flow.width = out_;
}

std::unique_ptr<Layer> normalise_layer(float epsilon) {
  return each([epsilon](const Kernels& with, float* x, const Flow& flow, int) {
    with.normalise(x, flow.width, epsilon);
  });
}

std::unique_ptr<Layer> silu_layer() {
  return each(
      [](const Kernels& with, float* x, const Flow& flow, int) { with.silu(x, flow.width); });
}

std::unique_ptr<Layer> tanh_layer() {
  return each(
      [](const Kernels& with, float* x, const Flow& flow, int) { with.tanh(x, flow.width); });
}

std::unique_ptr<Layer> keep_layer() { return std::make_unique<Keep>(); }

std::unique_ptr<Layer> add_layer() {
  return each([](const Kernels& with, float* x, const Flow& flow, int k) {
    with.add(x, flow.kept.data() + size(k) * size(flow.width), flow.width);
  });
}

std::unique_ptr<Layer> gain_layer() { return std::make_unique<Gain>(); }

std::unique_ptr<Layer> level_layer(Level level) {
  return each([level](const Kernels& with, float* x, const Flow& flow, int k) {
    const float log_rms = flow.gains[size(k)] * level.spread + level.centre;
    const float gain = level.factor * std::exp(std::clamp(log_rms, level.floor, level.ceiling));
    const float peak = gain * with.peak(x, flow.width);
    with.scale(x, gain / std::max(peak, 1.0f), flow.width);
  });
}

std::unique_ptr<Layer> polar_layer(Polar polar) { return std::make_unique<PolarLayer>(polar); }

}  // namespace granvae::decoder::native
