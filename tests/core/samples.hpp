// Tables and signals, and how far they are from others.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <random>
#include <vector>

namespace granvae::testing {

// The largest of what `error` gives for samples from `first` up to `end`.
template <class Error>
double largest(std::size_t first, std::size_t end, Error error) {
  double worst = 0.0;
  for (std::size_t n = first; n < end; ++n) {
    worst = std::max(worst, std::abs(static_cast<double>(error(n))));
  }
  return worst;
}

// Signals and tables of `count` values, each made of its number.
template <class Make>
auto values(int count, Make make) {
  std::vector<decltype(make(0))> made;
  for (int i = 0; i < count; ++i) made.push_back(make(i));
  return made;
}

inline std::vector<float> ones(int size) {
  return values(size, [](int) { return 1.0f; });
}

inline std::vector<float> noise(int size, unsigned seed) {
  std::mt19937 generator(seed);
  return values(size, [&](int) { return static_cast<float>(generator()) / 4294967296.0f - 0.5f; });
}

}  // namespace granvae::testing
