// granvae~ as Max allocates it.
#pragma once

#include <array>
#include <atomic>
#include <optional>
#include <vector>

#include "core/handover/lock_free_stack.hpp"
#include "engine/engine.hpp"
#include "ext.h"
#include "ext_obex.h"
#include "max/files.hpp"
#include "z_dsp.h"

namespace granvae::max {

inline constexpr int kMostLatentInlets = 64;

struct t_granvae;

// A call that waits for the main thread, which alone may look for files and sounds.
struct WaitingCall {
  engine::Call call;
  WaitingCall* next = nullptr;
};

// A signal's place among the inputs of a chain, or none, and the inlet whose number stands in for
// it then.
struct Signal {
  static constexpr int kNone = -1;
  int input = kNone;
  std::size_t inlet = 0;
};
struct Chain {
  std::array<Signal, core::kControls> controls;
  std::vector<Signal> latents;
};

// All of an object that is C++.
struct State {
  // `latent_inlets`: as many after the controls. `mc`: all channels come out of one outlet.
  State(t_granvae* x, int channels, int latent_inlets, bool mc);
  ~State();
  State(const State&) = delete;
  State& operator=(const State&) = delete;

  engine::Engine engine;
  // What was last sent to each inlet; NaN before that, which the player takes for absent.
  std::vector<std::atomic<double>> numbers;
  std::vector<std::array<double, core::kChunk>> held;  // the same as signals, of a chunk
  std::atomic<double> sample_rate;                     // Hz
  std::atomic<bool> autoread{false};
  std::atomic<bool> offline{false};
  bool constructed = false;  // with all that was typed into the box
  int latents;               // inlets for them
  bool mc;                   // whether one outlet has all channels
  // The chain that plays and the one that is being built.
  std::array<Chain, 2> chains;
  std::size_t newest_chain = 0;

  core::LockFreeStack<WaitingCall> calls;
  std::atomic<int> waiting{0};  // calls that have not been run

  t_qelem* attend;  // runs calls and reports events
  t_qelem* dialog;  // has a queue of its own, for while one is open the rest goes on
  core::LockFreeStack<WaitingCall> dialog_calls;  // for whose files, one dialog after the other
  t_clock* poll;                                  // checks whether the worker has finished

  // The main thread's own.
  std::optional<File> model;  // as last requested
  void* watcher = nullptr;    // of that file, while autoread is on
  std::uint64_t late = 0;     // as last reported
};

struct t_granvae {
  t_pxobject object;
  void* info;  // the rightmost outlet
  State* state;
};

// Any function as Max takes it; Max calls it by the argument types that are named beside it.
template <class Function>
method as_method(Function* function) {
  // By way of the type that stands for every function, as compilers ask.
  return reinterpret_cast<method>(reinterpret_cast<void (*)()>(function));
}

}  // namespace granvae::max
