// The Fourier transforms that the mipmap is made with.
#include <doctest/doctest.h>

#include <cmath>
#include <numbers>

#include "core/read/fft.hpp"
#include "samples.hpp"

using namespace granvae::core;
using namespace granvae::testing;

TEST_CASE("the transform of any size is the sum that defines it") {
  for (const std::size_t size : {1, 2, 3, 4, 5, 8, 12, 97, 128, 210, 512, 1001}) {
    const auto samples = noise(static_cast<int>(size), 1);
    const Bins bins = transform(samples);
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
  for (const std::size_t size : {2, 4, 16, 1024, 65536}) {
    const auto samples = noise(static_cast<int>(size), 1);
    const auto back = inverse_transform(transform(samples));
    REQUIRE(back.size() == size);
    CHECK(largest(0, size, [&](std::size_t i) { return back[i] - samples[i]; }) < 1e-12);
  }
}
