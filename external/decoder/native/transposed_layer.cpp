#include "decoder/native/transposed_layer.hpp"

#include <algorithm>
#include <utility>

#include "decoder/native/panels.hpp"
#include "decoder/native/winograd.hpp"

namespace granvae::decoder::native {
namespace {

// (points, in, out) with each point's panels together.
Floats packed_points(int in, int out, std::span<const float> weights) {
  Floats output;
  const std::size_t point = size(in) * size(out);
  for (std::size_t first = 0; first < weights.size(); first += point) {
    const Floats panel = packed(in, out, weights.subspan(first, point));
    output.insert(output.end(), panel.begin(), panel.end());
  }
  return output;
}

}  // namespace

// Output row s n + r of a transposed convolution, before it is cropped, is the sum over taps j of
// input row n - j times the weights s j + r.
TransposedLayer::TransposedLayer(TransposedShape shape, bool relu, std::span<const float> weights,
                                 std::span<const float> bias)
    : shape_(shape),
      relu_(relu),
      taps_((shape.kernel + shape.stride - 1) / shape.stride),
      first_window_(shape.padding / shape.stride),
      windows_((shape.padding + shape.rows_after() - 1) / shape.stride + 1 - first_window_),
      outputs_(shape.stride * shape.out),
      winograd_(suits_winograd(shape.in, outputs_, taps_, windows_)) {
  Floats unrolled(size(taps_ * shape.in) * size(outputs_),
                  0.0f);  // (taps, oldest first; in; phases; out)
  for (int i = 0; i < shape.in; ++i) {
    for (int o = 0; o < shape.out; ++o) {
      for (int k = 0; k < shape.kernel; ++k) {
        const int tap = taps_ - 1 - k / shape.stride;
        const int column = k % shape.stride * shape.out + o;
        unrolled[size(tap * shape.in + i) * size(outputs_) + size(column)] =
            weights[size((i * shape.out + o) * shape.kernel + k)];
      }
    }
  }
  for (int r = 0; r < shape.stride; ++r) bias_.insert(bias_.end(), bias.begin(), bias.end());
  if (outputs_ == 1) {
    weights_ = std::move(unrolled);
    return;
  }
  bias_ = filled_up(bias_);
  weights_ = winograd_
                 ? packed_points(shape.in, outputs_, winograd_weights(shape.in, outputs_, unrolled))
                 : packed(taps_ * shape.in, outputs_, unrolled);
}

int TransposedLayer::width_after(int width) const {
  return width == shape_.rows * shape_.in ? shape_.rows_after() * shape_.out : 0;
}

std::size_t TransposedLayer::padded(int width) const {
  const std::size_t all = size(width) + 2 * size((taps_ - 1) * shape_.in);
  if (!winograd_) return all;
  return std::max(all, size(first_window_ + winograd_rows_read(windows_)) * size(shape_.in));
}

std::size_t TransposedLayer::memory(int width) const {
  const std::size_t scratch = winograd_ ? winograd_scratch(shape_.in) : 0;
  return std::max(padded(width) + scratch, size(windows_) * size(outputs_));
}

// Grains come one by one: their rows, not their number, fill the registers.
void TransposedLayer::run(const Kernels& kernels, Flow& flow) const {
  // Zeros around the rows, so that every window is whole.
  const std::size_t margin = size((taps_ - 1) * shape_.in);
  const std::size_t end = margin + size(flow.width);
  const std::size_t whole = padded(flow.width);
  float* x = flow.next.data();
  std::fill_n(x, margin, 0.0f);
  std::copy_n(flow.values.data(), flow.width, x + margin);
  std::fill_n(x + end, whole - end, 0.0f);
  const float* input = x + size(first_window_) * size(shape_.in);
  const int window = taps_ * shape_.in;
  float* output = flow.values.data();
  if (outputs_ == 1) {
    kernels.dot(input, size(shape_.in), windows_, window, weights_.data(), bias_[0], output);
    for (int i = 0; relu_ && i < windows_; ++i) output[i] = std::max(output[i], 0.0f);
  } else if (winograd_) {
    kernels.winograd({input, windows_, shape_.in, weights_.data(), bias_.data(), outputs_, relu_,
                      x + whole, output});
  } else {
    kernels.dense({input, size(shape_.in), windows_, window, weights_.data(), bias_.data(),
                   outputs_, relu_, output});
  }
  flow.width = shape_.rows_after() * shape_.out;
  // What the padding crops within the first window.
  const int cropped = (shape_.padding - first_window_ * shape_.stride) * shape_.out;
  if (cropped > 0) std::copy_n(output + cropped, flow.width, output);
}

}  // namespace granvae::decoder::native
