#include "core/read/fft.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <numbers>
#include <utility>

namespace granvae::core {
namespace {

using Complex = std::complex<double>;

// Written out, since the library's product looks for infinities.
Complex product(Complex a, Complex b) {
  return {a.real() * b.real() - a.imag() * b.imag(), a.real() * b.imag() + a.imag() * b.real()};
}

Complex unit_root(double cycles) { return std::polar(1.0, 2.0 * std::numbers::pi * cycles); }

// exp(-2 pi i k / n) for k < n/2, n a power of two. Kept, for tables come in few sizes.
const std::vector<Complex>& roots(std::size_t n) {
  thread_local std::array<std::vector<Complex>, 64> kept;
  std::vector<Complex>& found = kept[static_cast<std::size_t>(std::countr_zero(n))];
  if (found.empty()) {
    for (std::size_t k = 0; k < std::max<std::size_t>(n / 2, 1); ++k) {
      found.push_back(unit_root(-static_cast<double>(k) / static_cast<double>(n)));
    }
  }
  return found;
}

void reverse_bits(Bins& x) {
  for (std::size_t i = 1, j = 0; i < x.size(); ++i) {
    std::size_t bit = x.size() >> 1;
    for (; (j & bit) != 0; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i < j) std::swap(x[i], x[j]);
  }
}

// In place; the size is a power of two.
void forward(Bins& x) {
  const std::size_t n = x.size();
  const std::vector<Complex>& root = roots(n);
  reverse_bits(x);
  for (std::size_t half = 1; half < n; half *= 2) {
    const std::size_t stride = n / (2 * half);
    for (std::size_t begin = 0; begin < n; begin += 2 * half) {
      for (std::size_t k = 0; k < half; ++k) {
        Complex& low = x[begin + k];
        Complex& high = x[begin + k + half];
        const Complex rotated = product(high, root[k * stride]);
        high = low - rotated;
        low += rotated;
      }
    }
  }
}

// Not scaled by 1/n.
void backward(Bins& x) {
  std::reverse(x.begin() + 1, x.end());
  forward(x);
}

// A transform of any size as a convolution with a chirp.
void bluestein(Bins& x) {
  const std::size_t n = x.size();
  const std::size_t size = std::bit_ceil(2 * n - 1);
  Bins chirp(n);
  for (std::size_t k = 0; k < n; ++k) {
    // k² modulo 2n keeps the angle small, and so exact.
    const std::uint64_t square = std::uint64_t{k} * k % (2 * n);
    chirp[k] = unit_root(-0.5 * static_cast<double>(square) / static_cast<double>(n));
  }
  Bins signal(size);
  Bins filter(size);
  for (std::size_t k = 0; k < n; ++k) {
    signal[k] = product(x[k], chirp[k]);
    filter[k] = std::conj(chirp[k]);
    if (k > 0) filter[size - k] = filter[k];
  }
  forward(signal);
  forward(filter);
  for (std::size_t k = 0; k < size; ++k) signal[k] = product(signal[k], filter[k]);
  backward(signal);
  for (std::size_t k = 0; k < n; ++k) {
    x[k] = product(signal[k], chirp[k]) / static_cast<double>(size);
  }
}

}  // namespace

Bins transform(std::span<const float> samples) {
  Bins bins(samples.begin(), samples.end());
  if (std::has_single_bit(bins.size())) {
    forward(bins);
  } else {
    bluestein(bins);
  }
  bins.resize(samples.size() / 2 + 1);
  return bins;
}

// Even and odd samples are the real and imaginary parts of a complex signal of half the size.
std::vector<double> inverse_transform(const Bins& bins) {
  const std::size_t half = bins.size() - 1;
  const auto size = static_cast<double>(2 * half);
  const std::vector<Complex>& root = roots(2 * half);
  Bins packed(half);
  for (std::size_t k = 0; k < half; ++k) {
    const Complex mirrored = std::conj(bins[half - k]);
    const Complex even = bins[k] + mirrored;
    const Complex odd = product(bins[k] - mirrored, std::conj(root[k]));
    packed[k] = {even.real() - odd.imag(), even.imag() + odd.real()};
  }
  backward(packed);
  std::vector<double> signal;
  signal.reserve(2 * half);
  for (const Complex& pair : packed) {
    signal.push_back(pair.real() / size);
    signal.push_back(pair.imag() / size);
  }
  return signal;
}

}  // namespace granvae::core
