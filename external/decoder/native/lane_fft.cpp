#include "decoder/native/lane_fft.hpp"

#include <array>
#include <numbers>
#include <utility>

namespace granvae::decoder::native {
namespace {

constexpr std::size_t kLargestRadix = 64;

struct Point {
  std::array<float, kLanes> re, im;
};

Point load(const Lanes& x, std::size_t at) {
  Point p;
  for (std::size_t i = 0; i < kLanes; ++i) p.re[i] = x.real[at * kLanes + i];
  for (std::size_t i = 0; i < kLanes; ++i) p.im[i] = x.imaginary[at * kLanes + i];
  return p;
}

// Times a root of unity, on the way.
void store(Lanes& y, std::size_t at, const Point& p, std::complex<float> root) {
  const float c = root.real();
  const float s = root.imag();
  for (std::size_t i = 0; i < kLanes; ++i) y.real[at * kLanes + i] = p.re[i] * c - p.im[i] * s;
  for (std::size_t i = 0; i < kLanes; ++i) y.imaginary[at * kLanes + i] = p.re[i] * s + p.im[i] * c;
}

Point sum(const Point& a, const Point& b) {
  Point made;
  for (std::size_t i = 0; i < kLanes; ++i) made.re[i] = a.re[i] + b.re[i];
  for (std::size_t i = 0; i < kLanes; ++i) made.im[i] = a.im[i] + b.im[i];
  return made;
}

Point difference(const Point& a, const Point& b) {
  Point made;
  for (std::size_t i = 0; i < kLanes; ++i) made.re[i] = a.re[i] - b.re[i];
  for (std::size_t i = 0; i < kLanes; ++i) made.im[i] = a.im[i] - b.im[i];
  return made;
}

// Times -i.
Point turned(const Point& a) {
  Point made{a.im, a.re};
  for (float& value : made.im) value = -value;
  return made;
}

void add_turned(Point& sum, const Point& a, std::complex<float> root) {
  const float c = root.real();
  const float s = root.imag();
  for (std::size_t i = 0; i < kLanes; ++i) sum.re[i] += a.re[i] * c - a.im[i] * s;
  for (std::size_t i = 0; i < kLanes; ++i) sum.im[i] += a.re[i] * s + a.im[i] * c;
}

// Few large radices: each stage reads and writes everything once.
std::vector<std::size_t> radices_of(std::size_t n) {
  std::vector<std::size_t> made;
  for (; n % 4 == 0; n /= 4) made.push_back(4);
  for (std::size_t radix = 2; n > 1; ++radix) {
    for (; n % radix == 0; n /= radix) made.push_back(radix);
  }
  return made;
}

}  // namespace

bool LaneFft::suits(int n) {
  if (n < 1) return false;
  auto left = size(n);
  for (std::size_t factor = 2; factor < kLargestRadix; ++factor) {
    while (left % factor == 0) left /= factor;
  }
  return left == 1;
}

LaneFft::LaneFft(int n) : n_(size(n)), radices_(radices_of(n_)) {
  for (std::size_t k = 0; k < n_; ++k) {
    const double angle = -2.0 * std::numbers::pi * static_cast<double>(k) / static_cast<double>(n_);
    roots_.emplace_back(std::polar(1.0, angle));
  }
}

void LaneFft::run(Lanes& x, Lanes& scratch) const {
  std::size_t stride = 1;
  for (const std::size_t radix : radices_) {
    stage(x, scratch, radix, stride);
    std::swap(x, scratch);
    stride *= radix;
  }
}

// `stride` transforms of n / stride points each, interleaved, to radix times as many.
void LaneFft::stage(const Lanes& x, Lanes& y, std::size_t radix, std::size_t stride) const {
  const std::size_t rest = n_ / stride / radix;
  for (std::size_t q = 0; q < rest; ++q) {
    for (std::size_t t = 0; t < stride; ++t) {
      const auto input = [&](std::size_t j) { return load(x, stride * (q + rest * j) + t); };
      const auto output = [&](std::size_t k, const Point& made) {
        store(y, stride * (radix * q + k) + t, made, roots_[q * k * stride]);
      };
      if (radix == 4) {
        const Point a = input(0);
        const Point b = input(1);
        const Point c = input(2);
        const Point d = input(3);
        const Point even = sum(a, c);
        const Point odd = sum(b, d);
        const Point low = difference(a, c);
        const Point high = turned(difference(b, d));
        output(0, sum(even, odd));
        output(1, sum(low, high));
        output(2, difference(even, odd));
        output(3, difference(low, high));
        continue;
      }
      for (std::size_t k = 0; k < radix; ++k) {
        Point made = input(0);
        for (std::size_t j = 1; j < radix; ++j) {
          add_turned(made, input(j), roots_[j * k % radix * (n_ / radix)]);
        }
        output(k, made);
      }
    }
  }
}

}  // namespace granvae::decoder::native
