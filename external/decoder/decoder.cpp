#include "decoder/decoder.hpp"

#include <algorithm>
#include <cmath>
#include <functional>

namespace granvae::decoder {
namespace {

// 24 dB above full scale: nothing that a model has learned from recordings is as loud.
constexpr float kLoudest = 16.0f;

}  // namespace

void Decoder::fail(const std::string& what) const {
  throw DecodeError("'" + info().path + "' " + what);
}

void Decoder::check(std::span<const float> samples) const {
  for (const float sample : samples) {
    if (std::abs(sample) <= kLoudest) continue;
    fail(std::isfinite(sample)
             ? "decodes to more than 24 dB above full scale; try latents nearer to 0."
             : "decodes to values that are not finite; try latents nearer to 0.");
  }
}

void Decoder::decode_apart(std::span<const float> latents, std::span<const Noise> noise,
                           std::span<float> tones, std::span<float> noises) {
  decode(latents, {}, tones);
  decode(latents, noise, noises);
  std::transform(noises.begin(), noises.end(), tones.begin(), noises.begin(), std::minus<>());
}

void Decoder::encode(std::span<const float>, std::span<float>) {
  fail("has no method 'encode', so that it cannot take recordings; give a model that encodes.");
}

std::unique_ptr<Memory> Decoder::decode_on(std::span<const float>, std::span<float>,
                                           std::unique_ptr<Memory>) {
  fail("remembers nothing that it could go on from; set stream off.");
}

std::unique_ptr<Memory> Decoder::encode_on(std::span<const float> samples, std::span<float> latents,
                                           std::unique_ptr<Memory>) {
  encode(samples, latents);
  return nullptr;
}

void Decoder::select_channel(int channel) {
  const int channels = info().channels;
  if (channel >= 0 && channel <= channels) return;
  fail("has " + std::to_string(channels) + (channels == 1 ? " channel" : " channels") +
       " and no channel " + std::to_string(channel) + "; give 1 to " + std::to_string(channels) +
       ", or 0 for the mean of all.");
}

std::vector<AttributeValue> Decoder::get(const std::string& attribute) {
  std::string names;
  for (const Attribute& known : info().attributes) {
    names += (names.empty() ? "" : ", ") + known.name;
  }
  fail("has no attribute '" + attribute + "'; " +
       (names.empty() ? "it has none." : "there are " + names + "."));
}

void Decoder::set(const std::string& attribute, std::span<const AttributeValue>) { get(attribute); }

}  // namespace granvae::decoder
