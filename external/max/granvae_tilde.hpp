// granvae~ as Max allocates it, and what its parts share.
#pragma once

#include <array>
#include <atomic>
#include <optional>
#include <string>
#include <vector>

#include "core/handover/lock_free_stack.hpp"
#include "engine/engine.hpp"
#include "ext.h"
#include "ext_obex.h"
#include "max/atoms.hpp"
#include "max/files.hpp"
#include "z_dsp.h"

namespace granvae::max {

inline constexpr std::size_t kControlInlets = engine::kSignalCount;
inline constexpr int kMostLatentInlets = 64;

struct t_granvae;

// A message that waits for the main thread, which alone may look for files and sounds.
struct Errand {
  engine::Call call;
  Errand* next = nullptr;
};

// Where a chain's signals are: a place among its inputs, or none, and the inlet whose number stands
// in for it then.
struct Signal {
  static constexpr int kNone = -1;
  int place = kNone;
  std::size_t inlet = 0;
};
struct Chain {
  std::array<Signal, kControlInlets> controls;
  std::vector<Signal> latents;
};

// All of an object that is C++.
struct State {
  // `latents`: inlets for them.
  State(t_granvae* x, int channels, int latents);
  ~State();
  State(const State&) = delete;
  State& operator=(const State&) = delete;

  engine::Engine engine;
  // What was last sent to each inlet; not a number before that, which the player takes for absent.
  std::vector<std::atomic<double>> numbers;
  std::vector<std::array<double, core::kChunk>>
      held;                         // the same as signals, while a chunk is played
  std::atomic<double> sample_rate;  // Hz
  std::atomic<bool> autoread{false};
  std::atomic<bool> offline{false};
  bool made = false;  // with all that was typed into the box
  int latents;
  // The chain that plays and the one that is being made.
  std::array<Chain, 2> chains;
  std::size_t newest_chain = 0;

  core::LockFreeStack<Errand> errands;
  std::atomic<int> waiting{0};  // errands that have not been run

  t_qelem* attend;  // runs errands and tells the patch
  t_qelem* dialog;  // has a queue of its own, for while one is open the rest goes on
  core::LockFreeStack<Errand> asking;  // for whose files, one dialog after the other
  t_clock* poll;                       // looks whether the worker has done what it was asked

  // The main thread's own.
  std::optional<File> model;  // as last asked for
  void* watcher = nullptr;    // of that file, while autoread is on
  std::uint64_t late = 0;     // as last told
};

struct t_granvae {
  t_pxobject object;
  void* info;  // the rightmost outlet
  State* state;
};

// Any thread: looks for events soon.
void follow(t_granvae* x);
// Any thread: tells the patch what it did wrong.
void fail(t_granvae* x, std::string sentence);

// The scheduler: whether there is something to tell.
void poll(t_granvae* x);

// The main thread.
void attend(t_granvae* x);
void ask_for_file(t_granvae* x);
void read_model(t_granvae* x, std::string name);
void tell_event(t_granvae* x, const engine::Event& event);
// How many grains have been late, if that has changed.
void tell_late(t_granvae* x);

// A value as the attribute of this parameter shows it.
t_atom parameter_atom(const engine::Parameter& parameter, double value);

void add_messages(t_class* c);
// Any parameter of the engine's table, and autoread.
void add_attributes(t_class* c);

// Any function as Max takes it; Max calls it by the argument types that are named beside it.
template <class Function>
method as_method(Function* function) {
  return reinterpret_cast<method>(function);
}

}  // namespace granvae::max
