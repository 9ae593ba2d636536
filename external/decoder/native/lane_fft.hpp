// Fourier transforms of several signals at once, side by side in the vectors' lanes.
#pragma once

#include <complex>
#include <cstddef>
#include <vector>

#include "decoder/native/panels.hpp"

namespace granvae::decoder::native {

inline constexpr std::size_t kLanes = 8;  // signals

// (n, kLanes) complex numbers.
struct Lanes {
  Floats real, imaginary;
  void resize(std::size_t n) {
    real.resize(n * kLanes);
    imaginary.resize(n * kLanes);
  }
};

// Σ x_j exp(-2πi j k / n), not scaled. Stockham's form of Cooley and Tukey's algorithm for mixed
// radices: Van Loan (1992), "Computational frameworks for the fast Fourier transform", chapter 1.7.
class LaneFft {
 public:
  // Whether all prime factors of `n` are below 64: larger ones would take too long.
  static bool suits(int n);

  explicit LaneFft(int n);
  // In place; `scratch` is of the same size.
  void run(Lanes& x, Lanes& scratch) const;

 private:
  void stage(const Lanes& x, Lanes& y, std::size_t radix, std::size_t stride) const;

  std::size_t n_;
  std::vector<std::size_t> radices_;
  std::vector<std::complex<float>> roots_;  // exp(-2πi k / n)
};

}  // namespace granvae::decoder::native
