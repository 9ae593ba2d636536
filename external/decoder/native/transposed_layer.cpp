#include "decoder/native/transposed_layer.hpp"

#include <algorithm>
#include <utility>

#include "decoder/native/panels.hpp"
#include "decoder/native/winograd.hpp"

namespace granvae::decoder::native {
namespace {

// (points, in, out) with each point's panels together.
Floats packed_points(int in, int out, std::span<const float> weights) {
  Floats made;
  const std::size_t point = size(in) * size(out);
  for (std::size_t first = 0; first < weights.size(); first += point) {
    const Floats panel = packed(in, out, weights.subspan(first, point));
    made.insert(made.end(), panel.begin(), panel.end());
  }
  return made;
}

}  // namespace

// Output row s n + r of a transposed convolution, before it is cropped, is the sum over taps j of
// input row n - j times the weights s j + r.
TransposedLayer::TransposedLayer(TransposedShape shape, bool relu, std::span<const float> weights,
                                 std::span<const float> bias)
    : shape_(shape),
      relu_(relu),
      taps_((shape.kernel + shape.stride - 1) / shape.stride),
      first_(shape.padding / shape.stride),
      made_((shape.padding + shape.rows_after() - 1) / shape.stride + 1 - first_),
      outs_(shape.stride * shape.out),
      fast_(suits_winograd(shape.in, outs_, taps_, made_)) {
  Floats windows(size(taps_ * shape.in) * size(outs_),
                 0.0f);  // (taps, oldest first; in; phases; out)
  for (int i = 0; i < shape.in; ++i) {
    for (int o = 0; o < shape.out; ++o) {
      for (int k = 0; k < shape.kernel; ++k) {
        const int tap = taps_ - 1 - k / shape.stride;
        const int column = k % shape.stride * shape.out + o;
        windows[size(tap * shape.in + i) * size(outs_) + size(column)] =
            weights[size((i * shape.out + o) * shape.kernel + k)];
      }
    }
  }
  for (int r = 0; r < shape.stride; ++r) bias_.insert(bias_.end(), bias.begin(), bias.end());
  if (outs_ == 1) {
    weights_ = std::move(windows);
    return;
  }
  bias_ = filled_up(bias_);
  weights_ = fast_ ? packed_points(shape.in, outs_, winograd_weights(shape.in, outs_, windows))
                   : packed(taps_ * shape.in, outs_, windows);
}

int TransposedLayer::width_after(int width) const {
  return width == shape_.rows * shape_.in ? shape_.rows_after() * shape_.out : 0;
}

std::size_t TransposedLayer::padded(int width) const {
  const std::size_t windows = size(width) + 2 * size((taps_ - 1) * shape_.in);
  if (!fast_) return windows;
  return std::max(windows, size(first_ + winograd_rows_read(made_)) * size(shape_.in));
}

std::size_t TransposedLayer::memory(int width) const {
  const std::size_t scratch = fast_ ? winograd_scratch(shape_.in) : 0;
  return std::max(padded(width) + scratch, size(made_) * size(outs_));
}

// Grains come one by one: their rows, not their number, fill the registers.
void TransposedLayer::run(const Kernels& with, Flow& flow) const {
  // Zeros around the rows, so that every window is whole.
  const std::size_t margin = size((taps_ - 1) * shape_.in);
  const std::size_t end = margin + size(flow.width);
  const std::size_t whole = padded(flow.width);
  float* x = flow.next.data();
  std::fill_n(x, margin, 0.0f);
  std::copy_n(flow.values.data(), flow.width, x + margin);
  std::fill_n(x + end, whole - end, 0.0f);
  const float* windows = x + size(first_) * size(shape_.in);
  const int window = taps_ * shape_.in;
  float* made = flow.values.data();
  if (outs_ == 1) {
    with.dot(windows, size(shape_.in), made_, window, weights_.data(), bias_[0], made);
    for (int i = 0; relu_ && i < made_; ++i) made[i] = std::max(made[i], 0.0f);
  } else if (fast_) {
    with.winograd(
        {windows, made_, shape_.in, weights_.data(), bias_.data(), outs_, relu_, x + whole, made});
  } else {
    with.dense({windows, size(shape_.in), made_, window, weights_.data(), bias_.data(), outs_,
                relu_, made});
  }
  flow.width = shape_.rows_after() * shape_.out;
  // What the padding crops within the first window.
  const int cropped = (shape_.padding - first_ * shape_.stride) * shape_.out;
  if (cropped > 0) std::copy_n(made + cropped, flow.width, made);
}

}  // namespace granvae::decoder::native
