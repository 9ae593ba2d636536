// How often the grains of a cloud begin where nobody says.
#pragma once

#include <algorithm>
#include <cmath>

#include "core/cloud/grain_motion.hpp"
#include "core/read/table.hpp"
#include "core/settings.hpp"

namespace granvae::core {

// What the duration of a grain depends on, but for chance.
struct GrainInputs {
  double length;     // table samples, as in CloudSettings
  double transpose;  // semitones
  double crossfade;  // table samples; NaN: never given
  double rate;       // NaN: never given
  GrainShape grain;
  double sample_rate;  // Hz

  bool same(const GrainInputs& other) const noexcept {
    const auto equal = [](double a, double b) {
      return a == b || (std::isnan(a) && std::isnan(b));
    };
    return length == other.length && transpose == other.transpose &&
           equal(crossfade, other.crossfade) && equal(rate, other.rate) && grain == other.grain &&
           sample_rate == other.sample_rate;
  }
};

class NaturalOnsets {
 public:
  // Hz: each grain fades in while the one before fades out, so that a cosine or linear crossfade
  // keeps the level. 0 where there is no grain.
  double frequency(const GrainInputs& inputs) noexcept {
    // Mostly they stay, and a power of two is worth saving.
    if (!inputs.same(inputs_)) {
      inputs_ = inputs;
      frequency_ = computed(inputs);
    }
    return frequency_;
  }

 private:
  static double computed(const GrainInputs& inputs) noexcept {
    const GrainShape& grain = inputs.grain;
    if (grain.size == 0) return 0.0;
    const double rate = std::isnan(inputs.rate) ? 1.0 : inputs.rate;
    const double crossfade = std::isnan(inputs.crossfade) ? grain.overlap() : inputs.crossfade;
    const double step =
        grain_step(rate, inputs.transpose / kOctave, grain.rate, inputs.sample_rate);
    const double length = grain_length(inputs.length, grain.size, step);
    const double apart = length - grain_fade(crossfade, length);
    return natural_frequency(std::min(std::abs(step), length) * inputs.sample_rate, apart);
  }

  GrainInputs inputs_{};
  double frequency_ = 0.0;
};

}  // namespace granvae::core
