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
  // `encoder`: of the program. Both are used as long as this lives.
  NativeEncoder(const NativeProgram& program, const EncoderProgram& encoder,
                const Kernels& kernels);

  // Grains at once: with a refinement so few that they take less than 2 ms.
  int largest_batch() const { return batch_; }

  // As Decoder::encode, without a check.
  void encode(std::span<const float> samples, std::span<float> latents);

 private:
  void encode_batch(std::span<const float> samples, std::span<float> latents);

  const NativeProgram& program_;
  const EncoderProgram& encoder_;
  const Kernels& kernels_;
  int batch_;
  Flow flow_;
  Floats shapes_;
  std::optional<Refinement> refinement_;
};

}  // namespace granvae::decoder::native
