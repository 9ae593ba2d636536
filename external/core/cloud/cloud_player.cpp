#include "core/cloud/cloud_player.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <optional>

namespace granvae::core {
namespace {

constexpr double kStealTime = 0.005;  // seconds

}  // namespace

CloudPlayer::CloudPlayer(NewestTable& tables, double sample_rate, int channels)
    : tables_(tables), channels_(channels) {
  assert(channels >= 1 && channels <= kChannels);
  set_sample_rate(sample_rate);
}

void CloudPlayer::set_sample_rate(double sample_rate) noexcept {
  sample_rate_ = sample_rate;
  steal_time_ = std::max(1, static_cast<int>(std::lround(kStealTime * sample_rate)));
}

void CloudPlayer::process(const CloudSettings& settings, const Controls& controls,
                          const Outputs& outputs, int count,
                          bool spawning) noexcept GRANVAE_NONBLOCKING {
  assert(count >= 0 && count <= kChunk);
  clock_.follow(settings);
  // Until there is a table, nothing says how often onsets come.
  if (spawning && tables_.shape().size == 0) tables_.take(0);
  for (int i = 0; i < count; ++i) {
    const double input = clock_.input(settings, controls, i, tables_.shape(), sample_rate_);
    // All that begin with one sample are shaped by what there was before it.
    std::optional<Inputs> inputs;
    bool onset = false;
    clock_.arrive(settings, input, sample_rate_, [&](const CloudArrival& arrival) {
      if (!spawning) return;
      if (!inputs) inputs = latched(controls, i);
      onset = begin_grain(settings, *inputs, arrival, i) || onset;
    });
    if (outputs.phase != nullptr) outputs.phase[i] = phase();
    if (outputs.onset != nullptr) outputs.onset[i] = onset ? 1.0 : 0.0;
    clock_.advance(settings, input, sample_rate_);
    pool_.next_sample();
    if (spawning) walk_.advance(tables_, sample_rate_);
  }
  pool_.play(outputs.channels);
}

CloudPlayer::Inputs CloudPlayer::latched(const Controls& controls, int sample) const noexcept {
  const auto given = [](double value, double otherwise) {
    return std::isnan(value) ? otherwise : value;
  };
  return {given(controls.start[sample], 0.0),
          given(controls.crossfade[sample], tables_.shape().overlap()),
          given(controls.rate[sample], 1.0)};
}

bool CloudPlayer::begin_grain(const CloudSettings& settings, const Inputs& inputs,
                              const CloudArrival& arrival, int sample) noexcept {
  if (CloudOnsets::silent(settings, arrival.random)) return false;
  const TableUse& table = walk_.take(tables_, sample);
  if (!table) return false;
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
  const double walked = settings.unit == StartUnit::samples ? walk_.at() : 0.0;
  const CloudOnset onset{pool_.now(),      arrival.ago, inputs.start + walked,
                         inputs.crossfade, inputs.rate, arrival.per_sample};
  pool_.begin_grain(make_grain(settings, onset, arrival.random, table, sample_rate_, channels_));
  ++onsets_;
  return true;
}

}  // namespace granvae::core
