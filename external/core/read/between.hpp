// What lies between the samples of a table.
#pragma once

#include <cstdint>

#include "core/read/four.hpp"
#include "core/read/read_level.hpp"

namespace granvae::core {

inline constexpr int kFractionBits = 24;  // what a float holds
inline constexpr float kFraction = 1.0f / (1 << kFractionBits);

// What lies at a fraction of the way from x[0] to x[1].
struct None {
  GRANVAE_INLINE float operator()(const float* x, float) const { return x[0]; }
};
struct Linear {
  GRANVAE_INLINE float operator()(const float* x, float fraction) const {
    return x[0] + fraction * (x[1] - x[0]);
  }
};
struct Cubic {
  GRANVAE_INLINE float operator()(const float* x, float fraction) const {
    const float a = 1.5f * (x[0] - x[1]) + 0.5f * (x[2] - x[-1]);
    const float b = x[-1] - 2.5f * x[0] + 2.0f * x[1] - 0.5f * x[2];
    const float c = 0.5f * (x[1] - x[-1]);
    return x[0] + fraction * (c + fraction * (b + fraction * a));
  }
};

template <class Between, class Positions>
GRANVAE_INLINE void read_each(Between between, const float* samples, Position size,
                              const Positions& positions, float* out, int first, int count) {
  for (int i = first; i < count; ++i) {
    const Position position = positions.at(i);
    const Position place = position >= size ? position - size : position;
    const auto fraction = static_cast<std::int32_t>(
        static_cast<std::uint32_t>(place >> (kPositionBits - kFractionBits)) &
        ((1u << kFractionBits) - 1));
    out[i] = between(samples + (place >> kPositionBits), static_cast<float>(fraction) * kFraction);
  }
}

}  // namespace granvae::core
