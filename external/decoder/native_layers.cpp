#include "decoder/native_layers.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace granvae {
namespace {

std::size_t size(int n) { return static_cast<std::size_t>(n); }

// (in, out) → (panels, in, kPanel), with zeros where there are no outputs.
Floats packed(int in, int out, std::span<const float> weights) {
  Floats made(panels(out) * size(in) * kPanel, 0.0f);
  for (std::size_t k = 0; k < size(in); ++k) {
    for (std::size_t o = 0; o < size(out); ++o) {
      made[(o / kPanel * size(in) + k) * kPanel + o % kPanel] = weights[k * size(out) + o];
    }
  }
  return made;
}

Floats filled_up(std::span<const float> bias) {
  Floats made(bias.begin(), bias.end());
  made.resize(panels(static_cast<int>(bias.size())) * kPanel, 0.0f);
  return made;
}

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

// Output row s n + r of a transposed convolution, before it is cropped, is the sum over taps j of
// input row n - j times the weights s j + r.
TransposedLayer::TransposedLayer(TransposedShape shape, bool relu, std::span<const float> weights,
                                 std::span<const float> bias)
    : shape_(shape),
      relu_(relu),
      taps_((shape.kernel + shape.stride - 1) / shape.stride),
      first_(shape.padding / shape.stride),
      made_((shape.padding + shape.rows_after() - 1) / shape.stride + 1 - first_) {
  const auto outs = size(shape.stride * shape.out);
  Floats windows(size(taps_ * shape.in) * outs, 0.0f);  // (taps, oldest first; in; phases; out)
  for (int i = 0; i < shape.in; ++i) {
    for (int o = 0; o < shape.out; ++o) {
      for (int k = 0; k < shape.kernel; ++k) {
        const int tap = taps_ - 1 - k / shape.stride;
        const int column = k % shape.stride * shape.out + o;
        windows[size(tap * shape.in + i) * outs + size(column)] =
            weights[size((i * shape.out + o) * shape.kernel + k)];
      }
    }
  }
  Floats biases;
  for (int r = 0; r < shape.stride; ++r) biases.insert(biases.end(), bias.begin(), bias.end());
  if (outs == 1) {
    weights_ = std::move(windows);
    bias_ = std::move(biases);
  } else {
    weights_ = packed(taps_ * shape.in, static_cast<int>(outs), windows);
    bias_ = filled_up(biases);
  }
}

int TransposedLayer::width_after(int width) const {
  return width == shape_.rows * shape_.in ? shape_.rows_after() * shape_.out : 0;
}

std::size_t TransposedLayer::memory(int width) const {
  return std::max(size(width) + 2 * size((taps_ - 1) * shape_.in),
                  size(made_) * size(shape_.stride * shape_.out));
}

// Grains come one by one: their rows, not their number, fill the registers.
void TransposedLayer::run(const Kernels& with, Flow& flow) const {
  const int outs = shape_.stride * shape_.out;
  const int after = shape_.rows_after();
  const int margin = (taps_ - 1) * shape_.in;
  // Zeros around the rows, so that every window is whole.
  std::fill_n(flow.next.begin(), margin, 0.0f);
  std::copy_n(flow.values.begin(), flow.width, flow.next.begin() + margin);
  std::fill_n(flow.next.begin() + margin + flow.width, margin, 0.0f);
  const float* windows = flow.next.data() + size(first_) * size(shape_.in);
  const int window = taps_ * shape_.in;
  float* made = flow.values.data();
  if (outs == 1) {
    with.dot(windows, size(shape_.in), made_, window, weights_.data(), bias_[0], made);
    for (int i = 0; relu_ && i < made_; ++i) made[i] = std::max(made[i], 0.0f);
  } else {
    with.dense({windows, size(shape_.in), made_, window, weights_.data(), bias_.data(), outs, relu_,
                made});
  }
  flow.width = after * shape_.out;
  // What the padding crops within the first window.
  const int cropped = (shape_.padding - first_ * shape_.stride) * shape_.out;
  if (cropped > 0) std::copy_n(made + cropped, flow.width, made);
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

}  // namespace granvae
