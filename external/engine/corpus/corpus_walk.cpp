#include "engine/corpus/corpus_walk.hpp"

#include <algorithm>
#include <iterator>
#include <stdexcept>
#include <utility>

namespace granvae::engine {
namespace {

// Seconds along a recording, within which a jump would only repeat what is heard anyway.
constexpr double kNeighbourhood = 0.5;

}  // namespace

CorpusWalk::CorpusWalk(std::shared_ptr<const GrainMap> map, double rate, WalkSettings settings)
    : map_(std::move(map)),
      rate_(rate),
      settings_(std::move(settings)),
      random_(settings_.seed),
      nearest_(*map_) {
  check(settings_);
}

void CorpusWalk::set(WalkSettings settings) {
  check(settings);
  if (settings.seed != settings_.seed) random_ = RandomSource(settings.seed);
  settings_ = std::move(settings);
}

void CorpusWalk::check(const WalkSettings& settings) const {
  for (std::size_t grain = 0; grain < map_->count(); ++grain) {
    if (map_->goes_on(grain) && settings.allows(*map_, grain)) return;
  }
  throw std::runtime_error("walk: the grains that '" + map_->file +
                           "' holds do not follow each other; train and export the model again.");
}

CorpusWalk::Step CorpusWalk::next() {
  if (!std::exchange(begun_, true)) return begin();
  if (!goes_on(grain_)) return jump();
  if (random_.uniform() < settings_.jump * map_->places[grain_ + 1] / rate_) return jump();
  ++grain_;
  return {grain_, map_->places[grain_]};
}

CorpusWalk::Step CorpusWalk::begin() {
  std::vector<std::size_t> grains;
  const auto fits = [this](std::size_t grain) { return goes_on(grain); };
  std::copy_if(map_->audible.begin(), map_->audible.end(), std::back_inserter(grains), fits);
  for (std::size_t grain = 0; grains.empty(); ++grain) {
    if (fits(grain)) grains.push_back(grain);
  }
  grain_ = grains[random_.below(grains.size())];
  return {grain_, 0};
}

// To what follows a grain that is like this one, at the place that it has there: both have their
// peak in the same place, so that the phase of a tone goes on.
CorpusWalk::Step CorpusWalk::jump() {
  const auto reach = static_cast<int>(kNeighbourhood * rate_);
  std::size_t first = grain_;
  for (int passed = 0; map_->places[first] > 0 && passed < reach; --first) {
    passed += map_->places[first];
  }
  std::size_t last = grain_;
  for (int passed = 0; map_->goes_on(last) && passed < reach; ++last) {
    passed += map_->places[last + 1];
  }
  const auto fits = [this](std::size_t grain) { return goes_on(grain); };
  const auto elsewhere = [&](std::size_t grain) {
    return (grain < first || grain > last) && fits(grain);
  };
  const std::vector<float> point = map_->point(grain_);
  const auto most = static_cast<std::size_t>(settings_.near);
  const std::vector<std::size_t>* found = &nearest_.find(point, most, elsewhere);
  if (found->empty()) found = &nearest_.find(point, most, fits);
  grain_ = (*found)[random_.below(found->size())] + 1;
  return {grain_, map_->places[grain_]};
}

}  // namespace granvae::engine
