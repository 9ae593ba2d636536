// A decoder that needs no model: the worker's other work is what is tested here.
#include "plain_decoder.hpp"

#include <atomic>
#include <cmath>
#include <memory>
#include <numbers>
#include <string>

namespace granvae {

static std::atomic<bool> held{false};

void testing::hold_reading(bool on) {
  held.store(on);
  held.notify_all();
}

namespace decoder {
namespace {

// A partial for each latent.
class PlainDecoder : public Decoder {
 public:
  const ModelInfo& info() const override { return info_; }

  void decode(std::span<const float> latents, std::span<const Noise>,
              std::span<float> samples) override {
    const auto grain = static_cast<std::size_t>(info_.grain);
    const auto partials = static_cast<std::size_t>(info_.latents);
    for (std::size_t i = 0; i < samples.size(); ++i) {
      samples[i] = 0.0f;
      const double turn = static_cast<double>(i % grain) / static_cast<double>(grain);
      for (std::size_t k = 0; k < partials; ++k) {
        const double angle = 2.0 * std::numbers::pi * static_cast<double>(k + 1) * turn;
        const float latent = std::tanh(latents[i / grain * partials + k]);
        samples[i] += 0.25f * latent * static_cast<float>(std::sin(angle));
      }
    }
  }

 private:
  ModelInfo info_ = testing::model_info("plain", 4, 512);
};

}  // namespace

std::unique_ptr<Decoder> load_decoder(const std::string& path, BackEnd) {
  if (path == "held") held.wait(true);
  return std::make_unique<PlainDecoder>();
}

}  // namespace decoder
}  // namespace granvae
