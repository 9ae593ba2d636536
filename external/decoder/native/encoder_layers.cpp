#include "decoder/native/encoder_layers.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace granvae::decoder::native {
namespace {

// A layer that makes `width` numbers of each grain, in its place.
template <class Function>
class Closing final : public Layer {
 public:
  Closing(int width, Function function) : width_(width), function_(std::move(function)) {}
  void run(const Kernels& kernels, Flow& flow) const override {
    for (int k = 0; k < flow.count; ++k) {
      float* made = flow.values.data() + size(k) * size(width_);
      function_(kernels, flow.values.data() + size(k) * size(flow.width), made, flow, k);
    }
    flow.width = width_;
  }
  int width_after(int width) const override { return width >= width_ ? width_ : 0; }

 private:
  int width_;
  Function function_;
};

}  // namespace

std::unique_ptr<Layer> take_layer(int count) {
  const auto take = [count](const Kernels&, const float* from, float* to, Flow&, int) {
    if (from != to) std::copy_n(from, count, to);
  };
  return std::make_unique<Closing<decltype(take)>>(count, take);
}

namespace {

class SplitLayer final : public Layer {
 public:
  explicit SplitLayer(LevelScaling level) : level_(level) {}
  void run(const Kernels& kernels, Flow& flow) const override {
    for (int k = 0; k < flow.count; ++k) {
      float* x = flow.values.data() + size(k) * size(flow.width);
      float power = 0.0f;
      kernels.dot(x, size(flow.width), 1, flow.width, x, 0.0f, &power);
      power = std::max(power / static_cast<float>(flow.width), 1e-30f);
      const float log_rms = std::clamp(0.5f * std::log(power), level_.floor, level_.ceiling);
      flow.gains[size(k)] = (log_rms - level_.centre) / level_.spread;
      kernels.scale(x, level_.factor * std::exp(-log_rms), flow.width);
    }
  }

 private:
  LevelScaling level_;
};

}  // namespace

std::unique_ptr<Layer> split_layer(LevelScaling level) {
  return std::make_unique<SplitLayer>(level);
}

ConvolutionLayer::ConvolutionLayer(ConvolutionShape shape, bool relu,
                                   std::span<const float> weights, std::span<const float> bias)
    : shape_(shape), relu_(relu), bias_(filled_up(bias)) {
  Floats turned(weights.size());  // (kernel, in, out)
  for (int o = 0; o < shape.out; ++o) {
    for (int i = 0; i < shape.in; ++i) {
      for (int k = 0; k < shape.kernel; ++k) {
        turned[size((k * shape.in + i) * shape.out + o)] =
            weights[size((o * shape.in + i) * shape.kernel + k)];
      }
    }
  }
  weights_ = packed(shape.kernel * shape.in, shape.out, turned);
}

int ConvolutionLayer::width_after(int width) const {
  return width == shape_.rows * shape_.in ? shape_.rows_after() * shape_.out : 0;
}

std::size_t ConvolutionLayer::memory(int) const {
  return std::max(size(shape_.rows + 2 * shape_.padding) * size(shape_.in),
                  size(shape_.rows_after()) * size(shape_.out));
}

// The windows of a convolution are rows that overlap, with zeros around the grain's own.
void ConvolutionLayer::run(const Kernels& kernels, Flow& flow) const {
  const int margin = shape_.padding * shape_.in;
  float* x = flow.next.data();
  std::fill_n(x, margin, 0.0f);
  std::copy_n(flow.values.data(), flow.width, x + margin);
  std::fill_n(x + margin + flow.width, margin, 0.0f);
  kernels.dense({x, size(shape_.stride * shape_.in), shape_.rows_after(), shape_.kernel * shape_.in,
                 weights_.data(), bias_.data(), shape_.out, relu_, flow.values.data()});
  flow.width = shape_.rows_after() * shape_.out;
}

}  // namespace granvae::decoder::native
