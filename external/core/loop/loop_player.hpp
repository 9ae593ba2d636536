// Loop mode: one grain after the other, each crossfading into the next, at an exact frequency.
#pragma once

#include <array>
#include <cstdint>

#include "core/handover/newest_table.hpp"
#include "core/loop/loop_cycle.hpp"
#include "core/loop/loop_span.hpp"
#include "core/loop/reading_speed.hpp"
#include "core/real_time.hpp"
#include "core/settings.hpp"
#include "core/signals.hpp"

namespace granvae::core {

// While a control is not given, the newest table sounds as recorded, from its start, with a quarter
// of a grain as crossfade.
class LoopPlayer {
 public:
  // A grain with what was latched at its onset; silent without a table.
  struct Grain {
    TableUse table;
    LoopLatch latch;
    LoopSpan span;
    double natural = 0.0;  // Hz, at which the cycle sounds as recorded
    double passed = 0.0;   // these two as in LoopCycle
    double held = 0.0;
    CrossfadeLaw law = CrossfadeLaw::cosine;
    Interpolation interpolation = Interpolation::sinc;

    bool sounds() const noexcept { return static_cast<bool>(table); }
    double fade() const noexcept { return span.fade; }
    double frequency() const noexcept { return natural; }
    void go_on_as(const Grain& other) noexcept {
      span.fade = other.span.fade;
      natural = other.natural;
      law = other.law;
    }
    // Limits what was latched to the grain's table.
    void fit() noexcept {
      if (!table) return;
      read(table->walks() ? latch.walk(*table, 0.0) : latch.fit(*table));
    }
    void read(const LoopSpan& latched) noexcept {
      span = latched;
      natural = natural_frequency(table->rate(), span.hop);
    }
    // The same in another table. The crossfade's share of the cycle stays, since to change that in
    // the middle of a crossfade would be heard.
    Grain refitted(const TableUse& other) const noexcept;
  };
  using Cycle = LoopCycle<Grain>;

  LoopPlayer(NewestTable& tables, double sample_rate) noexcept
      : tables_(tables), sample_rate_(sample_rate), clock_(sample_rate) {}

  // Audio thread: writes `count` samples, at most kChunk, the same however they are cut. `phase`
  // and `onset` as in Outputs. `taking` false: it keeps its table, and the newer ones are
  // another's.
  void process(const LoopSettings& settings, const Controls& controls, float* out, double* phase,
               double* onset, int count, bool taking = true) noexcept GRANVAE_NONBLOCKING;
  // How often a walk repeated its last second, since the next was not there. Audio thread.
  std::uint64_t repeated() const noexcept { return repeated_; }
  // Audio thread: silence, and the next sample begins a grain.
  void reset() noexcept;

  // Not while process() runs. The sound that plays goes on.
  void set_sample_rate(double sample_rate) noexcept {
    sample_rate_ = sample_rate;
    clock_.set_sample_rate(sample_rate);
  }

  double phase() const noexcept { return clock_.phase(); }
  // Grains begun so far. Audio thread.
  std::uint64_t onsets() const noexcept { return onsets_; }

  const LoopClock& clock() const noexcept { return clock_; }
  const Cycle& cycle() const noexcept { return cycle_; }

 private:
  // Samples of a crossfade, and of its cycle, up to which they are made at twice the rate. Rarer
  // crossfades add little.
  static constexpr double kShortFade = 48.0;
  static constexpr double kShortCycle = 144.0;

  // What a chunk's samples are read with.
  struct Motion {
    bool latch;
    std::array<double, kChunk> phase;
    std::array<double, kChunk> step;          // cycles a sample, by which levels are chosen
    std::array<bool, kChunk> fine;            // the crossfade is short
    std::array<std::uint64_t, kChunk> place;  // the phase in fixed point
    std::array<std::int64_t, kChunk> stride;  // of it
    std::array<double, kChunk> start;         // of the inlet
    std::array<double, kChunk> start_before;  // a sample before
    std::array<double, kChunk> swapped;  // the share of a change of tables that has passed, 0 … 1
  };

  GrainShape shape() const noexcept { return tables_.shape(table_.get()); }
  double natural() const noexcept { return cycle_.natural(shape()); }
  double reading_step(const LoopSettings& settings, double input, double start,
                      double start_before) noexcept;
  bool slow(const LoopSettings& settings, double input) noexcept;
  // The newest table, if it may be taken.
  const TableUse& take(int i, bool over = false) noexcept;
  Grain latched(const LoopSettings& settings, const Controls& controls, int i,
                Wrap border) noexcept;
  // Has a grain of a walk's table go on where the one before it ends. `fresh`: it is the first.
  void walk(Grain& grain, Wrap border, bool fresh, int i) noexcept;
  void note_walk() noexcept;
  double in_newest_table(const Grain& grain, double position) const noexcept;
  void follow(double start) noexcept;
  void begin_swap(int i) noexcept;
  void end_swap() noexcept;

  // Samples `begin` up to `end`, between which nothing happens.
  void render(const Motion& motion, int begin, int end, float* out) const noexcept;
  static void render_all(const Cycle& cycle, const Motion& motion, int begin, int end,
                         float* out) noexcept;
  // Of what sounds under the current grain and the tails down to number `layer`, 0: with it.
  static void render(const Cycle& cycle, std::size_t layer, const Motion& motion, int begin,
                     int end, float* out) noexcept;
  static void render_finely(const Cycle& cycle, const Motion& motion, int begin, int end,
                            float* out) noexcept;
  // Whether a crossfade is so short that its sound would fold back, at a speed that stays.
  bool fades_shortly(const LoopSettings& settings) const noexcept;
  // Samples of one grain, which had `passed` of a cycle behind it when this one began.
  struct Passage {
    int begin;
    int end;
    double passed;
    bool follows;  // the start inlet
  };
  static void read(const Grain& grain, const Motion& motion, const Passage& passage,
                   float* out) noexcept;

  NewestTable& tables_;
  TableUse table_;  // as last taken
  bool taking_ = true;
  double sample_rate_;  // Hz
  LoopClock clock_;
  Cycle cycle_;
  Cycle swap_cycle_;  // the same in a newer table, while that fades in
  bool swapping_ = false;
  double swapped_ = 0.0;
  ReadingSpeed speed_;    // cycles a sample
  bool started_ = false;  // and it has followed one
  std::uint64_t onsets_ = 0;
  double walked_ = 0.0;  // table samples, where the walk goes on
  std::uint64_t repeated_ = 0;
  double start_ = 0.0;  // of the inlet, of the sample before
};

}  // namespace granvae::core
