// How a path becomes a table.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "core/modes.hpp"
#include "core/read/table.hpp"
#include "decoder/decoder.hpp"
#include "engine/path/joined_grains.hpp"
#include "engine/path/latent_path.hpp"

namespace granvae::engine {

struct DecodeSettings {
  double join = -1.0;     // samples by which grains overlap; below 0: a quarter of a grain
  bool fit = true;        // a path without places lays each grain where it fits the one before
  bool libtorch = false;  // the model is read by libtorch
  bool stream = false;    // a model with memory decodes in one pass; see decode_stream.hpp
  core::CrossfadeLaw law = core::CrossfadeLaw::cosine;
  int channel = 1;         // of the model; see Decoder::select_channel
  std::uint64_t seed = 0;  // of a stochastic model, and of the first grain's noise
  float noise = 0.0f;      // how much of it; see decoder::Noise

  bool operator==(const DecodeSettings&) const = default;
};

// Throws std::runtime_error where no table is so large; `count`: grains of the path.
void check_table_size(std::size_t count, std::int64_t size);

// From one grain of a path's table to the next: 1 … grain samples, at least half a grain.
int hop_of(const decoder::ModelInfo& info, double join);

// Called now and then in long work, which ends where it says no. It may use the same decoder.
using KeepGoing = std::function<bool()>;

// Decodes the points into one sound, in which each grain lies at its place; where the path has no
// places, where it fits the one before best, or a hop after it: neighbours crossfade under the law
// where they overlap, so that no seam jumps. The same path and settings give the same samples.
// Nothing where `keep_going` says no. Throws std::runtime_error.
std::optional<JoinedGrains> decode_grains(decoder::Decoder& decoder, const LatentPath& path,
                                          const DecodeSettings& settings,
                                          const KeepGoing& keep_going);
// Samples that a model's grains were joined to, as a table; nothing where `keep_going` says no.
std::optional<core::Table> made_table(std::span<const float> samples,
                                      const decoder::ModelInfo& info, std::vector<int> starts,
                                      const KeepGoing& keep_going);
// Both at once.
std::optional<core::Table> decode_table(decoder::Decoder& decoder, const LatentPath& path,
                                        const DecodeSettings& settings,
                                        const KeepGoing& keep_going);

}  // namespace granvae::engine
