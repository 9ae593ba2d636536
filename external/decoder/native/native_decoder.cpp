#include "decoder/native/native_decoder.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "decoder/native/archive.hpp"
#include "decoder/native/kernels.hpp"
#include "decoder/native/native_encoder.hpp"
#include "decoder/native/native_program.hpp"

namespace granvae::decoder::native {
namespace {

constexpr const char* kProgram = "extra/native.bin";
constexpr int kLargestBatch = 8;

class NativeDecoder final : public Decoder {
 public:
  NativeDecoder(NativeProgram program, const Kernels& kernels, OpenEncoder encoder)
      : program_(std::move(program)), kernels_(kernels), open_encoder_(std::move(encoder)) {
    const std::size_t memory = program_.memory * static_cast<std::size_t>(batch());
    flow_.values.assign(memory, 0.0f);
    flow_.next.assign(memory, 0.0f);
    flow_.kept.assign(memory, 0.0f);
    flow_.gains.assign(static_cast<std::size_t>(batch()), 0.0f);
    if (program_.encoder) encoder_.emplace(program_, *program_.encoder, kernels_);
  }

  const ModelInfo& info() const override { return program_.info; }
  int largest_batch() const override { return kLargestBatch; }
  int largest_encoded() const override {
    return encoder_ ? encoder_->largest_batch() : kLargestBatch;
  }

  void decode(std::span<const float> latents, std::span<const Noise> noise,
              std::span<float> samples) override {
    const auto inputs = static_cast<std::size_t>(info().latents);
    const auto grain = static_cast<std::size_t>(info().grain);
    const std::size_t count = latents.size() / inputs;
    for (std::size_t first = 0; first < count;) {
      const std::size_t grains = std::min(static_cast<std::size_t>(batch()), count - first);
      flow_.count = static_cast<int>(grains);
      flow_.width = info().latents;
      flow_.noise = noise.empty() ? nullptr : noise.data() + first;
      std::copy_n(latents.data() + first * inputs, grains * inputs, flow_.values.data());
      for (const auto& layer : program_.layers) layer->run(kernels_, flow_);
      std::copy_n(flow_.values.data(), grains * grain, samples.data() + first * grain);
      first += grains;
    }
    check(samples.first(count * grain));
  }

  void encode(std::span<const float> samples, std::span<float> latents) override {
    if (!encoder_) return encode_otherwise(samples, latents);
    encoder_->encode(samples, latents);
    for (const float value : latents) {
      if (!std::isfinite(value)) fail("encodes to values that are not finite.");
    }
  }

 private:
  void encode_otherwise(std::span<const float> samples, std::span<float> latents) {
    if (!open_encoder_) return Decoder::encode(samples, latents);
    if (!other_) other_ = open_encoder_(info().path);
    other_->encode(samples, latents);
  }

  int batch() const { return program_.batched ? kLargestBatch : 1; }

  NativeProgram program_;
  const Kernels& kernels_;
  OpenEncoder open_encoder_;
  std::unique_ptr<Decoder> other_;  // opened when first needed
  std::optional<NativeEncoder> encoder_;
  Flow flow_;
};

}  // namespace

std::unique_ptr<Decoder> load_decoder(const std::string& path, const Kernels& kernels,
                                      OpenEncoder encoder) {
  Archive archive(path);
  const auto file = archive.read(kProgram);
  if (!file) return nullptr;
  const auto record = [&archive](std::string_view name) { return archive.read(name); };
  auto program = read_native_program(*file, record);
  if (!program) return nullptr;
  program->info.path = path;
  program->info.encodes = program->encoder || encoder;
  program->info.back_end = std::string("native, ") + kernels.name;
  return std::make_unique<NativeDecoder>(std::move(*program), kernels, std::move(encoder));
}

}  // namespace granvae::decoder::native
