#include "engine/path/latent_path.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "engine/path/path_edits.hpp"
#include "engine/path/path_file.hpp"

namespace granvae::engine {
namespace {

std::vector<float> line_of(const Call& call, int latents) {
  const double grains = std::trunc(number_of(call.atoms[0]));
  check_count(grains, "line");
  const std::vector<float> end = latents_of(call, 1, static_cast<std::size_t>(latents), Count::one);
  std::vector<float> points;
  points.reserve(end.size() * static_cast<std::size_t>(grains));
  for (int k = 0; k < static_cast<int>(grains); ++k) {
    const float share =
        grains > 1.0 ? static_cast<float>(k) / static_cast<float>(grains - 1.0) : 1.0f;
    for (const float value : end) points.push_back(share * value);
  }
  return points;
}

LatentPath recalled(const std::string& name, const std::map<std::string, LatentPath>& stored,
                    int latents) {
  const auto found = stored.find(name);
  if (found == stored.end()) {
    throw std::runtime_error("there is no stored path '" + name + "'; keep one by 'store " + name +
                             "'.");
  }
  if (found->second.latents != latents) {
    throw std::runtime_error("the stored path '" + name + "' has " +
                             plural(static_cast<std::size_t>(found->second.latents), "latent") +
                             " and the model " + std::to_string(latents) +
                             "; recall it with the model that it was stored with.");
  }
  return found->second;
}

LatentPath read_path(const Call& call, int latents) {
  LatentPath path = read_path_file(call.file, latents);
  check_count(static_cast<double>(path.count()), "'" + call.file + "'");
  return path;
}

// A name wins over a file: a patch knows what it has stored, and less what lies in its folder.
LatentPath other_path(const Call& call, const std::map<std::string, LatentPath>& stored,
                      int latents) {
  const std::string name = text_of(call.atoms[0]);
  if (stored.contains(name) || call.file.empty()) return recalled(name, stored, latents);
  return read_path(call, latents);
}

}  // namespace

void check_count(double count, const std::string& name) {
  if (count >= 1 && count <= kLongestPath) return;
  throw std::runtime_error(name + ": a path has 1 to " + std::to_string(kLongestPath) +
                           " grains, not " + text_of(count) + ".");
}

bool answers(MessageId id) {
  return id == MessageId::random || id == MessageId::encode || id == MessageId::readpath;
}

bool replaces_path(MessageId id) { return id >= MessageId::latent && id <= MessageId::recall; }

bool changes_path(MessageId id) { return id >= MessageId::latent && id <= MessageId::snap; }

LatentPath changed(const LatentPath& before, const Call& call,
                   const std::map<std::string, LatentPath>& stored) {
  using enum MessageId;
  const int latents = before.latents;
  const auto wanted = static_cast<std::size_t>(latents);
  const auto number = [&call](std::size_t index) {
    const double value = number_of(call.atoms[index]);
    if (std::isfinite(value)) return value;
    throw std::runtime_error(std::string(message_of(call.id).name) + ": value " +
                             std::to_string(index + 1) + " is not a finite number.");
  };
  switch (call.id) {
    case latent:
      return {latents_of(call, 0, wanted, Count::one), latents};
    case path: {
      LatentPath made{latents_of(call, 0, wanted, Count::many), latents, call.places};
      check_count(static_cast<double>(made.count()), "path");
      if (!made.places.empty() && made.places.size() != made.count()) {
        throw std::runtime_error("path: " + plural(made.count(), "point") + " and " +
                                 plural(made.places.size(), "place") +
                                 " came; give as many places as points.");
      }
      return made;
    }
    case line:
      return {line_of(call, latents), latents};
    case readpath:
      return read_path(call, latents);
    case recall:
      return recalled(text_of(call.atoms[0]), stored, latents);
    case offset:
      return moved(before, latents_of(call, 0, wanted, Count::one_or_all));
    case scale:
      return scaled(before, latents_of(call, 0, wanted, Count::one_or_all));
    case mix:
      return mixed(before, other_path(call, stored, latents), number(1));
    case reverse:
      return reversed(before);
    case stretch:
      return stretched(before, number(0));
    case smooth:
      return smoothed(before, number(0));
    default:
      return before;
  }
}

}  // namespace granvae::engine
