#include "decoder/native/native_encoder.hpp"

#include <algorithm>
#include <utility>

#include "decoder/native/panels.hpp"

namespace granvae::decoder::native {

namespace {

constexpr int kRefinedAtOnce = 2;
constexpr int kAtOnce = 8;

int batch_of(const EncoderProgram& encoder) {
  if (!encoder.batched) return 1;
  return encoder.refinement ? kRefinedAtOnce : kAtOnce;
}

}  // namespace

NativeEncoder::NativeEncoder(const NativeProgram& program, const EncoderProgram& encoder,
                             const Kernels& kernels)
    : program_(program), encoder_(encoder), kernels_(kernels), batch_(batch_of(encoder)) {
  const std::size_t memory = encoder.memory * size(batch_);
  for (Floats* part : {&flow_.values, &flow_.next, &flow_.kept}) part->assign(memory, 0.0f);
  flow_.gains.assign(size(batch_), 0.0f);
  if (!encoder.refinement) return;
  shapes_.assign(size(program.info.grain) * size(batch_), 0.0f);
  // The decoder's first layer takes the latents of hosts.
  refinement_.emplace(encoder.refinement.value(), encoder.latents, program.info.grain,
                      std::span(program.layers).subspan(1), program.memory);
}

void NativeEncoder::encode(std::span<const float> samples, std::span<float> latents) {
  const auto grain = size(program_.info.grain);
  const auto outputs = size(program_.info.latents);
  const std::size_t count = samples.size() / grain;
  for (std::size_t first = 0; first < count; first += size(batch_)) {
    const std::size_t grains = std::min(size(batch_), count - first);
    encode_batch(samples.subspan(first * grain, grains * grain),
                 latents.subspan(first * outputs, grains * outputs));
  }
}

void NativeEncoder::encode_batch(std::span<const float> samples, std::span<float> latents) {
  const auto grain = size(program_.info.grain);
  flow_.width = program_.info.grain;
  flow_.count = static_cast<int>(samples.size() / grain);
  std::copy(samples.begin(), samples.end(), flow_.values.begin());
  encoder_.split->run(kernels_, flow_);
  if (refinement_) std::copy_n(flow_.values.begin(), samples.size(), shapes_.begin());
  for (const auto& layer : encoder_.layers) layer->run(kernels_, flow_);
  const auto free = size(flow_.width);
  for (std::size_t k = 0; refinement_ && k < size(flow_.count); ++k) {
    refinement_->run(kernels_, shapes_.data() + k * grain, flow_.values.data() + k * free);
  }
  // The gain is the last latent; `next` has the place.
  for (std::size_t k = 0; k < size(flow_.count); ++k) {
    float* joined = flow_.next.data() + k * (free + 1);
    std::copy_n(flow_.values.data() + k * free, free, joined);
    joined[free] = flow_.gains[k];
  }
  std::swap(flow_.values, flow_.next);
  flow_.width = encoder_.latents;
  encoder_.to_host->run(kernels_, flow_);
  std::copy_n(flow_.values.begin(), latents.size(), latents.begin());
}

}  // namespace granvae::decoder::native
