// A path bent: each edit takes a path and gives another.
#pragma once

#include "engine/path/latent_path.hpp"

namespace granvae::engine {

// How many numbers a message takes.
enum class Count { one, many, one_or_all };  // point; points; point or one number for all latents

// The numbers of a message from atom `first` on; a single one for all `latents` is repeated. Throws
// std::runtime_error when they do not fit.
std::vector<float> latents_of(const Call& call, std::size_t first, std::size_t latents,
                              Count count);

// `amounts`: (latents).
LatentPath moved(LatentPath path, const std::vector<float>& amounts);
LatentPath scaled(LatentPath path, const std::vector<float>& amounts);
// Point by point path + amount (other - path), where the other is stretched to as many points by
// linear interpolation.
LatentPath mixed(LatentPath path, const LatentPath& other, double amount);
// Grains that were neighbours are so as far apart.
LatentPath reversed(const LatentPath& path);
// Grains repeated or left out evenly, 0.01 … 100 times as many. A repeated one begins as far after
// itself as the next one did, and one after a gap as far as it did after the last in the gap: of a
// tone, that is a whole number of periods. Throws std::runtime_error.
LatentPath stretched(const LatentPath& path, double factor);
// The mean of the neighbours up to `grains` points away, 0 … 1000, weighted by a Hann window; there
// are fewer at the ends. Throws std::runtime_error.
LatentPath smoothed(const LatentPath& path, double grains);

}  // namespace granvae::engine
