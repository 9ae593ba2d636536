// Points of the latent space, in the order in which their grains are played.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/crossfade.hpp"
#include "core/table.hpp"
#include "decoder/decoder.hpp"

namespace granvae {

// What a host asks to be decoded. It holds for every model, until the number of latents is known.
struct PathRequest {
  enum class Kind {
    latent,  // values: one point
    line,    // values: the end point of a straight line of `count` grains from the origin
    path,    // values: any number of points, one after the other
    random,  // one point drawn from the prior with `seed`
  };
  Kind kind = Kind::random;
  std::vector<float> values;
  int count = 1;
  std::uint64_t seed = 0;
};

inline constexpr int kLongestPath = 65536;

// The points (count, latents), row by row. Throws DecodeError when the request does not fit.
std::vector<float> points_of(const PathRequest& request, int latents);

// Decodes the points into one table in which grain k begins at k (grain - join): neighbours
// overlap by `join` samples under the crossfade law, so that no seam jumps. A `join` below 0 is a
// quarter of a grain; it is at most half of one. `goes_on` is called between grains; nothing once
// it says no. Throws DecodeError.
using GoesOn = std::function<bool()>;
std::optional<Table> decode_table(Decoder& decoder, const std::vector<float>& points, double join,
                                  CrossfadeLaw law, const GoesOn& goes_on);

}  // namespace granvae
