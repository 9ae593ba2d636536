// A decoder that needs no model: the worker's other work is what is tested here.
#include <cmath>
#include <memory>
#include <numbers>

#include "decoder/decoder.hpp"

namespace granvae {
namespace {

// A partial for each latent.
class PlainDecoder : public Decoder {
 public:
  const ModelInfo& info() const override { return info_; }

  std::vector<float> decode(std::span<const float> latents) override {
    const auto grain = static_cast<std::size_t>(info_.grain);
    const auto partials = static_cast<std::size_t>(info_.latents);
    std::vector<float> samples(latents.size() / partials * grain);
    for (std::size_t i = 0; i < samples.size(); ++i) {
      const double turn = static_cast<double>(i % grain) / static_cast<double>(grain);
      for (std::size_t k = 0; k < partials; ++k) {
        const double angle = 2.0 * std::numbers::pi * static_cast<double>(k + 1) * turn;
        const float latent = std::tanh(latents[i / grain * partials + k]);
        samples[i] += 0.25f * latent * static_cast<float>(std::sin(angle));
      }
    }
    return samples;
  }

 private:
  ModelInfo info_{"plain", 4, 512, 44100.0, {}};
};

}  // namespace

std::unique_ptr<Decoder> load_torch_decoder(const std::string&) {
  return std::make_unique<PlainDecoder>();
}

void prepare_torch() {}

}  // namespace granvae
