// Loop mode: one grain after the other, each crossfading into the next, at an exact frequency.
#pragma once

#include <atomic>
#include <cstdint>

#include "core/crossfade.hpp"
#include "core/phase.hpp"
#include "core/sinc.hpp"
#include "core/table_exchange.hpp"

namespace granvae {

// What a host may change between two calls of process(). Law and length are latched at onsets.
struct LoopSettings {
  CrossfadeLaw law = CrossfadeLaw::cosine;
  double length = 0.0;  // table samples; 0: to the table's end
  bool latch = true;    // false: the start follows its inlet inside the cycle
  double swap = 0.05;   // seconds: a longer cycle does not wait for its end to change the table
};

// The three control signals, one value a sample. Until a signal has had a finite value, it counts
// as absent: the newest table's grain then sounds at its own rate, from its start, with a quarter
// of it as crossfade. After that, a value that is not finite holds the last that was.
struct Controls {
  const double* frequency;  // Hz, either sign
  const double* start;      // table samples
  const double* crossfade;  // table samples
};

class LoopPlayer {
 public:
  // `exchange` outlives the player. `sample_rate`: Hz, of the host.
  LoopPlayer(TableExchange& exchange, double sample_rate);
  ~LoopPlayer();
  LoopPlayer(const LoopPlayer&) = delete;
  LoopPlayer& operator=(const LoopPlayer&) = delete;

  // Audio thread: writes `count` samples, the same however they are cut into blocks, and the phase
  // in [0, 1) at which each is heard where `phase` is not null.
  void process(const LoopSettings& settings, const Controls& controls, float* out, double* phase,
               int count);

  // Not while process() runs. The sound that plays goes on.
  void set_sample_rate(double sample_rate) { sample_rate_ = sample_rate; }

  double phase() const { return phase_.value(); }
  // Grains begun so far. Audio thread.
  std::uint64_t onsets() const { return onsets_; }
  // Values of control signals that were not finite and were replaced. Any thread.
  std::uint64_t non_finite() const { return non_finite_.load(std::memory_order_relaxed); }

 private:
  // One control signal as last heard; absent until then.
  struct Input {
    double value = 0.0;
    bool heard = false;
  };
  struct Inputs {
    Input frequency;
    Input start;
    Input crossfade;
  };
  // A grain with what was latched at its onset; silent without a table.
  struct Grain {
    SharedTable* table = nullptr;
    double start = 0.0;  // table samples
    double hop = 0.0;    // table samples that one cycle moves on
    double fade = 0.0;   // the crossfade's share of the cycle, 0 … 1
    CrossfadeLaw law = CrossfadeLaw::cosine;
    double asked_start = 0.0;  // as latched, before the table's size limited them
    double asked_crossfade = 0.0;
    double asked_length = 0.0;
  };
  // The grain of this cycle, and its neighbour whose tail it fades out: B and A of the design.
  struct Cycle {
    Grain current;
    Grain previous;
  };

  void hold(double value, Input& input);
  void onset(const LoopSettings& settings);
  void turn(Cycle& cycle, const Grain& latched);
  void begin_swap();
  void advance_swap(double swap);
  void take_newest();
  void assign(Grain& to, const Grain& from);
  float next_sample(const LoopSettings& settings);
  double sound(const Cycle& cycle, double phase) const;
  double read(const Grain& grain, double phase) const;

  static void fit(Grain& grain);
  static Grain refitted(const Grain& grain, SharedTable* table);
  static void follow(Grain& grain, double start);

  TableExchange& exchange_;
  const Sinc& sinc_;
  double sample_rate_;  // Hz
  Phase phase_;
  Wrap due_ = Wrap::forward;  // the border that lies before the next sample
  Inputs inputs_;
  SharedTable* newest_ = nullptr;
  Cycle cycle_;
  Cycle coming_;  // the same cycle in a newer table, while that fades in
  bool swapping_ = false;
  double swapped_ = 0.0;  // how much of the swap has passed, 0 … 1
  std::uint64_t onsets_ = 0;
  std::atomic<std::uint64_t> non_finite_{0};
};

}  // namespace granvae
