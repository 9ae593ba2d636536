#include "engine/corpus/corpus_edits.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <iterator>
#include <stdexcept>
#include <utility>

#include "engine/corpus/nearest_grains.hpp"
#include "engine/corpus/random_source.hpp"

namespace granvae::engine {
namespace {

constexpr double kSpread = 0.3;     // standard deviations around a learned grain
constexpr std::size_t kNamed = 12;  // recordings, in a sentence

std::string_view file_name(std::string_view name) {
  return name.substr(name.find_last_of('/') + 1);
}

bool means(const Atom& atom, std::string_view name, std::size_t index) {
  const auto* text = std::get_if<std::string>(&atom);
  if (text == nullptr) return number_of(atom) == static_cast<double>(index);
  return name.starts_with(*text) || file_name(name).starts_with(*text);
}

[[noreturn]] void refuse_sound(const GrainMap& map, const Atom& atom) {
  std::string names;
  const std::size_t count = std::min(map.names.size(), kNamed);
  for (std::size_t i = 0; i < count; ++i) names += (i > 0 ? ", " : "") + map.names[i];
  if (map.names.size() > count) names += " and " + plural(map.names.size() - count, "other");
  throw std::runtime_error("stay: there is no recording '" + text_of(atom) + "' in '" + map.file +
                           "'; there are " + (names.empty() ? "none with a name" : names) + ".");
}

}  // namespace

bool made_of_corpus(MessageId id) {
  return id == MessageId::random || id == MessageId::walk || id == MessageId::snap;
}

std::uint64_t seed_of(const Call& call, std::size_t index) {
  if (call.atoms.size() <= index) {
    const auto now = std::chrono::steady_clock::now().time_since_epoch().count();
    return static_cast<std::uint64_t>(now);
  }
  if (const auto* whole = std::get_if<std::int64_t>(&call.atoms[index])) {
    return static_cast<std::uint64_t>(*whole);
  }
  constexpr double kLargestSeed = 0x1p62;
  const double number = number_of(call.atoms[index]);
  if (!(std::abs(number) <= kLargestSeed)) {
    throw std::runtime_error(std::string(message_of(call.id).name) +
                             ": the seed is not a finite number.");
  }
  return static_cast<std::uint64_t>(static_cast<std::int64_t>(number));
}

bool is_endless_walk(const Call& call) {
  return call.id == MessageId::walk && is_text(call.atoms[0]);
}

bool asks_for_prior(const Call& call) {
  const auto* word = call.atoms.empty() ? nullptr : std::get_if<std::string>(&call.atoms[0]);
  if (word != nullptr && *word != "prior") {
    throw std::runtime_error("random takes a seed, or prior and a seed, not '" + *word + "'.");
  }
  return word != nullptr;
}

LatentPath drawn(const Call& call, const GrainMap* map, const WalkSettings& settings, int latents) {
  const bool prior = asks_for_prior(call);
  RandomSource random(seed_of(call, prior ? 1 : 0));
  double spread = 1.0;
  std::vector<float> point(static_cast<std::size_t>(latents), 0.0f);
  if (!prior && map != nullptr) {
    std::vector<std::size_t> grains;
    std::copy_if(map->audible.begin(), map->audible.end(), std::back_inserter(grains),
                 [&](std::size_t grain) { return settings.allows(*map, grain); });
    if (grains.empty()) {
      throw std::runtime_error("random: the recordings that stay allows are silent; allow others.");
    }
    point = map->point(grains[random.below(grains.size())]);
    spread = kSpread;
  }
  for (float& value : point) value += static_cast<float>(spread * random.normal());
  return {std::move(point), latents};
}

std::optional<LatentPath> walked(const Call& call, const std::shared_ptr<const GrainMap>& map,
                                 double rate, WalkSettings settings, const KeepGoing& keep_going) {
  const double count = std::trunc(number_of(call.atoms[0]));
  check_count(count, "walk");
  settings.seed = seed_of(call, 1);
  CorpusWalk walk(map, rate, std::move(settings));
  LatentPath path{{}, map->latents};
  for (int k = 0; k < static_cast<int>(count); ++k) {
    if (!keep_going()) return std::nullopt;
    const CorpusWalk::Step step = walk.next();
    const std::vector<float> point = map->point(step.grain);
    path.points.insert(path.points.end(), point.begin(), point.end());
    path.places.push_back(step.place);
  }
  return path;
}

std::optional<LatentPath> snapped(LatentPath path, double amount, const GrainMap& map,
                                  const WalkSettings& settings, const KeepGoing& keep_going) {
  if (!(amount >= 0.0 && amount <= 1.0)) {
    throw std::runtime_error("snap takes an amount from 0 to 1, not " + text_of(amount) + ".");
  }
  const auto latents = static_cast<std::size_t>(path.latents);
  const auto allowed = [&](std::size_t grain) { return settings.allows(map, grain); };
  NearestGrains nearest(map);
  for (std::size_t k = 0; k < path.count(); ++k) {
    if (!keep_going()) return std::nullopt;
    const std::span<float> point = std::span(path.points).subspan(k * latents, latents);
    const std::vector<std::size_t>& found = nearest.find(point, 1, allowed);
    if (found.empty()) {
      throw std::runtime_error("snap: there are no grains of the recordings that stay allows.");
    }
    const std::vector<float> to = map.point(found.front());
    for (std::size_t d = 0; d < latents; ++d) {
      point[d] = static_cast<float>((1.0 - amount) * point[d] + amount * to[d]);
    }
  }
  return path;
}

std::vector<bool> recordings_of(const GrainMap& map, const Atoms& atoms) {
  if (atoms.empty()) return {};
  // A map without names is of one recording, as far as one knows.
  std::vector<bool> stay(std::max<std::size_t>(map.names.size(), 1), false);
  for (const Atom& atom : atoms) {
    bool found = false;
    for (std::size_t i = 0; i < map.names.size(); ++i) {
      if (!means(atom, map.names[i], i)) continue;
      stay[i] = found = true;
    }
    if (!found) refuse_sound(map, atom);
  }
  return stay;
}

}  // namespace granvae::engine
