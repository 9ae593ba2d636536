// One step of a Fourier transform: many small ones of a prime size, or of 4.
#pragma once

#include <algorithm>
#include <cstddef>

#include "core/read/four.hpp"

namespace granvae::core {

// Real and imaginary parts apart, as vectors of a processor want them.
struct Split {
  double* re;
  double* im;
};

// cos and sin of 2 pi k / radix, for the radices that have a step of their own.
template <int radix>
struct Circle;
template <>
struct Circle<3> {
  static constexpr double cosine[] = {1.0, -0.5, -0.5};
  static constexpr double sine[] = {0.0, 0.86602540378443864676, -0.86602540378443864676};
};
template <>
struct Circle<5> {
  static constexpr double kCos1 = 0.30901699437494742410, kCos2 = -0.80901699437494742410;
  static constexpr double kSin1 = 0.95105651629515357212, kSin2 = 0.58778525229247312917;
  static constexpr double cosine[] = {1.0, kCos1, kCos2, kCos2, kCos1};
  static constexpr double sine[] = {0.0, kSin1, kSin2, -kSin2, -kSin1};
};
template <>
struct Circle<7> {
  static constexpr double kCos1 = 0.62348980185873353053, kCos2 = -0.22252093395631440429,
                          kCos3 = -0.90096886790241912624;
  static constexpr double kSin1 = 0.78183148246802980871, kSin2 = 0.97492791218182360702,
                          kSin3 = 0.43388373911755812048;
  static constexpr double cosine[] = {1.0, kCos1, kCos2, kCos3, kCos3, kCos2, kCos1};
  static constexpr double sine[] = {0.0, kSin1, kSin2, kSin3, -kSin3, -kSin2, -kSin1};
};

// In place. An odd radix pairs what lies the same way before and behind.
template <int radix>
GRANVAE_INLINE void small_transform(double (&re)[radix], double (&im)[radix]) {
  constexpr int kPairs = radix / 2;
  double sum_re[kPairs], sum_im[kPairs], difference_re[kPairs], difference_im[kPairs];
  for (int j = 0; j < kPairs; ++j) {
    sum_re[j] = re[j + 1] + re[radix - 1 - j];
    sum_im[j] = im[j + 1] + im[radix - 1 - j];
    difference_re[j] = re[j + 1] - re[radix - 1 - j];
    difference_im[j] = im[j + 1] - im[radix - 1 - j];
  }
  const double first_re = re[0], first_im = im[0];
  for (int j = 0; j < kPairs; ++j) {
    re[0] += sum_re[j];
    im[0] += sum_im[j];
  }
  for (int k = 1; k <= kPairs; ++k) {
    double even_re = first_re, even_im = first_im, odd_re = 0.0, odd_im = 0.0;
    for (int j = 0; j < kPairs; ++j) {
      const int turn = (j + 1) * k % radix;
      even_re += Circle<radix>::cosine[turn] * sum_re[j];
      even_im += Circle<radix>::cosine[turn] * sum_im[j];
      odd_re += Circle<radix>::sine[turn] * difference_im[j];
      odd_im -= Circle<radix>::sine[turn] * difference_re[j];
    }
    re[k] = even_re + odd_re;
    im[k] = even_im + odd_im;
    re[radix - k] = even_re - odd_re;
    im[radix - k] = even_im - odd_im;
  }
}

template <>
GRANVAE_INLINE void small_transform<2>(double (&re)[2], double (&im)[2]) {
  const double last_re = re[1], last_im = im[1];
  re[1] = re[0] - last_re;
  im[1] = im[0] - last_im;
  re[0] += last_re;
  im[0] += last_im;
}

template <>
GRANVAE_INLINE void small_transform<4>(double (&re)[4], double (&im)[4]) {
  const double a_re = re[0] + re[2], a_im = im[0] + im[2];
  const double b_re = re[0] - re[2], b_im = im[0] - im[2];
  const double c_re = re[1] + re[3], c_im = im[1] + im[3];
  const double d_re = re[1] - re[3], d_im = im[1] - im[3];
  re[0] = a_re + c_re, im[0] = a_im + c_im;
  re[1] = b_re + d_im, im[1] = b_im - d_re;
  re[2] = a_re - c_re, im[2] = a_im - c_im;
  re[3] = b_re - d_im, im[3] = b_im + d_re;
}

// Where a step stands among the others: `stride` transforms of radix · `count` lie interleaved.
struct Step {
  std::size_t stride;
  std::size_t count;
  const double* roots_re;  // of transform p, output k: [(k - 1) * count + p]
  const double* roots_im;
};

inline constexpr std::size_t kLargestRadix = 101;

template <int radix>
GRANVAE_INLINE void transform_one(const Step& step, const Split& from, const Split& to,
                                  std::size_t p, std::size_t q) {
  double re[radix], im[radix];
  for (std::size_t j = 0; j < radix; ++j) {
    re[j] = from.re[q + step.stride * (p + step.count * j)];
    im[j] = from.im[q + step.stride * (p + step.count * j)];
  }
  small_transform<radix>(re, im);
  const std::size_t at = q + step.stride * radix * p;
  to.re[at] = re[0];
  to.im[at] = im[0];
  for (std::size_t k = 1; k < radix; ++k) {
    const double root_re = step.roots_re[(k - 1) * step.count + p];
    const double root_im = step.roots_im[(k - 1) * step.count + p];
    to.re[at + step.stride * k] = re[k] * root_re - im[k] * root_im;
    to.im[at + step.stride * k] = re[k] * root_im + im[k] * root_re;
  }
}

#if defined(__clang__)
#define GRANVAE_INDEPENDENT _Pragma("clang loop vectorize(assume_safety)")
#elif defined(__GNUC__)
#define GRANVAE_INDEPENDENT _Pragma("GCC ivdep")
#else
#define GRANVAE_INDEPENDENT
#endif

// Stockham's algorithm (Cochran et al. 1967): in order, without a reversal of digits.
template <int radix>
GRANVAE_INLINE void transform_step(const Step& step, const Split& from, const Split& to) {
  if (step.stride == 1) {
    GRANVAE_INDEPENDENT
    for (std::size_t p = 0; p < step.count; ++p) transform_one<radix>(step, from, to, p, 0);
    return;
  }
  for (std::size_t p = 0; p < step.count; ++p) {
    GRANVAE_INDEPENDENT
    for (std::size_t q = 0; q < step.stride; ++q) transform_one<radix>(step, from, to, p, q);
  }
}

// The same for any odd radix, whose `cosine` and `sine` are those of a Circle.
GRANVAE_INLINE void transform_step(std::size_t radix, const double* cosine, const double* sine,
                                   const Step& step, const Split& from, const Split& to) {
  constexpr std::size_t kLanes = 8;
  constexpr std::size_t kPairs = kLargestRadix / 2;
  const std::size_t pairs = radix / 2;
  // Sums and differences, as in small_transform().
  double sum_re[kPairs][kLanes], sum_im[kPairs][kLanes];
  double difference_re[kPairs][kLanes], difference_im[kPairs][kLanes];
  std::size_t numbers[kLanes], places[kLanes];  // of transforms, and of their first output
  const std::size_t all = step.stride * step.count;
  for (std::size_t first = 0; first < all; first += kLanes) {
    const std::size_t lanes = std::min(kLanes, all - first);
    double all_re[kLanes] = {}, all_im[kLanes] = {};
    const auto load = [&](std::size_t j, double* re, double* im) GRANVAE_INLINE_LAMBDA {
      for (std::size_t q = 0; q < lanes; ++q) {
        re[q] = from.re[first + q + all * j];
        im[q] = from.im[first + q + all * j];
      }
    };
    const auto store = [&](std::size_t k, const double* re,
                           const double* im) GRANVAE_INLINE_LAMBDA {
      for (std::size_t q = 0; q < lanes; ++q) {
        const std::size_t at = places[q] + step.stride * k;
        const double root_re = k > 0 ? step.roots_re[(k - 1) * step.count + numbers[q]] : 1.0;
        const double root_im = k > 0 ? step.roots_im[(k - 1) * step.count + numbers[q]] : 0.0;
        to.re[at] = re[q] * root_re - im[q] * root_im;
        to.im[at] = re[q] * root_im + im[q] * root_re;
      }
    };
    for (std::size_t q = 0; q < lanes; ++q) {
      numbers[q] = (first + q) / step.stride;
      places[q] = first + q + step.stride * (radix - 1) * numbers[q];
    }
    load(0, all_re, all_im);
    for (std::size_t j = 0; j < pairs; ++j) {
      double a_re[kLanes] = {}, a_im[kLanes] = {}, b_re[kLanes] = {}, b_im[kLanes] = {};
      load(j + 1, a_re, a_im);
      load(radix - 1 - j, b_re, b_im);
      for (std::size_t q = 0; q < kLanes; ++q) {
        sum_re[j][q] = a_re[q] + b_re[q];
        sum_im[j][q] = a_im[q] + b_im[q];
        difference_re[j][q] = a_re[q] - b_re[q];
        difference_im[j][q] = a_im[q] - b_im[q];
      }
    }
    for (std::size_t k = 1; k <= pairs; ++k) {
      double even_re[kLanes], even_im[kLanes], odd_re[kLanes] = {}, odd_im[kLanes] = {};
      for (std::size_t q = 0; q < kLanes; ++q) {
        even_re[q] = all_re[q];
        even_im[q] = all_im[q];
      }
      for (std::size_t j = 0, turn = k; j < pairs; ++j) {
        const double c = cosine[turn], s = sine[turn];
        for (std::size_t q = 0; q < kLanes; ++q) {
          even_re[q] += c * sum_re[j][q];
          even_im[q] += c * sum_im[j][q];
          odd_re[q] += s * difference_im[j][q];
          odd_im[q] -= s * difference_re[j][q];
        }
        turn += k;
        if (turn >= radix) turn -= radix;
      }
      double mirrored_re[kLanes], mirrored_im[kLanes];
      for (std::size_t q = 0; q < kLanes; ++q) {
        mirrored_re[q] = even_re[q] - odd_re[q];
        mirrored_im[q] = even_im[q] - odd_im[q];
        even_re[q] += odd_re[q];
        even_im[q] += odd_im[q];
      }
      store(k, even_re, even_im);
      store(radix - k, mirrored_re, mirrored_im);
    }
    for (std::size_t j = 0; j < pairs; ++j) {
      for (std::size_t q = 0; q < kLanes; ++q) {
        all_re[q] += sum_re[j][q];
        all_im[q] += sum_im[j][q];
      }
    }
    store(0, all_re, all_im);
  }
}

}  // namespace granvae::core
