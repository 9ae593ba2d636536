#include "../core/samples.hpp"
#include "decoder/decoder.hpp"
#include "report.hpp"

namespace granvae::same_bits {

std::vector<float> decoded_grains(const std::string& model) {
  constexpr int kGrains = 16;
  const auto decoder = decoder::load_decoder(model);
  const decoder::ModelInfo& info = decoder->info();
  std::vector<float> latents = testing::noise(kGrains * info.latents, 9);
  for (float& latent : latents) latent *= 5.0f;  // standard deviations
  std::vector<decoder::Noise> noise(kGrains);
  for (std::size_t i = 0; i < noise.size(); ++i) noise[i] = {0.5f, i};
  std::vector<float> samples(static_cast<std::size_t>(kGrains * info.grain));
  decoder->decode(latents, noise, samples);
  return samples;
}

}  // namespace granvae::same_bits
