// A TorchScript file of the nn~ convention, and what it says of itself. Includes libtorch: for the
// files of this back end only.
#pragma once

#include <torch/script.h>

#include <string>

#include "decoder/decoder.hpp"

namespace granvae::decoder::libtorch {

struct TorchModel {
  torch::jit::Module module;
  ModelInfo info;
  bool ours = false;         // written by `granvae export`
  int frame = 0;             // samples that one column of latents decodes to
  int frames = 1;            // that make a grain
  int encoded_channels = 0;  // that `encode` takes; 0 where it cannot be used
  int encoded_frames = 0;    // that `encode` makes of a grain
};

// Throws DecodeError: no file, no TorchScript, no usable `decode`.
TorchModel read_torch_model(const std::string& path);

// The text of an exception of libtorch, without the lines that only a programmer reads.
std::string first_line(const std::string& text);

}  // namespace granvae::decoder::libtorch
