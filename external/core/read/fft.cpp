#include "core/read/fft.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cassert>
#include <cstdint>
#include <utility>

#include "core/elementary.hpp"

namespace granvae::core {
namespace {

using Complex = std::complex<double>;

// Written out, since the library's product looks for infinities.
Complex product(Complex a, Complex b) {
  return {a.real() * b.real() - a.imag() * b.imag(), a.real() * b.imag() + a.imag() * b.real()};
}

Complex unit_root(double cycles) { return {cosine_of(cycles), sine_of(cycles)}; }

// Steps of this radix and above have no code of their own.
constexpr std::size_t kGeneral = 8;
// Radices of such steps together: beyond it, a convolution is quicker.
constexpr std::size_t kMostGeneral = 140;

// The radices of the steps; empty where another prime is left. The larger ones come last, for later
// steps have more to do side by side.
std::vector<std::size_t> factors(std::size_t n, std::size_t largest = kLargestRadix) {
  std::vector<std::size_t> found;
  std::size_t general = 0;
  const auto divide = [&](std::size_t radix) {
    for (; n % radix == 0; n /= radix) {
      found.push_back(radix);
      if (radix >= kGeneral) general += radix;
    }
  };
  divide(4);
  divide(2);
  for (std::size_t radix = 3; radix <= largest; radix += 2) divide(radix);
  return n == 1 && general <= kMostGeneral ? found : std::vector<std::size_t>();
}

// The least size from n on that has quick steps.
std::size_t good_size(std::size_t n) {
  while (n > 1 && factors(n, kGeneral - 1).empty()) ++n;
  return n;
}

GRANVAE_INLINE void run_step(std::size_t radix, const Step& step, const Split& from,
                             const Split& to) {
  switch (radix) {
    case 2:
      return transform_step<2>(step, from, to);
    case 3:
      return transform_step<3>(step, from, to);
    case 4:
      return transform_step<4>(step, from, to);
    case 5:
      return transform_step<5>(step, from, to);
    default:
      assert(radix == 7);
      return transform_step<7>(step, from, to);
  }
}

// How many interleaved parts a real signal of this size is cut into.
std::size_t parts_of(std::size_t size) {
  for (const std::size_t parts : {2u, 3u, 5u, 7u}) {
    if (size % parts == 0) return parts;
  }
  return 1;
}

}  // namespace

Roots::Roots(std::size_t n) : bits_(static_cast<int>(std::bit_width(n) + 1) / 2) {
  const auto size = static_cast<double>(n);
  const std::size_t fine = std::size_t{1} << bits_;
  for (std::size_t k = 0; k < fine; ++k) fine_.push_back(unit_root(-static_cast<double>(k) / size));
  for (std::size_t k = 0; k < n; k += fine) {
    coarse_.push_back(unit_root(-static_cast<double>(k) / size));
  }
}

// x̂(k) = chirp(k) · Σ x(j) chirp(j) · conj(chirp(k - j)), with chirp(k) = exp(-pi i k² / n).
struct Fft::Convolution {
  explicit Convolution(std::size_t n) : fft(good_size(2 * n - 1)) {
    const Roots roots(2 * n);
    chirp.reserve(n);
    // k² modulo 2n keeps the angle small, and so exact.
    const std::uint64_t period = std::max<std::uint64_t>(2 * n, 1);
    for (std::uint64_t k = 0; k < n; ++k) chirp.push_back(roots(k * k % period));
    filter_re.resize(fft.size());
    filter_im.resize(fft.size());
    const auto scale = 1.0 / static_cast<double>(fft.size());
    for (std::size_t k = 0; k < n; ++k) {
      const std::size_t mirrored = k > 0 ? fft.size() - k : 0;
      filter_re[k] = filter_re[mirrored] = chirp[k].real() * scale;
      filter_im[k] = filter_im[mirrored] = -chirp[k].imag() * scale;
    }
    fft.forward(filter_re.data(), filter_im.data());
  }

  void transform(double* re, double* im) const {
    std::vector<double> signal_re(fft.size());
    std::vector<double> signal_im(fft.size());
    for (std::size_t k = 0; k < chirp.size(); ++k) {
      const Complex value = product({re[k], im[k]}, chirp[k]);
      signal_re[k] = value.real();
      signal_im[k] = value.imag();
    }
    fft.forward(signal_re.data(), signal_im.data());
    for (std::size_t k = 0; k < fft.size(); ++k) {
      const double real = signal_re[k];
      signal_re[k] = real * filter_re[k] - signal_im[k] * filter_im[k];
      signal_im[k] = real * filter_im[k] + signal_im[k] * filter_re[k];
    }
    fft.backward(signal_re.data(), signal_im.data());
    for (std::size_t k = 0; k < chirp.size(); ++k) {
      const Complex value = product({signal_re[k], signal_im[k]}, chirp[k]);
      re[k] = value.real();
      im[k] = value.imag();
    }
  }

  Fft fft;
  Bins chirp;
  std::vector<double> filter_re, filter_im;
};

Fft::Fft(std::size_t size) : size_(size) {
  assert(size > 0);
  const std::vector<std::size_t> radices = factors(size);
  if (size > 1 && radices.empty()) {
    convolution_ = std::make_shared<const Convolution>(size);
    return;
  }
  std::size_t rest = size;
  for (const std::size_t radix : radices) {
    const std::size_t count = rest / radix;
    const Roots roots(rest);
    Radix step{radix, {}, {}, {}, {}};
    for (std::size_t k = 1; k < radix; ++k) {
      for (std::size_t p = 0; p < count; ++p) {
        const Complex root = roots(p * k);
        step.re.push_back(root.real());
        step.im.push_back(root.imag());
      }
    }
    for (std::size_t k = 0; radix >= kGeneral && k < radix; ++k) {
      const Complex root = unit_root(static_cast<double>(k) / static_cast<double>(radix));
      step.cosine.push_back(root.real());
      step.sine.push_back(root.imag());
    }
    steps_.push_back(std::move(step));
    rest = count;
  }
}

void Fft::forward(double* re, double* im) const {
  if (convolution_) return convolution_->transform(re, im);
  std::vector<double> other(2 * size_);
  Split from{re, im};
  Split to{other.data(), other.data() + size_};
  std::size_t stride = 1;
  for (const Radix& radix : steps_) {
    const Step step{stride, size_ / (stride * radix.radix), radix.re.data(), radix.im.data()};
    run_widest([&]() GRANVAE_INLINE_LAMBDA {
      if (radix.radix < kGeneral) return run_step(radix.radix, step, from, to);
      transform_step(radix.radix, radix.cosine.data(), radix.sine.data(), step, from, to);
    });
    std::swap(from, to);
    stride *= radix.radix;
  }
  if (from.re == re) return;
  std::copy_n(from.re, size_, re);
  std::copy_n(from.im, size_, im);
}

RealFft::RealFft(std::size_t size)
    : size_(size), parts_(parts_of(size)), fft_(size / parts_), roots_(size) {}

// Part j holds samples j, j + parts, …. Two parts are the real and imaginary parts of one complex
// signal; its bins and their mirror images tell them apart. Of a bin of all parts, turned by where
// they begin, a small transform makes as many bins of the whole.
template <int parts>
Bins RealFft::joined(std::span<const float> samples) const {
  constexpr std::size_t kPairs = (parts + 1) / 2;
  const std::size_t part = fft_.size();
  std::vector<double> all(2 * kPairs * part);
  std::array<Split, kPairs> pairs;
  for (std::size_t i = 0; i < kPairs; ++i) {
    pairs[i] = {&all[2 * i * part], &all[(2 * i + 1) * part]};
    const bool two = 2 * i + 1 < parts;
    for (std::size_t n = 0; n < part; ++n) {
      pairs[i].re[n] = samples[n * parts + 2 * i];
      pairs[i].im[n] = two ? samples[n * parts + 2 * i + 1] : 0.0;
    }
    fft_.forward(pairs[i].re, pairs[i].im);
  }
  Bins bins(size_ / 2 + 1);
  for (std::size_t bin = 0; bin <= part / 2; ++bin) {
    const std::size_t mirrored = bin > 0 ? part - bin : 0;
    double re[2 * kPairs];
    double im[2 * kPairs];
    for (std::size_t i = 0; i < kPairs; ++i) {
      const auto& [x_re, x_im] = pairs[i];
      re[2 * i] = 0.5 * (x_re[bin] + x_re[mirrored]);
      im[2 * i] = 0.5 * (x_im[bin] - x_im[mirrored]);
      re[2 * i + 1] = 0.5 * (x_im[bin] + x_im[mirrored]);
      im[2 * i + 1] = 0.5 * (x_re[mirrored] - x_re[bin]);
    }
    double turned_re[parts] = {re[0]};
    double turned_im[parts] = {im[0]};
    for (std::size_t j = 1; j < parts; ++j) {
      const Complex turned = product({re[j], im[j]}, roots_(j * bin));
      turned_re[j] = turned.real();
      turned_im[j] = turned.imag();
    }
    if constexpr (parts > 1) small_transform<parts>(turned_re, turned_im);
    for (std::size_t k = 0; k < parts; ++k) {
      const std::size_t at = bin + part * k;
      if (at < bins.size()) bins[at] = {turned_re[k], turned_im[k]};
      if (at > 0 && size_ - at < bins.size()) bins[size_ - at] = {turned_re[k], -turned_im[k]};
    }
  }
  return bins;
}

Bins RealFft::transform(std::span<const float> samples) const {
  assert(samples.size() == size_);
  switch (parts_) {
    case 2:
      return joined<2>(samples);
    case 3:
      return joined<3>(samples);
    case 5:
      return joined<5>(samples);
    case 7:
      return joined<7>(samples);
    default:
      return joined<1>(samples);
  }
}

// Even and odd samples are the real and imaginary parts of a complex signal of half the size.
std::vector<double> RealFft::inverse(std::span<const Complex> bins) const {
  assert(parts_ == 2 && bins.size() <= fft_.size() + 1);
  const std::size_t half = fft_.size();
  const double scale = 1.0 / static_cast<double>(size_);
  std::vector<double> re(half);
  std::vector<double> im(half);
  const auto bin = [&](std::size_t k) { return k < bins.size() ? bins[k] : Complex(); };
  for (std::size_t k = 0; k < half; ++k) {
    const Complex mirrored = std::conj(bin(half - k));
    const Complex even = bin(k) + mirrored;
    const Complex odd = product(bin(k) - mirrored, std::conj(roots_(k)));
    re[k] = (even.real() - odd.imag()) * scale;
    im[k] = (even.imag() + odd.real()) * scale;
  }
  fft_.backward(re.data(), im.data());
  std::vector<double> signal(2 * half);
  for (std::size_t k = 0; k < half; ++k) {
    signal[2 * k] = re[k];
    signal[2 * k + 1] = im[k];
  }
  return signal;
}

}  // namespace granvae::core
