// When the grains of a cloud begin.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>

#include "core/cloud/cloud_clock.hpp"
#include "core/cloud/cloud_sync.hpp"
#include "core/cloud/natural_onsets.hpp"
#include "core/elementary.hpp"
#include "core/random.hpp"
#include "core/read/table.hpp"
#include "core/settings.hpp"
#include "core/signals.hpp"

namespace granvae::core {

// An onset as it is found at a sample.
struct CloudArrival {
  OnsetRandom random;
  double ago;         // samples from the onset to this sample, 0 … 1
  double per_sample;  // onsets a sample, as far as is known
};

// By the frequency, or by what it is synchronised to. Each sample is an arrive(), then advance().
class CloudOnsets {
 public:
  // The next sample is an onset, and the random sequence starts anew.
  void reset() noexcept {
    clock_.reset();
    sync_ = CloudSync();
    number_ = 0;
  }

  // Before the samples that these settings hold for.
  void follow(const CloudSettings& settings) noexcept {
    if (settings.seed != seed_) number_ = 0;
    seed_ = settings.seed;
    sync_.follow(settings.sync);
  }

  // The frequency in Hz, or what syncs. Where it was never given, it is natural for a `grain`.
  double input(const CloudSettings& settings, const Controls& controls, int sample,
               const GrainShape& grain, double sample_rate) noexcept {
    const double given = controls.frequency[sample];
    if (settings.sync != Sync::off || !std::isnan(given)) return given;
    return natural_.frequency({settings.length, settings.transpose, controls.crossfade[sample],
                               controls.rate[sample], grain, sample_rate});
  }

  // Calls `begin` with each CloudArrival.
  template <class Begin>
  void arrive(const CloudSettings& settings, double input, double sample_rate, Begin begin) {
    if (settings.sync != Sync::off) {
      const std::optional<double> ago = sync_.next(input);
      if (ago.has_value()) begin(CloudArrival{next(), *ago, sync_.rate()});
      return;
    }
    // More than this many at once do not come, but for chance of less than 1e-15; a sample late.
    for (int k = 0; k < kMostAtOnce && clock_.due(); ++k) {
      const OnsetRandom random = next();
      const double ago = clock_.pass(distance(settings.async, random));
      begin(CloudArrival{random, ago, std::abs(Stride(input / sample_rate).cycles)});
    }
  }

  void advance(const CloudSettings& settings, double input, double sample_rate) noexcept {
    if (settings.sync != Sync::off) return;
    // Most frequencies stay for many samples, and converting one costs as much as all the rest.
    if (input != input_ || sample_rate != sample_rate_) {
      stride_ = Stride(input / sample_rate);
      input_ = input;
      sample_rate_ = sample_rate;
    }
    clock_.advance(stride_);
  }

  // Of the way from one onset to the next, 0 … 1.
  double phase() const noexcept {
    return sync_.kind() == Sync::off ? clock_.phase() : sync_.phase();
  }

  // Whether the onset makes no grain.
  static bool silent(const CloudSettings& settings, const OnsetRandom& random) noexcept {
    return random.uniform(Draw::silence) < settings.intermittency;
  }

 private:
  OnsetRandom next() noexcept { return {seed_, number_++}; }

  // Cycles from an onset to the next: one, exponentially distributed around one, or between both.
  static double distance(double async, const OnsetRandom& random) noexcept {
    const double poisson = -logarithm(1.0 - random.uniform(Draw::distance));
    const double share = async > 0.0 ? std::min(async, 1.0) : 0.0;
    return (1.0 - share) + share * poisson;
  }

  NaturalOnsets natural_;
  CloudClock clock_;
  CloudSync sync_;
  std::uint64_t seed_ = 0;
  std::uint64_t number_ = 0;  // of the next onset
  Stride stride_;             // of this input at this sample rate
  double input_ = 0.0;
  double sample_rate_ = 0.0;
};

}  // namespace granvae::core
