// Discrete Fourier transforms of real signals, for the worker thread.
#pragma once

#include <complex>
#include <span>
#include <vector>

namespace granvae::core {

using Bins = std::vector<std::complex<double>>;

// Bins 0 … n/2 of `n` samples, for any n: by Cooley and Tukey's algorithm (1965) where n is a power
// of two, by Bluestein's (1970) where not.
Bins transform(std::span<const float> samples);

// The signal of 2 (n - 1) samples, a power of two and at least 2, that has these n bins.
std::vector<double> inverse_transform(const Bins& bins);

}  // namespace granvae::core
