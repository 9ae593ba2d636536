// Sounds to be encoded: one channel of samples at a rate of their own.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace granvae::engine {

struct Recording {
  std::string name;  // the file, or what the host calls it
  std::vector<float> samples;
  double rate = 0.0;  // Hz
};

// The mean of a sound's channels. `frames`: (n, channels), row by row.
Recording mono(std::string name, std::span<const float> frames, std::size_t channels, double rate);

// Reads a WAV (also RF64) or AIFF (also AIFC) file: whole numbers of 8 to 32 bits, or floating
// point of 32 or 64. A file that ends before its header says gives what it has. Throws
// std::runtime_error with one sentence for a musician.
Recording read_recording(const std::string& path);

// The sound at another rate, by a Kaiser-windowed sinc: flat to 0.2 dB below 0.45 of the lower
// rate, and nothing above half of it but what is 100 dB softer.
std::vector<float> resampled(std::span<const float> samples, double from, double to);

}  // namespace granvae::engine
