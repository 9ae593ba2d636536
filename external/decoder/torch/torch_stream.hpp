// Models with memory in one pass. Includes libtorch: for the files of this back end only.
#pragma once

#include <torch/script.h>

#include <span>

#include "decoder/torch/torch_model.hpp"

namespace granvae::decoder::libtorch {

// `latents`: (count, latents), for as many frames each as make a grain. Both go on from the memory
// that the model has. Throw DecodeError. `graph`: whose `decode` is called.
// Returns (1, channels, count * grain).
torch::Tensor decode_in_one_pass(const TorchModel& model, const torch::jit::Module& graph,
                                 std::span<const float> latents);
// `samples`: (count * grain). Returns (count, latents).
torch::Tensor encode_in_one_pass(const TorchModel& model, std::span<const float> samples);

// A point that is not the origin, (1, latents, 1).
torch::Tensor another_point(int latents);
// Gives the model something to remember: the origin may leave its memory as it was.
void fill_memory(const TorchModel& model);

}  // namespace granvae::decoder::libtorch
