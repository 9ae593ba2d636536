#include "engine/path/joined_grains.hpp"

#include <algorithm>
#include <cassert>
#include <functional>

#include "core/crossfade.hpp"

namespace granvae::engine {

JoinedGrains::JoinedGrains(int grain, core::CrossfadeLaw law, std::size_t count)
    : grain_(grain), law_(law) {
  starts_.reserve(count);
}

void JoinedGrains::add(std::span<const float> grain, int interval) {
  assert(grain.size() == static_cast<std::size_t>(grain_));
  if (starts_.empty()) {
    assert(interval >= Intervals(grain_).first && interval <= 0);
    begin_ = interval;
    samples_.assign(grain.begin() - begin_, grain.end());
    starts_.push_back(0);
    return;
  }
  assert(interval >= Intervals(grain_).least && interval <= Intervals(grain_).most);
  begin_ += interval;
  const auto begin = static_cast<std::size_t>(begin_);
  const std::size_t overlap = samples_.size() - begin;
  for (std::size_t i = 0; i < overlap; ++i) {
    const double passed = static_cast<double>(i) / static_cast<double>(overlap);
    const core::Gains gains = core::crossfade_gains(law_, passed);
    float& sample = samples_[begin + i];
    sample = static_cast<float>(gains.out * sample + gains.in * grain[i]);
  }
  samples_.insert(samples_.end(), grain.begin() + static_cast<std::ptrdiff_t>(overlap),
                  grain.end());
  starts_.push_back(begin_);
}

void JoinedGrains::mix(const JoinedGrains& others) {
  assert(others.starts_ == starts_);
  std::transform(samples_.begin(), samples_.end(), others.samples_.begin(), samples_.begin(),
                 std::plus<>());
}

std::span<const float> JoinedGrains::last() const {
  if (starts_.empty()) return {};
  return std::span(samples_).subspan(static_cast<std::size_t>(starts_.back()));
}

}  // namespace granvae::engine
