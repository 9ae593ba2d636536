#include "core/cloud/cloud_pool.hpp"

#include <cassert>
#include <utility>

namespace granvae::core {
namespace {

// Grains lie further apart than a processor guesses by itself, and thousands of them do not fit
// into its nearest cache.
void prefetch([[maybe_unused]] const CloudGrain& grain) {
#if defined(__GNUC__)
  const char* lines = reinterpret_cast<const char*>(&grain);
  for (std::size_t line = 0; line < sizeof(CloudGrain); line += 64)
    __builtin_prefetch(lines + line);
#endif
}

constexpr std::size_t kAhead = 4;  // grains

}  // namespace

CloudPool::CloudPool() : grains_(kPlaces) {
  free_.reserve(kPlaces);
  order_.reserve(kPlaces);
  for (std::size_t place = kPlaces; place > 0; --place) {
    free_.push_back(static_cast<Place>(place - 1));
  }
}

void CloudPool::begin_grain(CloudGrain grain) noexcept {
  assert(!full() && grain.table);
  const Place place = free_.back();
  free_.pop_back();
  order_.push_back(place);
  CloudGrain& kept = grains_[place];
  kept = std::move(grain);
  ++sounding_;
  sounding_ends_.add(over(kept));
}

void CloudPool::steal(int samples) noexcept {
  assert(sounding_ > 0);
  const auto ended = [&] { return over(grains_[order_[oldest_]]) <= sample_; };
  while (ended()) ++oldest_;
  CloudGrain& grain = grains_[order_[oldest_++]];
  sounding_ends_.remove(over(grain));
  --sounding_;
  steal_grain(grain, now(), samples);
  ++fading_;
  fading_ends_.add(over(grain));
}

void CloudPool::next_sample() noexcept {
  ++sample_;
  sounding_ -= sounding_ends_.at(sample_);
  fading_ -= fading_ends_.at(sample_);
}

void CloudPool::play(float* const* channels) noexcept {
  const std::int64_t chunk = chunk_;
  const int count = sample_;
  chunk_ += count;
  sample_ = 0;
  oldest_ = 0;
  sounding_ends_.clear();
  fading_ends_.clear();
  std::size_t kept = 0;
  for (std::size_t i = 0; i < order_.size(); ++i) {
    if (i + kAhead < order_.size()) prefetch(grains_[order_[i + kAhead]]);
    const Place place = order_[i];
    CloudGrain& grain = grains_[place];
    play_grain(grain, chunk, count, channels);
    const std::int64_t rest = over(grain);
    if (rest <= 0) {
      grain.table = {};
      free_.push_back(place);
      continue;
    }
    order_[kept++] = place;
    const bool stolen = grain.steal_begin < grain.end;
    (stolen ? fading_ends_ : sounding_ends_).add(rest);
    if (stolen) oldest_ = kept;
  }
  order_.resize(kept);
}

}  // namespace granvae::core
