// The Fourier transforms that the mipmap is made with.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <span>

#include "core/read/fft.hpp"
#include "samples.hpp"

using namespace granvae::core;
using namespace granvae::testing;

TEST_CASE("the transform of any size is the sum that defines it") {
  // Steps of each kind, several of them, and what only a convolution does: 107, 309 and 2 · 1009.
  for (const int length : {1,  2,  3,   4,   5,   6,   7,   8,   9,   11,  12,  15,   21,
                           49, 97, 101, 107, 128, 143, 210, 309, 512, 715, 847, 1001, 2018}) {
    const auto size = static_cast<std::size_t>(length);
    const auto samples = noise(length, 1);
    const Bins bins = RealFft(size).transform(samples);
    REQUIRE(bins.size() == size / 2 + 1);
    for (std::size_t k = 0; k < bins.size(); ++k) {
      std::complex<double> sum = 0.0;
      for (std::size_t n = 0; n < size; ++n) {
        const double cycles = static_cast<double>(k * n % size) / static_cast<double>(size);
        sum += std::polar(1.0, -2.0 * std::numbers::pi * cycles) * double{samples[n]};
      }
      CHECK(std::abs(bins[k] - sum) < 1e-11 * static_cast<double>(size));
    }
  }
}

TEST_CASE("the inverse gives the signal back") {
  for (const std::size_t size : {2u, 4u, 6u, 16u, 1024u, 3000u, 65536u}) {
    const auto samples = noise(static_cast<int>(size), 1);
    const RealFft fft(size);
    const auto back = fft.inverse(fft.transform(samples));
    REQUIRE(back.size() == size);
    CHECK(largest(0, size, [&](std::size_t i) { return back[i] - samples[i]; }) < 1e-12);
  }
}

TEST_CASE("bins that are left out of an inverse count as nothing") {
  const RealFft fft(64);
  Bins bins = fft.transform(noise(64, 1));
  std::fill(bins.begin() + 5, bins.end(), 0.0);
  CHECK(fft.inverse(bins) == fft.inverse(std::span(bins).first(5)));
}
