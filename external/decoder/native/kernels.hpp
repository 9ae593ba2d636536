// The arithmetic of the native back end, in the widest vectors that the processor has.
#pragma once

#include <cstddef>

namespace granvae::decoder::native {

// Weights of a layer come in panels of so many outputs, input by input, the last panel filled up
// with zeros: they lie in memory in the order in which they are used.
inline constexpr int kPanel = 32;

constexpr std::size_t panels(int outputs) {
  return static_cast<std::size_t>((outputs + kPanel - 1) / kPanel);
}

// (rows, in) → (rows, out): x W + b, and no less than 0 where `relu` is set. A row begins `stride`
// floats after the one before, which may be less than `in`: rows that overlap are the windows of a
// convolution.
struct Dense {
  const float* x;
  std::size_t stride;  // floats
  int rows;
  int in;
  const float* weights;  // (panels(out), in, kPanel)
  const float* bias;     // (panels(out), kPanel)
  int out;
  bool relu;
  float* y;
};

// (rows, in) → (rows, out): a convolution of four taps, and no less than 0 where `relu` is set; see
// winograd.hpp, which says which sizes it takes and how much of `x` is read.
struct Winograd {
  const float* x;
  int rows;
  int in;
  const float* weights;  // (points, panels(out), in, kPanel)
  const float* bias;     // (out)
  int out;
  bool relu;
  float* scratch;  // winograd_scratch(in) floats
  float* y;
};

// A grain's sums are made in the same order whatever the batch, so that its bits are the same.
// Between processors of different vectors they differ, by about 1e-7.
struct Kernels {
  const char* name;
  void (*dense)(const Dense&);
  void (*winograd)(const Winograd&);
  // A layer of one output: `rows` dot products of `in` floats, plus `bias`.
  void (*dot)(const float* x, std::size_t stride, int rows, int in, const float* weights,
              float bias, float* y);
  // In place, `size` floats each.
  void (*normalise)(float* x, int size, float epsilon);  // to mean 0 and variance 1
  void (*add)(float* x, const float* y, int size);
  void (*add_scaled)(float* x, const float* y, float factor, int size);
  void (*scale)(float* x, float factor, int size);
  void (*exponential)(float* x, int size);
  void (*silu)(float* x, int size);
  void (*tanh)(float* x, int size);
  float (*peak)(const float* x, int size);  // the largest magnitude
};

// Those for this processor.
const Kernels& kernels();

// By instruction set; null where the processor, or the compiler, lacks it.
const Kernels* avx512_kernels();
const Kernels* avx2_kernels();
const Kernels* plain_kernels();  // SSE2, NEON or no vectors: never null

}  // namespace granvae::decoder::native
