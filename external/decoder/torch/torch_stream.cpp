#include "decoder/torch/torch_stream.hpp"

#include "decoder/torch/torch_call.hpp"

namespace granvae::decoder::libtorch {
namespace {

torch::Tensor view(std::span<const float> values) {
  return torch::from_blob(const_cast<float*>(values.data()),
                          {static_cast<std::int64_t>(values.size())});
}

}  // namespace

torch::Tensor decode_in_one_pass(const TorchModel& model, const torch::jit::Module& graph,
                                 std::span<const float> latents) {
  const ModelInfo& info = model.info;
  const torch::Tensor points = view(latents).view({-1, info.latents}).t().unsqueeze(0);
  const torch::Tensor frames = points.repeat_interleave(model.frames, 2).contiguous();
  return call_model(info.path, graph, "decode", {frames},
                    {1, info.channels, frames.size(2) * model.frame});
}

torch::Tensor encode_in_one_pass(const TorchModel& model, std::span<const float> samples) {
  const ModelInfo& info = model.info;
  const torch::Tensor audio = view(samples).expand({1, model.encoded_channels, -1}).contiguous();
  const std::int64_t count = audio.size(2) / info.grain;
  const torch::Tensor made = call_model(info.path, model.module, "encode", {audio},
                                        {1, info.latents, count * model.encoded_frames});
  return made.view({info.latents, count, model.encoded_frames}).mean(2).t();
}

torch::Tensor another_point(int latents) {
  return torch::linspace(-2.0, 2.0, latents).view({1, -1, 1});
}

void fill_memory(const TorchModel& model) {
  try {
    const torch::Tensor point = another_point(model.info.latents).contiguous();
    decode_in_one_pass(model, model.module,
                       {point.data_ptr<float>(), static_cast<std::size_t>(point.numel())});
    if (!model.info.encodes) return;
    const torch::Tensor sound = torch::linspace(-0.5, 0.5, model.info.grain);
    encode_in_one_pass(model, {sound.data_ptr<float>(), static_cast<std::size_t>(sound.numel())});
  } catch (const DecodeError&) {
    // What it cannot do is reported when it is asked for.
  }
}

}  // namespace granvae::decoder::libtorch
