// The transposed convolutions of the paper's decoder.
#pragma once

#include <cstddef>
#include <span>

#include "decoder/native/native_layers.hpp"

namespace granvae::decoder::native {

struct TransposedShape {
  int rows, in, out, kernel, stride, padding;
  int rows_after() const { return (rows - 1) * stride - 2 * padding + kernel; }
};

// (in, rows) → (out, rows after), rows lying together: (rows, in) → (rows after, out). A transposed
// convolution of stride s is a convolution to s phases, whose outputs take turns (polyphase;
// Vaidyanathan 1990, "Multirate digital filters, filter banks, polyphase networks").
class TransposedLayer final : public Layer {
 public:
  // `weights`: (in, out, kernel), as PyTorch has them.
  TransposedLayer(TransposedShape shape, bool relu, std::span<const float> weights,
                  std::span<const float> bias);
  void run(const Kernels& kernels, Flow& flow) const override;
  int width_after(int width) const override;
  std::size_t memory(int width) const override;
  bool batched() const override { return false; }

 private:
  std::size_t padded(int width) const;  // floats that are read

  TransposedShape shape_;
  bool relu_;
  int taps_;                    // rows that one output depends on
  int first_window_, windows_;  // the first window that is not cropped, and how many are made
  int outputs_;                 // of a window: the phases
  bool winograd_;               // by Winograd's convolution
  Floats weights_, bias_;
};

}  // namespace granvae::decoder::native
