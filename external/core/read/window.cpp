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

// Within 5e-7, and exactly 0 and 1 at its ends: a minimax polynomial of degree 7 for half the sine.
struct CosineGain {
  GRANVAE_INLINE float operator()(float x) const {
    const float z = x - 0.5f;
    const float y = z * z;
    float sum = -0.276645730f;
    sum = sum * y + 1.27069369f;
    sum = sum * y - 2.58354437f;
    sum = sum * y + 1.57079033f;
    return 0.5f + sum * z;
  }
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

// Calls `act` with each sample's number and the gain that it has.
template <class Gain, class Act>
GRANVAE_INLINE void along(Gain gain, const Ramp& ramp, const Stretch& stretch, Act act) {
  const float scale = static_cast<float>(stretch.direction) * ramp.scale;
  const float offset = ramp.offset;
  // Whole numbers of either sign, exact up to 2^24 samples.
  const int first = stretch.direction * stretch.first;
  const int count = stretch.count;
  for (int i = 0; i < count; ++i) {
    act(i, gain(offset + scale * static_cast<float>(first + i)));
  }
}

#if defined(_MSC_VER)
#define GRANVAE_APART __restrict
#else
#define GRANVAE_APART __restrict__
#endif

template <class Gain>
GRANVAE_INLINE void multiply(Gain gain, const Ramp& ramp, const Stretch& stretch) {
  float* samples = stretch.samples;
  along(gain, ramp, stretch,
        [samples](int i, float value) GRANVAE_INLINE_LAMBDA { samples[i] *= value; });
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

template <class Gain>
GRANVAE_INLINE void mix_along(Gain gain, const Ramp& ramp, const Stretch& stretch,
                              const float* gains, float* GRANVAE_APART first,
                              float* GRANVAE_APART second) {
  const float* GRANVAE_APART samples = stretch.samples;
  const float to_first = gains[0];
  const float to_second = gains[1];
  along(gain, ramp, stretch, [=](int i, float value) GRANVAE_INLINE_LAMBDA {
    const float faded = samples[i] * value;
    first[i] += to_first * faded;
    second[i] += to_second * faded;
  });
}

GRANVAE_INLINE void mix_any(CrossfadeLaw law, const Ramp& ramp, const Stretch& stretch,
                            const float* gains, float* first, float* second) {
  switch (law) {
    case CrossfadeLaw::linear:
      return mix_along(LinearGain{}, ramp, stretch, gains, first, second);
    case CrossfadeLaw::power:
      return mix_along(PowerGain{}, ramp, stretch, gains, first, second);
    case CrossfadeLaw::cosine:
      return mix_along(CosineGain{}, ramp, stretch, gains, first, second);
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

void fade_and_mix(CrossfadeLaw law, const Ramp& ramp, const Stretch& stretch, const float* gains,
                  float* first, float* second) noexcept {
  run_widest([&]() GRANVAE_INLINE_LAMBDA { mix_any(law, ramp, stretch, gains, first, second); });
}

}  // namespace granvae::core
