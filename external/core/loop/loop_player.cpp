#include "core/loop/loop_player.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <utility>

#include "core/crossfade.hpp"
#include "core/loop/fine_steps.hpp"
#include "core/read/reader.hpp"

namespace granvae::core {

namespace {

bool same(double a, double b) { return a == b || (std::isnan(a) && std::isnan(b)); }

}  // namespace

LoopPlayer::Grain LoopPlayer::Grain::refitted(const TableUse& other) const noexcept {
  Grain grain = *this;
  grain.table = other;
  grain.fit();
  if (table) grain.span.fade = span.fade;
  return grain;
}

void LoopPlayer::reset() noexcept {
  cycle_ = swap_cycle_ = Cycle{};
  swapping_ = false;
  started_ = false;
  clock_.reset();
}

void LoopPlayer::process(const LoopSettings& settings, const Controls& controls, float* out,
                         double* phase, double* onset, int count,
                         bool taking) noexcept GRANVAE_NONBLOCKING {
  assert(count >= 0 && count <= kChunk);
  Motion motion;
  motion.latch = settings.latch;
  taking_ = taking;
  const bool newer = taking && tables_.has_newer();
  int rendered = 0;
  for (int i = 0; i < count; ++i) {
    const auto k = static_cast<std::size_t>(i);
    const std::uint64_t before = onsets_;
    const double input = controls.frequency[i];
    const Wrap border = clock_.arrive(settings.sync, input);
    const bool swap_begins = newer && !swapping_ && !clock_.waiting() && slow(settings, input);
    const bool swap_ends = swapping_ && swapped_ >= 1.0;
    if (border != Wrap::none || swap_begins || swap_ends) {
      render(motion, rendered, i, out);
      rendered = i;
      if (swap_ends) end_swap();
      if (border != Wrap::none) {
        if (border == Wrap::forward) note_walk();
        const Grain next =
            cycle_.next(clock_, [&] { return latched(settings, controls, i, border); });
        cycle_.turn(next, border, clock_);
        if (swapping_) swap_cycle_.turn(next, border, clock_);
      }
      if (swap_begins && tables_.has_newer()) begin_swap(i);
    }
    const double start = std::isnan(controls.start[i]) ? 0.0 : controls.start[i];
    motion.phase[k] = clock_.phase();
    motion.start[k] = start;
    motion.start_before[k] = start_;
    motion.swapped[k] = swapped_;
    start_ = start;
    if (swapping_) swapped_ += settings.swap_step(sample_rate_);
    if (!settings.latch) follow(start);
    if (phase != nullptr) phase[i] = clock_.waiting() ? kBelowOne : motion.phase[k];
    if (onset != nullptr) onset[i] = onsets_ > before ? 1.0 : 0.0;
    motion.step[k] = reading_step(settings, input, start, motion.start_before[k]);
    motion.place[k] = clock_.phase_bits();
    motion.stride[k] = clock_.stride_bits();
    motion.fine[k] = fades_shortly(settings);
    clock_.advance(settings.sync, input, natural());
    // Nearly always the next samples only go on.
    if (newer || swapping_ || !motion.latch || settings.sync != Sync::off || !speed_.steady() ||
        !cycle_.current.sounds()) {
      continue;
    }
    const double step = motion.step[k];
    for (; i + 1 < count && clock_.within() && same(controls.frequency[i + 1], input); ++i) {
      const auto n = static_cast<std::size_t>(i) + 1;
      motion.phase[n] = clock_.phase();
      motion.step[n] = step;
      motion.place[n] = clock_.phase_bits();
      motion.stride[n] = motion.stride[k];
      motion.fine[n] = motion.fine[k];
      motion.swapped[n] = swapped_;
      if (phase != nullptr) phase[n] = motion.phase[n];
      if (onset != nullptr) onset[n] = 0.0;
      clock_.go_on();
    }
    start_ = std::isnan(controls.start[i]) ? 0.0 : controls.start[i];
  }
  render(motion, rendered, count, out);
}

// Cycles by which the level of this sample is chosen.
double LoopPlayer::reading_step(const LoopSettings& settings, double input, double start,
                                double start_before) noexcept {
  double step = clock_.step(settings.sync, input, natural());
  const Grain& grain = cycle_.current;
  if (started_ && !settings.latch && grain.sounds() && !grain.table->walks()) {
    const auto place = [&](double given) {
      return start_in(*grain.table, grain.latch.unit, given);
    };
    step += (place(start) - place(start_before)) / grain.span.hop;
  }
  if (!started_) speed_.reset(step);
  started_ = true;
  return speed_.next(step);
}

// Whether a cycle lasts longer than a change of tables.
bool LoopPlayer::slow(const LoopSettings& settings, double input) noexcept {
  return std::abs(clock_.step(settings.sync, input, natural())) < settings.swap_step(sample_rate_);
}

const TableUse& LoopPlayer::take(int i, bool over) noexcept {
  if (taking_) table_ = tables_.take(i, over);
  return table_;
}

LoopPlayer::Grain LoopPlayer::latched(const LoopSettings& settings, const Controls& controls, int i,
                                      Wrap border) noexcept {
  Grain grain;
  const TableUse before = table_;
  grain.table = take(i);
  grain.law = settings.law;
  grain.interpolation = settings.interpolation;
  grain.latch = LoopLatch(settings, controls, i, shape());
  grain.fit();
  if (grain.sounds() && grain.table->walks()) {
    walk(grain, border, before.get() != table_.get(), i);
  }
  // The lookahead, which knows no more, must come to the same.
  if (tables_.is_live()) grain.natural = grain.latch.frequency(shape());
  if (grain.sounds()) ++onsets_;
  return grain;
}

// A walk's position at the end of a cycle, even if silence follows.
void LoopPlayer::note_walk() noexcept {
  const Grain& current = (swapping_ ? swap_cycle_ : cycle_).current;
  if (!current.sounds() || !current.table->walks()) return;
  const double passed = tables_.frozen() ? 0.0 : clock_.end_phase() * current.span.hop;
  walked_ = in_newest_table(current, current.span.start + passed);
}

double LoopPlayer::in_newest_table(const Grain& grain, double position) const noexcept {
  if (grain.table.get() == table_.get()) return position;
  if (!table_ || !table_->goes_on_from(*grain.table)) return 0.0;
  return std::max(position - (grain.table->size() - table_->seam().lead), 0.0);
}

void LoopPlayer::walk(Grain& grain, Wrap border, bool fresh, int i) noexcept {
  const Table& table = *grain.table;
  if (border == Wrap::backward) {
    // Before the grain that plays next; before the table's beginning, round to its end.
    const Grain& next = (swapping_ ? swap_cycle_ : cycle_).tails[0];
    const double end =
        next.sounds() && next.table->walks() ? in_newest_table(next, next.span.start) : walked_;
    double begin = end - grain.span.hop;
    if (begin < 0.0) begin = table.size() - grain.span.hop * (1.0 + grain.span.fade);
    return grain.read(grain.latch.walk(table, begin));
  }
  if (fresh) walked_ = 0.0;
  // Where both tables are the same, fades of equal power would be too loud.
  if (!fresh && grain.law == CrossfadeLaw::power) grain.law = CrossfadeLaw::cosine;
  const double length = grain.span.hop * (1.0 + grain.span.fade);
  if (walked_ + length > table.size()) {
    if (taking_ && tables_.walk_goes_on()) {
      const Grain last = grain;
      grain.table = take(i, true);
      walked_ = in_newest_table(last, walked_);
    } else {
      walked_ = std::max(walked_ - table.rate(), 0.0);
      ++repeated_;
    }
  }
  grain.read(grain.latch.walk(*grain.table, walked_));
}

void LoopPlayer::begin_swap(int i) noexcept {
  const TableUse& newest = take(i);
  swap_cycle_ = cycle_;
  swap_cycle_.current = cycle_.current.refitted(newest);
  for (Grain& tail : swap_cycle_.tails) {
    if (tail.sounds()) tail = tail.refitted(newest);
  }
  // Both go at one pace.
  cycle_.current.natural = swap_cycle_.current.natural;
  swapping_ = true;
  swapped_ = 0.0;
}

void LoopPlayer::end_swap() noexcept {
  cycle_ = std::exchange(swap_cycle_, Cycle{});
  swapping_ = false;
}

void LoopPlayer::follow(double start) noexcept {
  for (Grain* grain : {&cycle_.current, &swap_cycle_.current}) {
    if (!grain->sounds() || grain->table->walks()) continue;
    const Table& table = *grain->table;
    grain->span.start = LoopSpan::limited(start_in(table, grain->latch.unit, start), table.size());
  }
}

void LoopPlayer::render(const Motion& motion, int begin, int end, float* out) const noexcept {
  if (begin == end) return;
  render_all(cycle_, motion, begin, end, out);
  if (!swapping_) return;
  std::array<float, kChunk> newer;
  render_all(swap_cycle_, motion, begin, end, newer.data());
  for (int i = begin; i < end; ++i) {
    const auto k = static_cast<std::size_t>(i);
    const Gains gains = crossfade_gains(CrossfadeLaw::cosine, motion.swapped[k]);
    out[i] = static_cast<float>(gains.out * out[i] + gains.in * newer[k]);
  }
}

// The grains of a walk go on from each other, and so would not be like the nearest. Nor are those
// that a trigger cut. Half a cycle a sample has no direction.
bool LoopPlayer::fades_shortly(const LoopSettings& settings) const noexcept {
  const Grain& grain = cycle_.current;
  const Grain& tail = cycle_.tails[0];
  const bool whole = cycle_.depth == 1 && tail.passed == 1.0 && tail.held == 0.0;
  return whole && grain.interpolation == Interpolation::sinc && settings.sync == Sync::off &&
         settings.latch && speed_.steady() && speed_.last() < 0.5 &&
         kShortCycle * speed_.last() > 1.0 && grain.span.fade > 0.0 &&
         grain.span.fade < kShortFade * speed_.last() && grain.sounds() && !grain.table->walks();
}

void LoopPlayer::render_all(const Cycle& cycle, const Motion& motion, int begin, int end,
                            float* out) noexcept {
  const auto fine = [&](int i) { return motion.fine[static_cast<std::size_t>(i)]; };
  for (int first = begin, last = begin; first < end; first = last) {
    while (last < end && fine(last) == fine(first)) ++last;
    if (fine(first)) {
      render_finely(cycle, motion, first, last, out);
    } else {
      render(cycle, 0, motion, first, last, out);
    }
  }
}

// Beside the cycle lie others that are taken to be like the nearest: of their own, they are heard
// where they sound.
void LoopPlayer::render_finely(const Cycle& cycle, const Motion& motion, int begin, int end,
                               float* out) noexcept {
  const auto k = static_cast<std::size_t>(begin);
  const FineSteps steps(motion.place[k], motion.stride[k], end - begin);
  const auto alike = [](const Grain& grain) {
    Cycle other;
    other.current = other.tails[0] = grain;
    other.tails[0].passed = 1.0;
    other.depth = 1;
    return other;
  };
  const Cycle before = alike(cycle.tails[0]);
  const Cycle after = alike(cycle.current);
  std::array<float, FineSteps::kMost> sound;
  Motion part;
  part.latch = true;
  part.step.fill(motion.step[k]);
  for (int first = 0, last = 0; first < steps.count(); first = last) {
    last = std::min(steps.end_of_turn(first), first + kChunk);
    for (int i = first; i < last; ++i) {
      part.phase[static_cast<std::size_t>(i - first)] = steps.phase(i);
    }
    const int turn = steps.turn(first);
    const Cycle& heard = turn == 0 ? cycle : (turn < 0 ? before : after);
    render(heard, 0, part, 0, last - first, sound.data() + first);
  }
  steps.filter(sound, out + begin);
}

void LoopPlayer::render(const Cycle& cycle, std::size_t layer, const Motion& motion, int begin,
                        int end, float* out) noexcept {
  const Grain& grain = layer == 0 ? cycle.current : cycle.tails[layer - 1];
  const double passed = layer == 0 ? 0.0 : grain.passed;
  read(grain, motion, {begin, end, passed, layer == 0 && !motion.latch}, out + begin);
  if (layer == cycle.depth) return;
  // The samples that crossfade, and perhaps some between them.
  const auto fades = [&](double phase) { return passed + phase < grain.span.fade; };
  const double* phase = motion.phase.data();
  const auto first = static_cast<int>(std::find_if(phase + begin, phase + end, fades) - phase);
  if (first == end) return;
  int last = end;
  while (!fades(phase[last - 1])) --last;
  std::array<float, kChunk> under;
  render(cycle, layer + 1, motion, first, last, under.data());
  const Grain& tail = cycle.tails[layer];
  const double scale = 1.0 / grain.span.fade;
  const bool held = tail.held > 0.0;
  const double level = held ? crossfade_gains(tail.law, tail.held).out : 1.0;
  // It ends where it would have ended.
  const double rest = 1.0 + tail.span.fade - (tail.passed - passed);
  const double tail_scale = held ? 1.0 / std::min(grain.span.fade, rest) : scale;
  for (int i = first; i < last; ++i) {
    if (!fades(phase[i])) continue;
    const double since = passed + phase[i];
    Gains gains = crossfade_gains(grain.law, std::min(since * scale, 1.0));
    if (held) {
      const double x = since < rest ? std::min(since * tail_scale, 1.0) : 1.0;
      gains.out = level * crossfade_gains(grain.law, x).out;
    }
    out[i] = static_cast<float>(gains.in * out[i] + gains.out * under[static_cast<std::size_t>(i)]);
  }
}

void LoopPlayer::read(const Grain& grain, const Motion& motion, const Passage& passage,
                      float* out) noexcept {
  const int count = passage.end - passage.begin;
  if (!grain.sounds()) {
    std::fill_n(out, count, 0.0f);
    return;
  }
  const Table& table = *grain.table;
  const StartUnit unit = grain.latch.unit;
  std::array<double, kChunk> positions;
  std::array<double, kChunk> speeds;
  for (int i = 0; i < count; ++i) {
    const auto k = static_cast<std::size_t>(i);
    const auto n = static_cast<std::size_t>(passage.begin) + k;
    double start = grain.span.start;
    if (passage.follows && !table.walks()) {
      start = LoopSpan::limited(start_in(table, unit, motion.start[n]), table.size());
    }
    positions[k] = table.wrapped(start + (passage.passed + motion.phase[n]) * grain.span.hop);
    speeds[k] = motion.step[n] * grain.span.hop;
  }
  read_positions(table, grain.interpolation, positions.data(), speeds.data(), out, count);
}

}  // namespace granvae::core
