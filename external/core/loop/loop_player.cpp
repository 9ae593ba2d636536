#include "core/loop/loop_player.hpp"

#include <algorithm>
#include <cmath>

namespace granvae::core {
namespace {

using Chunk = std::array<double, kChunk>;

}  // namespace

LoopPlayer::LoopPlayer(NewestTable& tables, double sample_rate)
    : tables_(tables), sample_rate_(sample_rate), clock_(sample_rate) {}

LoopPlayer::~LoopPlayer() {
  reset();
  tables_.assign(table_, nullptr);
}

void LoopPlayer::reset() {
  assign(cycle_, Cycle{});
  assign(coming_, Cycle{});
  swapping_ = false;
  clock_.reset();
}

void LoopPlayer::process(const LoopSettings& settings, const Controls& controls, float* out,
                         double* phase, double* onset_signal, int count, bool taking) {
  Motion motion;
  motion.latch = settings.latch;
  taking_ = taking;
  const bool newer = taking && tables_.has_newer();
  int rendered = 0;
  for (int i = 0; i < count; ++i) {
    const auto k = static_cast<std::size_t>(i);
    const std::uint64_t before = onsets_;
    const double input = controls.frequency[i];
    const bool fading = settings.sync == Sync::trigger && crossfading();
    const Wrap border = clock_.arrive(settings.sync, input, fading);
    const bool swap_begins = newer && !swapping_ && !clock_.waiting() && slow(settings, input);
    const bool swap_ends = swapping_ && swapped_ >= 1.0;
    if (border != Wrap::none || swap_begins || swap_ends) {
      render(motion, rendered, i, out);
      rendered = i;
      if (swap_ends) end_swap();
      if (border != Wrap::none) onset(settings, controls, i, border);
      if (swap_begins && tables_.has_newer()) begin_swap(i);
    }
    const double start = std::isnan(controls.start[i]) ? 0.0 : controls.start[i];
    motion.phase[k] = clock_.phase();
    motion.start[k] = start;
    motion.drift[k] = start - start_;
    motion.swapped[k] = swapped_;
    start_ = start;
    if (swapping_) swapped_ += settings.swap_step(sample_rate_);
    if (!settings.latch) follow(start);
    if (phase != nullptr) phase[i] = clock_.waiting() ? std::nexttoward(1.0, 0.0) : motion.phase[k];
    if (onset_signal != nullptr) onset_signal[i] = onsets_ > before ? 1.0 : 0.0;
    motion.step[k] = clock_.step(settings.sync, input, shape());
    clock_.advance(settings.sync, input, shape());
  }
  render(motion, rendered, count, out);
}

// Whether a cycle lasts longer than a change of tables.
bool LoopPlayer::slow(const LoopSettings& settings, double input) {
  return std::abs(clock_.step(settings.sync, input, shape())) < settings.swap_step(sample_rate_);
}

SharedTable* LoopPlayer::take(int i) {
  if (taking_) tables_.assign(table_, tables_.take(i));
  return table_;
}

void LoopPlayer::onset(const LoopSettings& settings, const Controls& controls, int i, Wrap border) {
  Grain latched;
  if (clock_.waiting()) {
    // Silence takes over as a grain would.
    latched.span.fade = cycle_.current.span.fade;
    latched.law = cycle_.current.law;
  } else {
    latched.table = take(i);
    latched.law = settings.law;
    latched.interpolation = settings.interpolation;
    latched.unit = settings.unit;
    latched.asked_start = std::isnan(controls.start[i]) ? 0.0 : controls.start[i];
    const double quarter = shape().size / 4.0;
    latched.asked_crossfade = std::isnan(controls.crossfade[i]) ? quarter : controls.crossfade[i];
    latched.asked_length = settings.length;
    fit(latched);
    if (latched.table != nullptr) ++onsets_;
  }
  turn(cycle_, latched, border);
  if (swapping_) turn(coming_, latched, border);
}

// Moves the cycle on by one grain, in the direction in which its border was crossed.
void LoopPlayer::turn(Cycle& cycle, const Grain& latched, Wrap border) {
  if (border != Wrap::backward) {
    cycle.current.turned = clock_.turned();
    assign(cycle.previous, cycle.current);
    assign(cycle.current, latched);
    return;
  }
  assign(cycle.current, cycle.previous);
  assign(cycle.previous, latched);
  if (cycle.current.table == nullptr) {
    // Running backwards out of silence: without a width, the first grain would begin with a click.
    cycle.current.span.fade = latched.span.fade;
    cycle.current.law = latched.law;
  }
}

void LoopPlayer::begin_swap(int i) {
  SharedTable* newest = take(i);
  assign(coming_.current, refitted(cycle_.current, newest));
  const bool tail = cycle_.previous.table != nullptr;
  assign(coming_.previous, tail ? refitted(cycle_.previous, newest) : Grain{});
  swapping_ = true;
  swapped_ = 0.0;
}

void LoopPlayer::end_swap() {
  assign(cycle_, coming_);
  assign(coming_, Cycle{});
  swapping_ = false;
}

void LoopPlayer::assign(Cycle& to, const Cycle& from) {
  assign(to.current, from.current);
  assign(to.previous, from.previous);
}

void LoopPlayer::assign(Grain& to, const Grain& from) {
  SharedTable* table = to.table;
  tables_.assign(table, from.table);
  to = from;
}

void LoopPlayer::follow(double start) {
  for (Grain* grain : {&cycle_.current, &coming_.current}) {
    if (grain->table == nullptr) continue;
    const Table& table = *grain->table->table;
    grain->span.start =
        LoopSpan::limited(start * unit_size(grain->unit, table.hop()), table.size());
  }
}

// Limits what was asked for to the grain's table.
void LoopPlayer::fit(Grain& grain) {
  if (grain.table == nullptr) return;
  const Table& table = *grain.table->table;
  grain.span = LoopSpan::fit(grain.asked_start * unit_size(grain.unit, table.hop()),
                             grain.asked_crossfade, grain.asked_length, table.size());
}

// The same grain in another table. Its share of the cycle stays, since to change that in the
// middle of a crossfade would be heard.
LoopPlayer::Grain LoopPlayer::refitted(const Grain& grain, SharedTable* table) {
  Grain other = grain;
  other.table = table;
  fit(other);
  if (grain.table != nullptr) other.span.fade = grain.span.fade;
  return other;
}

void LoopPlayer::render(const Motion& motion, int begin, int end, float* out) const {
  if (begin == end) return;
  render(cycle_, motion, begin, end, out);
  if (!swapping_) return;
  std::array<float, kChunk> coming;
  render(coming_, motion, begin, end, coming.data());
  for (int i = begin; i < end; ++i) {
    const auto k = static_cast<std::size_t>(i);
    const Gains gains = crossfade_gains(CrossfadeLaw::cosine, motion.swapped[k]);
    out[i] = static_cast<float>(gains.out * out[i] + gains.in * coming[k]);
  }
}

void LoopPlayer::render(const Cycle& cycle, const Motion& motion, int begin, int end, float* out) {
  const Grain& current = cycle.current;
  read(current, motion, {begin, end, 0.0, !motion.latch}, out + begin);
  // The samples that crossfade, and perhaps some between them.
  const auto fades = [&](double phase) { return phase < current.span.fade; };
  const double* phase = motion.phase.data();
  const auto first = static_cast<int>(std::find_if(phase + begin, phase + end, fades) - phase);
  if (first == end) return;
  int last = end;
  while (!fades(phase[last - 1])) --last;
  std::array<float, kChunk> tail;
  read(cycle.previous, motion, {first, last, cycle.previous.turned, false}, tail.data());
  const double scale = 1.0 / current.span.fade;
  const CrossfadeLaw law = current.law;
  for (int i = first; i < last; ++i) {
    const Gains gains = crossfade_gains(law, std::min(phase[i] * scale, 1.0));
    const double mix = gains.in * out[i] + gains.out * tail[static_cast<std::size_t>(i - first)];
    out[i] = fades(phase[i]) ? static_cast<float>(mix) : out[i];
  }
}

void LoopPlayer::read(const Grain& grain, const Motion& motion, const Part& part, float* out) {
  const int count = part.end - part.begin;
  if (grain.table == nullptr) {
    std::fill_n(out, count, 0.0f);
    return;
  }
  const Table& table = *grain.table->table;
  const double unit = unit_size(grain.unit, table.hop());
  Chunk positions;
  Chunk speeds;
  for (int i = 0; i < count; ++i) {
    const auto k = static_cast<std::size_t>(i);
    const auto n = static_cast<std::size_t>(part.begin) + k;
    const double start =
        part.follows ? LoopSpan::limited(motion.start[n] * unit, table.size()) : grain.span.start;
    // A start that follows its inlet may have come so far that the tail goes round once more.
    const double position = start + (part.passed + motion.phase[n]) * grain.span.hop;
    positions[k] = position < 2.0 * table.size() ? position : position - table.size();
    speeds[k] = motion.step[n] * grain.span.hop + (part.follows ? motion.drift[n] * unit : 0.0);
  }
  read_positions(table, grain.interpolation, positions.data(), speeds.data(), out, count);
}

}  // namespace granvae::core
