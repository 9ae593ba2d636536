// Paths in one pass, through models that remember what they made before.
#pragma once

#include <optional>
#include <vector>

#include "engine/path/decode_table.hpp"

namespace granvae::engine {

// Whether a path is decoded, and a recording encoded, in one pass.
inline bool streams(const decoder::ModelInfo& info, const DecodeSettings& settings) {
  return settings.stream && info.streams;
}

// As decode_grains, but each grain begins where the one before ends and goes on from it: the
// samples of a single call of the model with all points, from a fresh memory.
std::optional<JoinedGrains> decode_stream(decoder::Decoder& decoder, const LatentPath& path,
                                          const DecodeSettings& settings,
                                          const KeepGoing& keep_going);

// The points of a sound at the model's rate, in the same way: grain after grain until its end is
// covered, with zeros after it; (count, latents).
std::optional<std::vector<float>> encode_stream(decoder::Decoder& decoder, std::vector<float> sound,
                                                const KeepGoing& keep_going);

}  // namespace granvae::engine
