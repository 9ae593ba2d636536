#include "core/cloud_player.hpp"

#include <algorithm>
#include <cmath>

namespace granvae {
namespace {

constexpr double kStealTime = 0.005;  // seconds

// Cycles from an onset to the next: one, exponentially distributed around one, or between both.
double distance(double async, const OnsetRandom& random) {
  const double poisson = -std::log(1.0 - random.uniform(Draw::distance));
  const double share = async > 0.0 ? std::min(async, 1.0) : 0.0;
  return (1.0 - share) + share * poisson;
}

}  // namespace

CloudPlayer::CloudPlayer(NewestTable& tables, double sample_rate, int channels)
    : tables_(tables), sample_rate_(sample_rate), channels_(channels), pool_(tables) {
  set_sample_rate(sample_rate);
}

void CloudPlayer::set_sample_rate(double sample_rate) {
  sample_rate_ = sample_rate;
  steal_time_ = std::max(1, static_cast<int>(std::lround(kStealTime * sample_rate)));
}

void CloudPlayer::reset() {
  clock_.reset();
  sync_ = CloudSync();
  number_ = 0;
  phase_ = 0.0;
}

void CloudPlayer::process(const CloudSettings& settings, const Controls& controls,
                          const Outputs& outputs, int count, bool spawning) {
  if (settings.seed != seed_) number_ = 0;
  seed_ = settings.seed;
  sync_.follow(settings.sync);
  // Until there is a table, none says how often onsets come.
  if (spawning && tables_.current() == nullptr) tables_.take();
  for (int i = 0; i < count; ++i) {
    const Inputs now = inputs(controls, i, settings.sync);
    const bool begun = onsets_at(settings, now, spawning);
    if (outputs.phase != nullptr) outputs.phase[i] = phase_;
    if (outputs.onset != nullptr) outputs.onset[i] = begun ? 1.0 : 0.0;
    if (settings.sync == Sync::off) {
      clock_.advance(Stride(now.frequency / sample_rate_));
      phase_ = clock_.phase();
    }
    pool_.next_sample();
  }
  pool_.play(outputs.channels);
}

CloudPlayer::Inputs CloudPlayer::inputs(const Controls& controls, int sample, Sync sync) const {
  const auto given = [](double value, double otherwise) {
    return std::isnan(value) ? otherwise : value;
  };
  const Table* table = tables_.current();
  const double grain = table == nullptr ? 0.0 : table->grain();
  const double frequency = controls.frequency[sample];
  const double slow = table == nullptr ? 0.0 : table->rate() / grain;
  return {sync == Sync::off ? given(frequency, slow) : frequency,
          given(controls.start[sample], 0.0), given(controls.crossfade[sample], grain / 4.0),
          given(controls.rate[sample], 1.0)};
}

// Whether a grain begins with this sample.
bool CloudPlayer::onsets_at(const CloudSettings& settings, const Inputs& inputs, bool spawning) {
  bool begun = false;
  if (settings.sync != Sync::off) {
    const std::optional<double> ago = sync_.next(inputs.frequency);
    phase_ = sync_.phase();
    if (ago.has_value()) {
      const OnsetRandom random(seed_, number_++);
      if (spawning) begun = onset(settings, inputs, random, *ago, sync_.rate());
    }
    return begun;
  }
  // More than this many at once do not come, but for chance of less than 1e-15; a sample late.
  for (int k = 0; k < CloudPool::kMostAtOnce && clock_.due(); ++k) {
    const OnsetRandom random(seed_, number_++);
    const double ago = clock_.pass(distance(settings.async, random));
    const double per_sample = std::abs(Stride(inputs.frequency / sample_rate_).cycles);
    if (spawning) begun = onset(settings, inputs, random, ago, per_sample) || begun;
  }
  phase_ = clock_.phase();
  return begun;
}

// Whether it makes a grain.
bool CloudPlayer::onset(const CloudSettings& settings, const Inputs& inputs,
                        const OnsetRandom& random, double ago, double per_sample) {
  SharedTable* table = tables_.take();
  if (table == nullptr || random.uniform(Draw::silence) < settings.intermittency) return false;
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
  const CloudOnset onset{pool_.now(), ago, inputs.start, inputs.crossfade, inputs.rate, per_sample};
  pool_.begin_grain(make_grain(settings, onset, random, *table->table, sample_rate_, channels_),
                    table);
  ++onsets_;
  return true;
}

}  // namespace granvae
