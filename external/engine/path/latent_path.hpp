// Points of the latent space, in the order in which their grains are played.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "engine/parameters/messages.hpp"

namespace granvae::engine {

inline constexpr int kLongestPath = 65536;  // points

struct LatentPath {
  std::vector<float> points;  // (count, latents), row by row
  int latents = 0;
  // Samples, of the model's rate, from where the grain before begins to where this one does; the
  // first: from the table's first sample, at most 0. Empty where the path has no places.
  std::vector<int> places = {};

  std::size_t count() const {
    return latents > 0 ? points.size() / static_cast<std::size_t>(latents) : 0;
  }
  static LatentPath origin(int latents) {
    return {std::vector<float>(static_cast<std::size_t>(latents), 0.0f), latents};
  }
};

// Throws std::runtime_error where no path can have so many grains; `name`: of what asks for them.
void check_count(double count, const std::string& name);

// Whether the message makes a path of its own, rather than one from the path before.
bool replaces_path(MessageId id);
// Whether it does that, or edits the path before.
bool changes_path(MessageId id);
// Whether an event answers it when it is done.
bool answers(MessageId id);

// What a message makes of the path before: of every kind but encode, and those of corpus_edits.hpp.
// `stored`: what it may recall.
// Throws std::runtime_error when it does not fit.
LatentPath changed(const LatentPath& before, const Call& call,
                   const std::map<std::string, LatentPath>& stored);

}  // namespace granvae::engine
