// Spectra of grains, as granvae.models.losses.power_spectrum and granvae.models.spectral have them.
#pragma once

#include <cstddef>
#include <vector>

#include "decoder/native/lane_fft.hpp"

namespace granvae::decoder::native {

// The FFT of Hann-windowed grains. Has memory of its own: for one thread at a time.
class Spectrum {
 public:
  static bool suits(int grain) { return LaneFft::suits(grain); }

  explicit Spectrum(int grain);
  int bins() const { return grain_ / 2 + 1; }

  // Of up to kLanes grains, which lie `stride` floats apart: (bins, kLanes). Valid until the next.
  const Lanes& transform(const float* grains, std::size_t stride, int count);

 private:
  int grain_;
  bool paired_;  // even and odd samples are the two parts of a complex signal of half the size
  LaneFft fft_;
  Floats window_;
  std::vector<std::complex<float>> roots_;  // exp(-2πi k / grain), for each bin
  Lanes signal_, scratch_, bins_;
};

// In nepers of magnitude, 0.5 log(power + floor), for each of `size` powers.
void to_nepers(float* powers, float floor, int size);

}  // namespace granvae::decoder::native
