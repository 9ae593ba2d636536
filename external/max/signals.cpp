#include "max/signals.hpp"

#include <algorithm>
#include <cstdint>

#include "max/io_vector.hpp"
#include "max/messages.hpp"

namespace granvae::max {
namespace {

using namespace engine;

void granvae_float(t_granvae* x, double number) {
  const auto inlet = static_cast<std::size_t>(proxy_getinlet(&x->object.z_ob));
  if (inlet < x->state->numbers.size()) x->state->numbers[inlet].store(number);
}

void granvae_int(t_granvae* x, t_atom_long number) {
  granvae_float(x, static_cast<double>(number));
}

// The chain comes with the call, not with the object, since the old chain still runs while a new
// one is built.
void granvae_perform(t_object* object, t_object*, double** ins, long, double** outs, long,
                     long frames, long, void* chain_of_call) {
  State& state = *reinterpret_cast<t_granvae*>(object)->state;
  const Chain& chain = *static_cast<const Chain*>(chain_of_call);
  state.engine.set_sample_rate(state.sample_rate.load(std::memory_order_relaxed));
  // Audio settings may change at any time. Offline nothing is late.
  const auto vector = static_cast<int>(frames);
  state.engine.set_burst(state.offline.load(std::memory_order_relaxed) ? vector
                                                                       : io_vector(vector));
  for (std::size_t i = 0; i < state.held.size(); ++i) {
    state.held[i].fill(state.numbers[i].load(std::memory_order_relaxed));
  }
  const auto samples = [&](const Signal& signal, long done) -> const double* {
    if (signal.input == Signal::kNone) return state.held[signal.inlet].data();
    return ins[signal.input] + done;
  };
  const auto count = static_cast<std::size_t>(state.engine.channels());
  std::array<const double*, core::kControls> controls;
  std::array<const double*, core::LiveRequest::kMostLatents> latents;
  std::array<double*, core::kChannels> channels;
  for (long done = 0; done < frames; done += core::kChunk) {
    for (std::size_t i = 0; i < controls.size(); ++i) {
      controls[i] = samples(chain.controls[i], done);
    }
    for (std::size_t k = 0; k < chain.latents.size(); ++k) {
      latents[k] = samples(chain.latents[k], done);
    }
    for (std::size_t c = 0; c < count; ++c) channels[c] = outs[c] + done;
    state.engine.process(
        Inlets<double>{controls[0], controls[1], controls[2], controls[3], latents.data(),
                       static_cast<int>(chain.latents.size())},
        Outlets<double>{channels.data(), outs[count] + done, outs[count + 1] + done},
        static_cast<int>(std::min<long>(core::kChunk, frames - done)));
  }
}

// Every inlet may have several channels, which lie one after the other among the chain's inputs. Of
// a control the first is used; those of the other inlets are the latents in order.
Chain chain_of(t_granvae* x, t_object* dsp, const short* connected) {
  Chain chain;
  int input = 0;
  for (std::size_t i = 0; i < x->state->numbers.size(); ++i) {
    void* answer = object_method(dsp, gensym("getnuminputchannels"), x, static_cast<long>(i));
    const int channels = std::max(static_cast<int>(reinterpret_cast<std::intptr_t>(answer)), 1);
    const bool signals = connected[i] != 0;
    if (i < core::kControls) {
      chain.controls[i] = {signals ? input : Signal::kNone, i};
    } else {
      for (int c = 0; c < channels; ++c) {
        chain.latents.push_back({signals ? input + c : Signal::kNone, i});
      }
    }
    input += channels;
  }
  return chain;
}

void granvae_dsp64(t_granvae* x, t_object* dsp, short* connected, double sample_rate, long vector,
                   long) {
  State& state = *x->state;
  state.sample_rate.store(sample_rate);
  state.engine.set_burst(io_vector(static_cast<int>(vector)));
  state.newest_chain = 1 - state.newest_chain;
  Chain& chain = state.chains[state.newest_chain];
  chain = chain_of(x, dsp, connected);
  state.engine.expect_latents(static_cast<int>(chain.latents.size()));
  chain.latents.resize(
      std::min<std::size_t>(chain.latents.size(), core::LiveRequest::kMostLatents));
  poll_soon(x);
  dsp_add64(dsp, &x->object.z_ob, granvae_perform, 0, &chain);
}

}  // namespace

void add_signals(t_class* c) {
  class_addmethod(c, as_method(granvae_dsp64), "dsp64", A_CANT, 0);
  class_addmethod(c, as_method(granvae_float), "float", A_FLOAT, 0);
  class_addmethod(c, as_method(granvae_int), "int", A_LONG, 0);
  class_dspinit(c);
}

}  // namespace granvae::max
