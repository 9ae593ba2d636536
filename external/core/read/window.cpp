#include "core/read/window.hpp"

#include "core/read/four.hpp"

namespace granvae::core {
namespace {

// sin(pi x) for x in [-0.5, 0.5], within 2e-7: a minimax polynomial of degree 9.
GRANVAE_INLINE float sine(float x) {
  const float y = x * x;
  float sum = 0.0772201270f;
  sum = sum * y - 0.598045170f;
  sum = sum * y + 2.55003142f;
  sum = sum * y - 5.16770697f;
  sum = sum * y + 3.14159250f;
  return sum * x;
}

struct CosineGain {
  GRANVAE_INLINE float operator()(float x) const { return 0.5f + 0.5f * sine(x - 0.5f); }
};
struct LinearGain {
  GRANVAE_INLINE float operator()(float x) const { return x; }
};
struct PowerGain {
  GRANVAE_INLINE float operator()(float x) const { return sine(0.5f * x); }
};
// 1000^-x for x in [0, 1], within 2e-6 of itself: the 16th power of a minimax polynomial.
struct DecayGain {
  GRANVAE_INLINE float operator()(float x) const {
    float root = -1.00561265e-4f;
    root = root * x + 1.42067345e-3f;
    root = root * x - 1.33981397e-2f;
    root = root * x + 9.31940675e-2f;
    root = root * x - 4.31734413e-1f;
    root = root * x + 1.0f;
    const float second = root * root;
    const float fourth = second * second;
    const float eighth = fourth * fourth;
    return eighth * eighth;
  }
};

template <int direction, class Gain>
GRANVAE_INLINE void multiply_along(Gain gain, const Ramp& ramp, const Stretch& stretch) {
  float* samples = stretch.samples;
  const int first = stretch.first;
  const Ramp line = ramp;
  for (int i = 0; i < stretch.count; ++i) {
    samples[i] *= gain(line.offset + line.scale * static_cast<float>(first + direction * i));
  }
}

template <class Gain>
GRANVAE_INLINE void multiply(Gain gain, const Ramp& ramp, const Stretch& stretch) {
  if (stretch.direction > 0) {
    multiply_along<1>(gain, ramp, stretch);
  } else {
    multiply_along<-1>(gain, ramp, stretch);
  }
}

GRANVAE_INLINE void fade_any(CrossfadeLaw law, const Ramp& ramp, const Stretch& stretch) {
  switch (law) {
    case CrossfadeLaw::linear:
      return multiply(LinearGain{}, ramp, stretch);
    case CrossfadeLaw::power:
      return multiply(PowerGain{}, ramp, stretch);
    case CrossfadeLaw::cosine:
      return multiply(CosineGain{}, ramp, stretch);
  }
}

#if defined(_MSC_VER)
#define GRANVAE_APART __restrict
#else
#define GRANVAE_APART __restrict__
#endif

GRANVAE_INLINE void mix_one(const float* GRANVAE_APART samples, int count, float gain,
                            float* GRANVAE_APART channel) {
  for (int i = 0; i < count; ++i) channel[i] += gain * samples[i];
}

GRANVAE_INLINE void mix_two(const float* GRANVAE_APART samples, int count, float gain, float other,
                            float* GRANVAE_APART first, float* GRANVAE_APART second) {
  for (int i = 0; i < count; ++i) {
    first[i] += gain * samples[i];
    second[i] += other * samples[i];
  }
}

}  // namespace

void fade(CrossfadeLaw law, const Ramp& ramp, const Stretch& stretch) noexcept {
  run_widest([&]() GRANVAE_INLINE_LAMBDA { fade_any(law, ramp, stretch); });
}

void decay(const Ramp& ramp, const Stretch& stretch) noexcept {
  run_widest([&]() GRANVAE_INLINE_LAMBDA { multiply(DecayGain{}, ramp, stretch); });
}

void mix(const float* samples, int count, float gain, float* channel) noexcept {
  mix_one(samples, count, gain, channel);
}

void mix(const float* samples, int count, const float* gains, float* first,
         float* second) noexcept {
  run_widest(
      [=]() GRANVAE_INLINE_LAMBDA { mix_two(samples, count, gains[0], gains[1], first, second); });
}

}  // namespace granvae::core
