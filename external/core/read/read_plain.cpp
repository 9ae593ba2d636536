#include "core/read/read_plain.hpp"

#include <cassert>

#include "core/read/four.hpp"

namespace granvae::core {
namespace {

struct PlainPlaces {
  int sample[kMostRead];
  float fraction[kMostRead];
};

template <class Positions>
GRANVAE_INLINE void locate(double size, const Positions& positions, int count,
                           PlainPlaces& places) {
  for (int i = 0; i < count; ++i) {
    const double position = positions.at(i);
    const double place = position >= size ? position - size : position;
    const int before = static_cast<int>(place);
    places.sample[i] = before;
    places.fraction[i] = static_cast<float>(place - before);
  }
}

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

template <class Between>
GRANVAE_INLINE void read_each(Between between, const float* samples, const PlainPlaces& at,
                              float* out, int count) {
  for (int i = 0; i < count; ++i) out[i] = between(samples + at.sample[i], at.fraction[i]);
}

template <class Positions>
GRANVAE_INLINE void read_all(const Table& table, Interpolation interpolation,
                             const Positions& positions, float* out, int count) {
  const float* samples = table.data();
  PlainPlaces at;
  locate(table.size(), positions, count, at);
  switch (interpolation) {
    case Interpolation::none:
      return read_each(None{}, samples, at, out, count);
    case Interpolation::linear:
      return read_each(Linear{}, samples, at, out, count);
    default:
      return read_each(Cubic{}, samples, at, out, count);
  }
}

}  // namespace

void read_plain(const Table& table, Interpolation interpolation, const double* positions,
                float* out, int count) noexcept {
  assert(count >= 0 && count <= kMostRead);
  run_widest([=, &table]() GRANVAE_INLINE_LAMBDA {
    read_all(table, interpolation, Points{positions}, out, count);
  });
}

void read_plain(const Table& table, Interpolation interpolation, const Line& line, float* out,
                int count) noexcept {
  assert(count >= 0 && count <= kMostRead);
  run_widest([=, &table, &line]()
                 GRANVAE_INLINE_LAMBDA { read_all(table, interpolation, line, out, count); });
}

}  // namespace granvae::core
