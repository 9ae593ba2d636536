// The kernel by which the levels of a mipmap are read between their samples.
#pragma once

#include <array>

namespace granvae::core {

// The Kaiser-Bessel window of 8 samples as an interpolation kernel. By itself it would dull the
// sound; the mipmap divides every partial by what the kernel does to it, which leaves only images,
// and those lie beyond -95 dB. This is how non-uniform Fourier transforms evaluate a series of
// partials anywhere (Fessler & Sutton 2003; Barnett, Magland & af Klinteberg 2019).
class Kernel {
 public:
  static constexpr int kTaps = 8;
  static constexpr int kBefore = 3;  // taps before the sample at or before the position
  // Samples a level has for each sample that would just hold its partials: at least this many.
  static constexpr double kOversampling = 1.6;
  static constexpr int kRows = 256;  // positions between two samples; linear between them

  // Made once, by whoever is not the audio thread.
  static const Kernel& shared();

  // What reading does to a partial of `frequency` cycles a sample, within ±0.5 / kOversampling.
  static double response(double frequency) noexcept;

  static constexpr int kRestBits = 24;  // of a position between two rows: what a float holds

  // One cache line: the taps at a position, and how far they are from those at the next, divided by
  // 2^kRestBits.
  struct alignas(64) Row {
    std::array<float, kTaps> value;
    std::array<float, kTaps> slope;
  };
  // The taps for a position that lies row + rest / 2^kRestBits rows after a sample weigh the
  // samples from kBefore before that one on as value + rest · slope.
  const Row& row(int row) const { return rows_[static_cast<std::size_t>(row)]; }

 private:
  Kernel();
  std::array<Row, kRows> rows_;
};

}  // namespace granvae::core
