// Cloud mode: many grains at once, each with what it latched at its onset.
#pragma once

#include <cstdint>

#include "core/cloud/cloud_onsets.hpp"
#include "core/cloud/cloud_pool.hpp"
#include "core/cloud/cloud_walk.hpp"
#include "core/handover/newest_table.hpp"
#include "core/real_time.hpp"
#include "core/settings.hpp"
#include "core/signals.hpp"

namespace granvae::core {

// The frequency is that of onsets, which lie between samples where they fall there. At each, a
// grain latches the newest table, the settings, and the values that start, crossfade and rate have
// at the first sample at or after it. While no frequency was ever given, a
// grain of the model begins when the one before begins to fade out; without a crossfade it fades
// for a quarter of its length.
class CloudPlayer {
 public:
  // `tables` outlives the player. `sample_rate`: Hz, of the host. `channels`: 1 … kChannels.
  CloudPlayer(NewestTable& tables, double sample_rate, int channels);

  // Audio thread: makes `count` samples, at most kChunk, the same however they are cut into blocks.
  // `spawning` false: no new grains; those that sound ring out.
  void process(const CloudSettings& settings, const Controls& controls, const Outputs& outputs,
               int count, bool spawning) noexcept GRANVAE_NONBLOCKING;

  // The next sample is an onset, and the random sequence starts anew. What sounds rings out.
  void reset() noexcept { clock_.reset(); }

  // Not while process() runs. Grains that sound keep their speed in samples.
  void set_sample_rate(double sample_rate) noexcept;

  // Whether a grain still sounds. Audio thread.
  bool sounds() const noexcept { return !pool_.empty(); }

  // Of the way from one onset to the next, 0 … 1, and counts of grains: all audio thread.
  double phase() const noexcept { return clock_.phase(); }
  std::uint64_t onsets() const noexcept { return onsets_; }  // grains begun
  std::uint64_t stolen() const noexcept {
    return stolen_;
  }  // faded out early or never begun, for room

  const CloudOnsets& clock() const noexcept { return clock_; }

 private:
  // What an onset latches of the control signals.
  struct Inputs {
    double start;
    double crossfade;
    double rate;
  };
  Inputs latched(const Controls& controls, int sample) const noexcept;
  // Whether the onset makes a grain.
  bool begin_grain(const CloudSettings& settings, const Inputs& inputs, const CloudArrival& arrival,
                   int sample) noexcept;

  NewestTable& tables_;
  double sample_rate_;  // Hz
  int channels_;
  int steal_time_;  // samples
  CloudPool pool_;
  CloudWalk walk_;
  CloudOnsets clock_;
  std::uint64_t onsets_ = 0;
  std::uint64_t stolen_ = 0;
};

}  // namespace granvae::core
