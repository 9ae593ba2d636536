#include "engine/path/fit_grain.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <cstdlib>
#include <limits>
#include <vector>

#include "engine/path/joined_grains.hpp"

namespace granvae::engine {
namespace {

constexpr int kLeastOverlap = 16;  // a grain is so many times as long
// Correlation that a whole hop of deviation must gain.
constexpr double kDeviation = 0.1;
// Standard errors of a correlation that count against it: without them, chance would choose the
// shortest overlaps for noise.
constexpr double kDoubt = 2.0;
constexpr double kSilence = 1e-20;  // of two energies, below which there is nothing to be alike
// Samples of a grain beyond which the search begins on means of several samples.
constexpr int kFineGrain = 1024;

// In an order of its own, so that it is the same on all platforms, and quick.
double product(const float* a, const float* b, int count) {
  std::array<double, 4> sums{};
  int i = 0;
  for (; i + 4 <= count; i += 4) {
    for (int k = 0; k < 4; ++k) {
      const double term = static_cast<double>(a[i + k]) * b[i + k];
      sums[static_cast<std::size_t>(k)] += term;
    }
  }
  for (; i < count; ++i) {
    const double term = static_cast<double>(a[i]) * b[i];
    sums[0] += term;
  }
  return (sums[0] + sums[1]) + (sums[2] + sums[3]);
}

// Of two grains, how alike they are where the second begins at a sample of the first. They outlive
// it.
class Likeness {
 public:
  Likeness(std::span<const float> before, std::span<const float> after)
      : before_(before), after_(after), tail_(before.size() + 1), head_(after.size() + 1) {
    for (std::size_t i = before.size(); i > 0; --i) {
      const double square = static_cast<double>(before[i - 1]) * before[i - 1];
      tail_[i - 1] = tail_[i] + square;
    }
    for (std::size_t i = 0; i < after.size(); ++i) {
      const double square = static_cast<double>(after[i]) * after[i];
      head_[i + 1] = head_[i] + square;
    }
  }

  // The sample from `first` to `last` at which they are most alike, less doubt and what it deviates
  // from `hop`.
  int best(int first, int last, int hop) const {
    if (tail_[static_cast<std::size_t>(first)] * head_.back() <= kSilence) {
      return std::clamp(hop, first, last);
    }
    int best = first;
    double most = -std::numeric_limits<double>::infinity();
    for (int begin = first; begin <= last; ++begin) {
      const double deviation = kDeviation * std::abs(begin - hop) / hop;
      const double alike = correlation(begin);
      const auto overlap = static_cast<double>(before_.size()) - begin;
      const double score = alike - deviation - kDoubt * (1.0 - alike * alike) / std::sqrt(overlap);
      if (score > most) {
        most = score;
        best = begin;
      }
    }
    return best;
  }

 private:
  // 0 where either is silent.
  double correlation(int begin) const {
    const auto at = static_cast<std::size_t>(begin);
    const std::size_t overlap = before_.size() - at;
    const double energies = tail_[at] * head_[overlap];
    return product(before_.data() + at, after_.data(), static_cast<int>(overlap)) /
           std::sqrt(energies + kSilence);
  }

  std::span<const float> before_;
  std::span<const float> after_;
  std::vector<double> tail_;  // energy from a sample on
  std::vector<double> head_;  // energy up to a sample
};

// Means of `size` samples, as many as are whole.
std::vector<float> means(std::span<const float> samples, int size) {
  std::vector<float> coarse;
  const auto step = static_cast<std::size_t>(size);
  for (std::size_t i = 0; i + step <= samples.size(); i += step) {
    double sum = 0.0;
    for (std::size_t k = 0; k < step; ++k) sum += samples[i + k];
    coarse.push_back(static_cast<float>(sum / size));
  }
  return coarse;
}

}  // namespace

int fitted_interval(std::span<const float> before, std::span<const float> after, int hop) {
  assert(before.size() == after.size());
  const auto grain = static_cast<int>(before.size());
  const int least = Intervals(grain).least;
  const int most =
      std::max(least, std::min(grain - (grain + kLeastOverlap - 1) / kLeastOverlap, hop + hop / 2));
  const Likeness fine(before, after);
  if (grain <= kFineGrain) return fine.best(least, most, hop);
  const int step = 2 * grain / kFineGrain;
  const std::vector<float> coarse_before = means(before, step);
  const std::vector<float> coarse_after = means(after, step);
  const int near =
      step * Likeness(coarse_before, coarse_after).best(least / step, most / step, hop / step);
  return fine.best(std::max(least, near - step), std::min(most, near + step), hop);
}

}  // namespace granvae::engine
