// Points of the latent space, in the order in which their grains are played.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/modes.hpp"
#include "core/read/table.hpp"
#include "decoder/decoder.hpp"
#include "engine/parameters/messages.hpp"

namespace granvae::engine {

inline constexpr int kLongestPath = 65536;  // points

struct LatentPath {
  std::vector<float> points;  // (count, latents), row by row
  int latents = 0;

  std::size_t count() const {
    return latents > 0 ? points.size() / static_cast<std::size_t>(latents) : 0;
  }
  static LatentPath origin(int latents) {
    return {std::vector<float>(static_cast<std::size_t>(latents), 0.0f), latents};
  }
};

// How a path becomes a table.
struct DecodeSettings {
  double join = -1.0;  // samples by which grains overlap; below 0: a quarter of a grain
  core::CrossfadeLaw law = core::CrossfadeLaw::cosine;
  int channel = 1;         // of the model; see Decoder::select_channel
  std::uint64_t seed = 0;  // of a stochastic model
};

// Whether the message makes a path of its own, rather than one from the path before.
bool replaces_path(MessageId id);
// Whether it does either.
bool changes_path(MessageId id);

// What a message makes of the path before: of every kind but encode. `stored`: what it may recall.
// Throws std::runtime_error when it does not fit.
LatentPath changed(const LatentPath& before, const Call& call,
                   const std::map<std::string, LatentPath>& stored);

// From one grain of a path's table to the next: 1 … grain samples, at least half a grain.
int hop_of(const decoder::ModelInfo& info, double join);

// Called now and then in long work, which ends where it says no. It may use the same decoder.
using KeepGoing = std::function<bool()>;

// Decodes the points into one table in which grain k begins at k times the hop: neighbours overlap
// under the crossfade law, so that no seam jumps. The same path and settings give the same table.
// Nothing where it is not to go on. Throws std::runtime_error.
std::optional<core::Table> decode_table(decoder::Decoder& decoder, const LatentPath& path,
                                        const DecodeSettings& settings,
                                        const KeepGoing& keep_going);

}  // namespace granvae::engine
