// What goes into the players and what comes out of them, a chunk of samples at a time.
#pragma once

#include <array>
#include <cstddef>

namespace granvae::core {

inline constexpr int kChunk = 64;     // samples a player makes at a time, at most
inline constexpr int kChannels = 64;  // the most that a player can have
inline constexpr std::size_t kControls = 4;

// The control signals, one value a sample: finite, or NaN where nothing was ever given.
struct Controls {
  const double* frequency;  // Hz, either sign
  const double* start;      // table samples
  const double* crossfade;  // table samples
  const double* rate;       // of cloud grains, 1: as recorded, negative: backwards

  // From sample `first` on.
  Controls from(int first) const noexcept {
    return {frequency + first, start + first, crossfade + first, rate + first};
  }
};

// The memory of a chunk of them, in the same order.
struct ControlChunk : std::array<std::array<double, kChunk>, kControls> {
  // Each of one value.
  static ControlChunk constant(const std::array<double, kControls>& values) noexcept {
    ControlChunk chunk;
    for (std::size_t c = 0; c < kControls; ++c) chunk[c].fill(values[c]);
    return chunk;
  }
  Controls controls() const noexcept {
    return {(*this)[0].data(), (*this)[1].data(), (*this)[2].data(), (*this)[3].data()};
  }
};

// Channels are added to; phase and onset are written, each of them where it is not null.
struct Outputs {
  float* const* channels;
  int count;      // channels
  double* phase;  // of the cycle, 0 … 1
  double* onset;  // 1 at a sample with which a grain begins, else 0
};

}  // namespace granvae::core
