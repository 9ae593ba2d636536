#include "decoder/native/noise_layer.hpp"

#include <algorithm>

namespace granvae::decoder::native {

NoiseLayer::NoiseLayer(NoiseShape shape, std::span<const float> noises)
    : shape_(shape), noises_(noises.begin(), noises.end()) {}

void NoiseLayer::run(const Kernels& kernels, Flow& flow) const {
  const auto [bands, period, grain, loudest] = shape_;
  for (int k = 0; k < flow.count; ++k) {
    float* tone = flow.values.data() + size(k) * size(flow.width);
    float* gains = tone + grain;
    // Rows close up: none reaches as far as the gains of its own.
    float* made = flow.values.data() + size(k) * size(grain);
    if (made != tone) std::copy_n(tone, grain, made);
    const Noise noise = flow.noise == nullptr ? Noise{} : flow.noise[k];
    if (noise.amount == 0.0f) continue;
    for (int band = 0; band < bands; ++band) gains[band] = std::min(gains[band], loudest);
    kernels.exponential(gains, bands);
    const int first = noise_offset(noise.seed) % period;
    for (int band = 0; band < bands; ++band) {
      const float* table = noises_.data() + size(band) * size(period);
      for (int done = 0, at = first; done < grain; at = 0) {
        const int part = std::min(grain - done, period - at);
        kernels.add_scaled(made + done, table + at, noise.amount * gains[band], part);
        done += part;
      }
    }
  }
  flow.width = grain;
}

}  // namespace granvae::decoder::native
