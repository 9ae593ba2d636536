// The laws by which one grain gives way to the next.
#pragma once

#include "core/modes.hpp"

namespace granvae::core {

// sin(pi/2 x) for x in [0, 1]: the Taylor polynomial of degree 15, within 7e-12, which is quicker
// than the library's sine and the same on every platform.
inline double quarter_sine(double x) noexcept {
  const double y = x * x;
  double sum = -6.6880351098114671e-10;  // -(pi/2)^15 / 15!
  sum = sum * y + 5.6921729219679260e-08;
  sum = sum * y - 3.5988432352120853e-06;
  sum = sum * y + 1.6044118478735982e-04;
  sum = sum * y - 4.6817541353186881e-03;
  sum = sum * y + 7.9692626246167046e-02;
  sum = sum * y - 6.4596409750624625e-01;
  sum = sum * y + 1.5707963267948966e+00;
  return sum * x;
}

// The gains of the grain that comes and the one that goes.
struct Gains {
  double in;
  double out;
};

// `x`: the share of the crossfade that has passed, 0 … 1. Cosine (raised) and linear keep the sum
// of the gains at 1, power the sum of their squares.
inline Gains crossfade_gains(CrossfadeLaw law, double x) noexcept {
  switch (law) {
    case CrossfadeLaw::linear:
      return {x, 1.0 - x};
    case CrossfadeLaw::power:
      return {quarter_sine(x), quarter_sine(1.0 - x)};
    case CrossfadeLaw::cosine:
      break;
  }
  const double root = quarter_sine(x);  // (1 - cos(pi x)) / 2 = sin²(pi/2 x)
  const double in = root * root;
  return {in, 1.0 - in};
}

}  // namespace granvae::core
