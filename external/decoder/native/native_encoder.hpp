// From samples to latents, by the kernels of the native back end.
#pragma once

#include <memory>
#include <optional>
#include <span>

#include "decoder/native/native_program.hpp"
#include "decoder/native/refinement.hpp"

namespace granvae::decoder::native {

class NativeEncoder {
 public:
  // Grains at once: so few that they take about 2 ms with a refinement.
  static constexpr int kLargestBatch = 4;

  // `program`: of a model that encodes, used as long as this lives.
  NativeEncoder(const NativeProgram& program, const Kernels& kernels);

  // As Decoder::encode, without a check.
  void encode(std::span<const float> samples, std::span<float> latents);

 private:
  void encode_batch(std::span<const float> samples, std::span<float> latents);

  const NativeProgram& program_;
  const Kernels& kernels_;
  int batch_;
  Flow flow_;
  Floats shapes_;
  std::optional<Refinement> refinement_;
};

}  // namespace granvae::decoder::native
