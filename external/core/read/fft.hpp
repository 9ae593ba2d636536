// Discrete Fourier transforms, for the worker thread.
#pragma once

#include <complex>
#include <cstddef>
#include <memory>
#include <span>
#include <vector>

#include "core/read/fft_pass.hpp"

namespace granvae::core {

using Bins = std::vector<std::complex<double>>;

// exp(-2 pi i k / n), each within two roundings, from two tables of about sqrt(n).
class Roots {
 public:
  explicit Roots(std::size_t n);
  std::complex<double> operator()(std::size_t k) const noexcept {
    const std::complex<double> a = coarse_[k >> bits_];
    const std::complex<double> b = fine_[k & (fine_.size() - 1)];
    return {a.real() * b.real() - a.imag() * b.imag(), a.real() * b.imag() + a.imag() * b.real()};
  }

 private:
  int bits_;
  Bins fine_;
  Bins coarse_;
};

// Complex transforms of one size, in steps of 4 and of its prime factors; where one of these is
// large, by Bluestein's algorithm (1970) as a convolution.
class Fft {
 public:
  explicit Fft(std::size_t size);

  std::size_t size() const noexcept { return size_; }
  // In place. Backward, not scaled by 1/n, is forward with real and imaginary parts exchanged.
  void forward(double* re, double* im) const;
  void backward(double* re, double* im) const { forward(im, re); }

 private:
  struct Radix {
    std::size_t radix;
    std::vector<double> re, im;        // roots, as in Step
    std::vector<double> cosine, sine;  // as in Circle, where the radix has none of its own
  };
  struct Convolution;  // with a chirp

  std::size_t size_;
  std::vector<Radix> steps_;
  std::shared_ptr<const Convolution> convolution_;  // null where the steps do
};

// Transforms of real signals of one size.
class RealFft {
 public:
  explicit RealFft(std::size_t size);

  // Bins 0 … n/2.
  Bins transform(std::span<const float> samples) const;
  // The signal that has these bins, of which those left out are 0. The size is even.
  std::vector<double> inverse(std::span<const std::complex<double>> bins) const;

 private:
  template <int parts>
  Bins joined(std::span<const float> samples) const;

  std::size_t size_;
  std::size_t
      parts_;    // interleaved signals that it is cut into, of which two go into one transform
  Fft fft_;      // of a part
  Roots roots_;  // of all
};

}  // namespace granvae::core
