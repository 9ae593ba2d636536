// Loop mode: one grain after the other, each crossfading into the next, at an exact frequency.
#pragma once

#include <array>
#include <cstdint>

#include "core/crossfade.hpp"
#include "core/handover/newest_table.hpp"
#include "core/loop/loop_clock.hpp"
#include "core/loop/loop_fades.hpp"
#include "core/loop/loop_span.hpp"
#include "core/settings.hpp"

namespace granvae::core {

// While a control is not given, the newest table's grain sounds at its own rate, from its start,
// with a quarter of it as crossfade.
class LoopPlayer {
 public:
  LoopPlayer(NewestTable& tables, double sample_rate);
  ~LoopPlayer();
  LoopPlayer(const LoopPlayer&) = delete;
  LoopPlayer& operator=(const LoopPlayer&) = delete;

  // Audio thread: writes `count` samples, at most kChunk, the same however they are cut. `phase`
  // and `onset` as in Outputs. `taking` false: it keeps its table, and the newer ones are
  // another's.
  void process(const LoopSettings& settings, const Controls& controls, float* out, double* phase,
               double* onset, int count, bool taking = true);
  // Audio thread: silence, and the next sample begins a grain.
  void reset();

  // Not while process() runs. The sound that plays goes on.
  void set_sample_rate(double sample_rate) {
    sample_rate_ = sample_rate;
    clock_.set_sample_rate(sample_rate);
  }

  double phase() const { return clock_.phase(); }
  // Grains begun so far. Audio thread.
  std::uint64_t onsets() const { return onsets_; }

  const LoopClock& clock() const { return clock_; }
  LoopFades fades() const {
    const auto part = [](const Grain& grain) {
      return LoopFades::Part{grain.table != nullptr, grain.span.fade};
    };
    return {part(cycle_.current), part(cycle_.previous)};
  }

 private:
  // A grain with what was latched at its onset; silent without a table.
  struct Grain {
    SharedTable* table = nullptr;
    LoopSpan span;
    StartUnit unit = StartUnit::samples;
    double turned = 1.0;  // the phase at which the next one took over
    CrossfadeLaw law = CrossfadeLaw::cosine;
    Interpolation interpolation = Interpolation::sinc;
    double asked_start = 0.0;  // as latched, before the table's size limited them
    double asked_crossfade = 0.0;
    double asked_length = 0.0;
  };
  // The grain of this cycle, and its neighbour whose tail it fades out: B and A of the design.
  struct Cycle {
    Grain current;
    Grain previous;
  };
  // What a chunk's samples are read with.
  struct Motion {
    bool latch;
    std::array<double, kChunk> phase;
    std::array<double, kChunk> step;     // cycles that the phase moves with a sample
    std::array<double, kChunk> start;    // of the inlet
    std::array<double, kChunk> drift;    // how far that has moved since the sample before
    std::array<double, kChunk> swapped;  // how much of a change of tables has passed, 0 … 1
  };

  GrainShape shape() const { return tables_.shape(table()); }
  bool slow(const LoopSettings& settings, double input);
  bool crossfading() const { return fades().crossfading(clock_.phase()); }
  // The newest table, if it may be taken.
  SharedTable* take(int i);
  const Table* table() const { return table_ == nullptr ? nullptr : table_->table.get(); }
  void onset(const LoopSettings& settings, const Controls& controls, int i, Wrap border);
  void follow(double start);
  void turn(Cycle& cycle, const Grain& latched, Wrap border);
  void begin_swap(int i);
  void end_swap();
  void assign(Grain& to, const Grain& from);
  void assign(Cycle& to, const Cycle& from);

  static void fit(Grain& grain);
  static Grain refitted(const Grain& grain, SharedTable* table);

  // Samples `begin` up to `end`, between which nothing happens.
  void render(const Motion& motion, int begin, int end, float* out) const;
  static void render(const Cycle& cycle, const Motion& motion, int begin, int end, float* out);
  // Samples of one grain, which had `passed` of a cycle behind it when this one began.
  struct Part {
    int begin;
    int end;
    double passed;
    bool follows;  // the start inlet
  };
  static void read(const Grain& grain, const Motion& motion, const Part& part, float* out);

  NewestTable& tables_;
  SharedTable* table_ = nullptr;  // as last taken
  bool taking_ = true;
  double sample_rate_;  // Hz
  LoopClock clock_;
  Cycle cycle_;
  Cycle coming_;  // the same cycle in a newer table, while that fades in
  bool swapping_ = false;
  double swapped_ = 0.0;
  std::uint64_t onsets_ = 0;
  double start_ = 0.0;  // of the inlet, of the sample before
};

}  // namespace granvae::core
