#include "core/loop_player.hpp"

#include <algorithm>
#include <cmath>

namespace granvae {

LoopPlayer::LoopPlayer(TableExchange& exchange, double sample_rate)
    : exchange_(exchange), sinc_(Sinc::shared()), sample_rate_(sample_rate) {}

LoopPlayer::~LoopPlayer() {
  for (Cycle* cycle : {&cycle_, &coming_}) {
    assign(cycle->current, Grain{});
    assign(cycle->previous, Grain{});
  }
  exchange_.release(newest_);
}

void LoopPlayer::process(const LoopSettings& settings, const Controls& controls, float* out,
                         double* phase, int count) {
  for (int i = 0; i < count; ++i) {
    hold(controls.frequency[i], inputs_.frequency);
    hold(controls.start[i], inputs_.start);
    hold(controls.crossfade[i], inputs_.crossfade);
    if (phase != nullptr) phase[i] = phase_.value();
    out[i] = next_sample(settings);
    due_ = phase_.advance(inputs_.frequency.value / sample_rate_);
  }
}

void LoopPlayer::hold(double value, Input& input) {
  if (std::isfinite(value)) {
    input = {value, true};
  } else if (input.heard) {
    non_finite_.store(non_finite() + 1, std::memory_order_relaxed);
  }
}

float LoopPlayer::next_sample(const LoopSettings& settings) {
  if (due_ != Wrap::none) onset(settings);
  const bool slow = std::abs(inputs_.frequency.value) * settings.swap < 1.0;
  if (slow && !swapping_ && exchange_.has_new()) begin_swap();
  if (!settings.latch) {
    follow(cycle_.current, inputs_.start.value);
    if (swapping_) follow(coming_.current, inputs_.start.value);
  }

  const double phase = phase_.value();
  double sample = sound(cycle_, phase);
  if (swapping_) {
    const Gains gains = crossfade_gains(CrossfadeLaw::cosine, swapped_);
    sample = gains.out * sample + gains.in * sound(coming_, phase);
    advance_swap(settings.swap);
  }
  return static_cast<float>(sample);
}

void LoopPlayer::onset(const LoopSettings& settings) {
  take_newest();
  Grain latched;
  latched.table = newest_;
  if (newest_ != nullptr) ++onsets_;
  latched.law = settings.law;
  latched.asked_start = inputs_.start.value;
  latched.asked_crossfade = inputs_.crossfade.value;
  latched.asked_length = settings.length;
  fit(latched);
  turn(cycle_, latched);
  if (swapping_) turn(coming_, latched);
}

// Moves the cycle on by one grain, in the direction in which its border was crossed.
void LoopPlayer::turn(Cycle& cycle, const Grain& latched) {
  if (due_ == Wrap::forward) {
    assign(cycle.previous, cycle.current);
    assign(cycle.current, latched);
    return;
  }
  assign(cycle.current, cycle.previous);
  assign(cycle.previous, latched);
  if (cycle.current.table == nullptr) {
    // Running backwards out of silence: without a width, the first grain would begin with a click.
    cycle.current.fade = latched.fade;
    cycle.current.law = latched.law;
  }
}

void LoopPlayer::begin_swap() {
  take_newest();
  assign(coming_.current, refitted(cycle_.current, newest_));
  const bool tail = cycle_.previous.table != nullptr;
  assign(coming_.previous, tail ? refitted(cycle_.previous, newest_) : Grain{});
  swapping_ = true;
  swapped_ = 0.0;
}

void LoopPlayer::advance_swap(double swap) {
  swapped_ += 1.0 / (swap * sample_rate_);
  if (swapped_ < 1.0) return;
  assign(cycle_.current, coming_.current);
  assign(cycle_.previous, coming_.previous);
  assign(coming_.current, Grain{});
  assign(coming_.previous, Grain{});
  swapping_ = false;
}

void LoopPlayer::take_newest() {
  SharedTable* taken = exchange_.take();
  if (taken == nullptr) return;
  TableExchange::retain(taken);
  exchange_.release(newest_);
  newest_ = taken;
  const Table& table = *taken->table;
  if (!inputs_.frequency.heard) inputs_.frequency.value = table.rate() / table.grain();
  if (!inputs_.crossfade.heard) inputs_.crossfade.value = table.grain() / 4.0;
}

void LoopPlayer::assign(Grain& to, const Grain& from) {
  TableExchange::retain(from.table);
  exchange_.release(to.table);
  to = from;
}

// Limits what was asked for to the grain's table.
void LoopPlayer::fit(Grain& grain) {
  if (grain.table == nullptr) return;
  const double size = grain.table->table->size();
  grain.start = std::clamp(grain.asked_start, 0.0, size - Table::kSmallest);
  const double rest = size - grain.start;
  const double length = grain.asked_length > 0.0 ? std::min(grain.asked_length, rest) : rest;
  const double crossfade = std::clamp(grain.asked_crossfade, 0.0, length / 2.0);
  grain.hop = length - crossfade;
  grain.fade = crossfade / grain.hop;
}

// The same grain in another table. Its share of the cycle stays, since to change that in the
// middle of a crossfade would be heard.
LoopPlayer::Grain LoopPlayer::refitted(const Grain& grain, SharedTable* table) {
  Grain other = grain;
  other.table = table;
  fit(other);
  if (grain.table != nullptr) other.fade = grain.fade;
  return other;
}

void LoopPlayer::follow(Grain& grain, double start) {
  if (grain.table == nullptr) return;
  grain.start = std::clamp(start, 0.0, grain.table->table->size() - 1.0 * Table::kSmallest);
}

double LoopPlayer::sound(const Cycle& cycle, double phase) const {
  if (!(phase < cycle.current.fade)) return read(cycle.current, phase);
  const Gains gains = crossfade_gains(cycle.current.law, phase / cycle.current.fade);
  return gains.in * read(cycle.current, phase) + gains.out * read(cycle.previous, 1.0 + phase);
}

double LoopPlayer::read(const Grain& grain, double phase) const {
  if (grain.table == nullptr) return 0.0;
  const Table& table = *grain.table->table;
  const double size = table.size();
  double position = grain.start + phase * grain.hop;
  while (position >= size) position -= size;  // at most twice: a hop is no longer than the table
  const int whole = static_cast<int>(position);
  return sinc_.read(table.data() + whole, position - whole);
}

}  // namespace granvae
