// native.bin, the extra file of a model of ours from which the native back end decodes.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "decoder/decoder.hpp"
#include "decoder/native/native_layers.hpp"
#include "decoder/native/program_reader.hpp"
#include "decoder/native/refinement.hpp"

namespace granvae::decoder::native {

struct EncoderProgram {
  std::unique_ptr<Layer> split;                // grains to shapes and their gains
  std::vector<std::unique_ptr<Layer>> layers;  // shapes to the latents of the model but the gain
  std::optional<RefinementSettings> refinement;
  int latents = 0;  // of the model, the gain last
  std::unique_ptr<Layer> to_host;
  std::size_t memory = 0;  // floats a grain that any layer needs
  bool batched = true;     // whether all layers are
};

struct NativeProgram {
  ModelInfo info;  // path and back_end are not in the file
  std::vector<std::unique_ptr<Layer>> layers;
  std::size_t memory = 0;  // floats a grain that any layer needs
  bool batched = true;     // whether all layers are
  std::optional<EncoderProgram> encoder;
};

// Nothing where the version is not known, or anything in it or its records does not fit: libtorch
// then decodes.
std::optional<NativeProgram> read_native_program(std::span<const std::byte> file,
                                                 const ReadRecord& record);

}  // namespace granvae::decoder::native
