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

namespace granvae::decoder::native {

struct NativeProgram {
  ModelInfo info;  // path, encodes and back_end are not in the file
  std::vector<std::unique_ptr<Layer>> layers;
  std::size_t memory = 0;  // floats a grain that any layer needs
  bool batched = true;     // whether all layers are
};

// Nothing where the version is not known, or anything in it or its records does not fit: libtorch
// then decodes.
std::optional<NativeProgram> read_native_program(std::span<const std::byte> file,
                                                 const ReadRecord& record);

}  // namespace granvae::decoder::native
