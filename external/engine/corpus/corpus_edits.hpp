// Points and paths made of the grains that a model learned from.
#pragma once

#include <optional>
#include <vector>

#include "engine/corpus/corpus_walk.hpp"
#include "engine/path/decode_table.hpp"
#include "engine/path/latent_path.hpp"

namespace granvae::engine {

// Whether the message's path is made here.
bool made_of_corpus(MessageId id);

// Whether it begins or ends a walk without an end, rather than making a path.
bool is_endless_walk(const Call& call);

// Whether `random` is to draw from the prior. Throws std::runtime_error where it says neither.
bool asks_for_prior(const Call& call);

// What `random` draws: near one of the learned grains that `settings` allow, or, where it asks for
// the prior or there is no map, anywhere. Throws std::runtime_error.
LatentPath drawn(const Call& call, const GrainMap* map, const WalkSettings& settings, int latents);

// What `walk` with a number of grains makes, with its places. Nothing where `keep_going` says no.
// Throws std::runtime_error.
std::optional<LatentPath> walked(const Call& call, const std::shared_ptr<const GrainMap>& map,
                                 double rate, WalkSettings settings, const KeepGoing& keep_going);

// Each point moved towards its nearest learned grain that `settings` allow: by `amount`, where 1 is
// all the way. Nothing where `keep_going` says no. Throws std::runtime_error.
std::optional<LatentPath> snapped(LatentPath path, double amount, const GrainMap& map,
                                  const WalkSettings& settings, const KeepGoing& keep_going);

// For each recording of the map, whether one of the atoms means it: its name, the beginning of its
// name or of its file's, or its number from 0. Empty for no atoms. Throws std::runtime_error.
std::vector<bool> recordings_of(const GrainMap& map, const Atoms& atoms);

// The seed that stands at `index`; without one, another each time. Throws std::runtime_error.
std::uint64_t seed_of(const Call& call, std::size_t index);

}  // namespace granvae::engine
