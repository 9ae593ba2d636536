#include "core/cloud/cloud_player.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

namespace granvae::core {
namespace {

constexpr double kStealTime = 0.005;  // seconds

}  // namespace

CloudPlayer::CloudPlayer(NewestTable& tables, double sample_rate, int channels)
    : tables_(tables), sample_rate_(sample_rate), channels_(channels), pool_(tables) {
  set_sample_rate(sample_rate);
}

void CloudPlayer::set_sample_rate(double sample_rate) {
  sample_rate_ = sample_rate;
  steal_time_ = std::max(1, static_cast<int>(std::lround(kStealTime * sample_rate)));
}

void CloudPlayer::reset() { clock_.reset(); }

void CloudPlayer::process(const CloudSettings& settings, const Controls& controls,
                          const Outputs& outputs, int count, bool spawning) {
  clock_.follow(settings);
  // Until there is a table, none says how often onsets come.
  if (spawning && tables_.shape(tables_.current()).size == 0) tables_.take(0);
  for (int i = 0; i < count; ++i) {
    double frequency = controls.frequency[i];
    if (std::isnan(frequency) && settings.sync == Sync::off) frequency = grain().frequency();
    // All that begin with one sample are shaped by what there was before it.
    std::optional<Inputs> now;
    bool begun = false;
    clock_.arrive(settings, frequency, sample_rate_, [&](const CloudArrival& arrival) {
      if (!spawning) return;
      if (!now) now = inputs(controls, i);
      begun = onset(settings, *now, arrival, i) || begun;
    });
    if (outputs.phase != nullptr) outputs.phase[i] = phase();
    if (outputs.onset != nullptr) outputs.onset[i] = begun ? 1.0 : 0.0;
    clock_.advance(settings, frequency, sample_rate_);
    pool_.next_sample();
  }
  pool_.play(outputs.channels);
}

CloudPlayer::Inputs CloudPlayer::inputs(const Controls& controls, int sample) const {
  const auto given = [](double value, double otherwise) {
    return std::isnan(value) ? otherwise : value;
  };
  return {given(controls.start[sample], 0.0), given(controls.crossfade[sample], grain().size / 4.0),
          given(controls.rate[sample], 1.0)};
}

// Whether it makes a grain.
bool CloudPlayer::onset(const CloudSettings& settings, const Inputs& inputs,
                        const CloudArrival& arrival, int sample) {
  if (CloudOnsets::silent(settings, arrival.random)) return false;
  SharedTable* table = tables_.take(sample);
  if (table == nullptr) return false;
  const int most = std::clamp(settings.grains, 1, kMostGrains);
  for (; pool_.sounding() > most; ++stolen_) pool_.steal(steal_time_);
  if (pool_.full()) {
    ++stolen_;
    return false;
  }
  if (pool_.sounding() == most) {
    pool_.steal(steal_time_);
    ++stolen_;
  }
  const CloudOnset onset{pool_.now(),      arrival.ago, inputs.start,
                         inputs.crossfade, inputs.rate, arrival.per_sample};
  pool_.begin_grain(
      make_grain(settings, onset, arrival.random, *table->table, sample_rate_, channels_), table);
  ++onsets_;
  return true;
}

}  // namespace granvae::core
