// All that one has made with an engine: what sounds as before when it is restored.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "engine/parameters/atom.hpp"
#include "engine/parameters/parameters.hpp"
#include "engine/path/latent_path.hpp"

namespace granvae::engine {

struct State {
  std::string model;                         // the full path of its file; empty where there is none
  std::map<ParameterId, double> parameters;  // as ParameterValues holds them
  LatentPath path;                           // of no latents where there is none
  std::map<std::string, LatentPath> stored;  // by `store`
  Atoms stay;                                // the recordings to keep to, as they were named
  std::optional<std::uint64_t> walk;         // the seed of one that goes on without end
};

}  // namespace granvae::engine
