// granvae~ for Max: translates between Max and the engine, and decides nothing. Here are the class,
// its inlets and its signals; see messages.cpp, attributes.cpp and events.cpp for the rest.
#include "max/granvae_tilde.hpp"

#include <algorithm>
#include <cstdint>
#include <exception>
#include <limits>
#include <utility>

namespace granvae::max {
namespace {

using namespace engine;

t_class* granvae_class = nullptr;

void granvae_float(t_granvae* x, double number) {
  const auto inlet = static_cast<std::size_t>(proxy_getinlet(&x->object.z_ob));
  if (inlet < x->state->numbers.size()) x->state->numbers[inlet].store(number);
}

void granvae_int(t_granvae* x, t_atom_long number) {
  granvae_float(x, static_cast<double>(number));
}

// The chain comes with the call, not with the object, for while a new one is made the old one still
// runs.
void granvae_perform(t_object* object, t_object*, double** ins, long, double** outs, long,
                     long frames, long, void* chain_of_call) {
  State& state = *reinterpret_cast<t_granvae*>(object)->state;
  const Chain& chain = *static_cast<const Chain*>(chain_of_call);
  state.engine.set_sample_rate(state.sample_rate.load(std::memory_order_relaxed));
  for (std::size_t i = 0; i < state.held.size(); ++i) {
    state.held[i].fill(state.numbers[i].load(std::memory_order_relaxed));
  }
  const auto samples = [&](const Signal& signal, long done) -> const double* {
    if (signal.place == Signal::kNone) return state.held[signal.inlet].data();
    return ins[signal.place] + done;
  };
  const auto count = static_cast<std::size_t>(state.engine.channels());
  std::array<const double*, kControlInlets> controls;
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
// a control the first is heard; those of the other inlets are the latents in order.
Chain chain_of(t_granvae* x, t_object* dsp, const short* connected) {
  Chain chain;
  int place = 0;
  for (std::size_t i = 0; i < x->state->numbers.size(); ++i) {
    void* answer = object_method(dsp, gensym("getnuminputchannels"), x, static_cast<long>(i));
    const int channels = std::max(static_cast<int>(reinterpret_cast<std::intptr_t>(answer)), 1);
    const bool signals = connected[i] != 0;
    if (i < kControlInlets) {
      chain.controls[i] = {signals ? place : Signal::kNone, i};
    } else {
      for (int c = 0; c < channels; ++c) {
        chain.latents.push_back({signals ? place + c : Signal::kNone, i});
      }
    }
    place += channels;
  }
  return chain;
}

void granvae_dsp64(t_granvae* x, t_object* dsp, short* connected, double sample_rate, long vector,
                   long) {
  State& state = *x->state;
  state.sample_rate.store(sample_rate);
  state.engine.set_vector(static_cast<int>(vector));
  state.newest_chain = 1 - state.newest_chain;
  Chain& chain = state.chains[state.newest_chain];
  chain = chain_of(x, dsp, connected);
  state.engine.expect_latents(static_cast<int>(chain.latents.size()));
  chain.latents.resize(
      std::min<std::size_t>(chain.latents.size(), core::LiveRequest::kMostLatents));
  follow(x);
  dsp_add64(dsp, &x->object.z_ob, granvae_perform, 0, &chain);
}

std::string inlet_text(const Parameter& parameter) {
  const char* type = parameter.id == ParameterId::crossfade ? "int" : "float";
  const std::string unit = parameter.unit.empty() ? "" : " in " + std::string(parameter.unit);
  return "(signal/" + std::string(type) + ") " + std::string(parameter.name) + unit + ". " +
         std::string(parameter.documentation);
}

constexpr const char* kLatentText =
    "(multichannel signal/float) the next latents in deviations, heard while live is on";

// From the left: the channels, phase, onset and info.
std::string outlet_text(std::size_t index, std::size_t channels) {
  static constexpr std::array<const char*, 3> kOthers{
      "(signal) phase of the cycle, 0 to 1, which is 0 at a grain's onset",
      "(signal) 1 at the sample with which a grain begins, else 0",
      "loaded, latents, path, late, written, attribute, error, info, and what is asked for"};
  if (index >= channels) return kOthers.at(index - channels);
  return channels == 1 ? "(signal) the sound"
                       : "(signal) channel " + std::to_string(index + 1) + " of the sound";
}

void granvae_assist(t_granvae* x, void*, long kind, long index, char* text) {
  const auto i = static_cast<std::size_t>(index);
  const auto channels = static_cast<std::size_t>(x->state->engine.channels());
  const std::string said = kind != ASSIST_INLET ? outlet_text(i, channels)
                           : i < kControlInlets ? inlet_text(parameters()[i])
                                                : kLatentText;
  strncpy_zero(text, said.c_str(), ASSIST_MAX_STRING_LEN);
}

// What was typed into the box before its attributes: a model, a number of channels, or both in this
// order.
struct Arguments {
  std::string model;
  int channels = 1;
  std::string fault;
};

Arguments arguments_of(long count, const t_atom* atoms) {
  Arguments told;
  long read = 0;
  if (read < count && atom_gettype(atoms) == A_SYM)
    told.model = atom_getsym(atoms + read++)->s_name;
  if (read < count && atom_gettype(atoms + read) == A_LONG) {
    const t_atom_long channels = atom_getlong(atoms + read++);
    if (channels >= 1 && channels <= core::kChannels) {
      told.channels = static_cast<int>(channels);
    } else {
      told.fault = "granvae~ has 1 to " + std::to_string(core::kChannels) + " channels, not " +
                   std::to_string(channels) + "; it has 1 now.";
    }
  }
  if (read < count) {
    told.fault =
        "granvae~ takes a model and a number of channels, as in 'granvae~ model.ts 2'; the rest is "
        "ignored.";
  }
  return told;
}

// The attribute latents makes inlets, and so has to be known before all others.
int latents_of(long count, const t_atom* atoms, std::string& fault) {
  const t_symbol* name = gensym("@latents");
  for (long i = 0; i + 1 < count; ++i) {
    if (atom_gettype(atoms + i) != A_SYM || atom_getsym(atoms + i) != name) continue;
    const t_atom_long latents = atom_getlong(atoms + i + 1);
    if (latents >= 0 && latents <= kMostLatentInlets) return static_cast<int>(latents);
    fault = "granvae~ has inlets for 0 to " + std::to_string(kMostLatentInlets) + " latents, not " +
            std::to_string(latents) + "; there are none now.";
  }
  return 0;
}

void granvae_free(t_granvae* x) {
  dsp_free(&x->object);
  delete x->state;
}

void* granvae_new(t_symbol*, long count, t_atom* atoms) {
  auto* x = static_cast<t_granvae*>(object_alloc(granvae_class));
  if (x == nullptr) return nullptr;
  const long typed = attr_args_offset(static_cast<short>(count), atoms);
  Arguments told = arguments_of(typed, atoms);
  const int latents = latents_of(count, atoms, told.fault);
  dsp_setup(&x->object, static_cast<long>(kControlInlets) + latents);
  x->object.z_misc |= Z_MC_INLETS;
  // Outlets are made from right to left.
  x->info = outlet_new(x, nullptr);
  object_obex_store(x, gensym("dumpout"), static_cast<t_object*>(x->info));
  for (int i = 0; i < told.channels + 2; ++i) outlet_new(x, "signal");
  try {
    x->state = new State(x, told.channels, latents);
  } catch (const std::exception& problem) {
    object_error(&x->object.z_ob, "cannot begin (%s); quit other programs and try again.",
                 problem.what());
    object_free(x);
    return nullptr;
  }
  if (!told.fault.empty()) fail(x, std::move(told.fault));
  attr_args_process(x, static_cast<short>(count), atoms);
  x->state->made = true;
  if (!told.model.empty()) read_model(x, std::move(told.model));
  return x;
}

}  // namespace

State::State(t_granvae* x, int channels, int latent_inlets)
    : engine(sys_getsr(), channels),
      numbers(kControlInlets + static_cast<std::size_t>(latent_inlets)),
      held(numbers.size()),
      sample_rate(sys_getsr()),
      latents(latent_inlets),
      attend(static_cast<t_qelem*>(qelem_new(x, as_method(max::attend)))),
      dialog(static_cast<t_qelem*>(qelem_new(x, as_method(ask_for_file)))),
      poll(static_cast<t_clock*>(clock_new(x, as_method(max::poll)))) {
  for (auto& number : numbers) number.store(std::numeric_limits<double>::quiet_NaN());
}

State::~State() {
  if (watcher != nullptr) object_free(watcher);
  object_free(poll);
  qelem_free(dialog);
  qelem_free(attend);
}

}  // namespace granvae::max

C74_EXPORT void ext_main(void*) {
  using namespace granvae::max;
  t_class* c = class_new("granvae~", as_method(granvae_new), as_method(granvae_free),
                         sizeof(t_granvae), nullptr, A_GIMME, 0);
  class_addmethod(c, as_method(granvae_dsp64), "dsp64", A_CANT, 0);
  class_addmethod(c, as_method(granvae_assist), "assist", A_CANT, 0);
  class_addmethod(c, as_method(granvae_float), "float", A_FLOAT, 0);
  class_addmethod(c, as_method(granvae_int), "int", A_LONG, 0);
  add_messages(c);
  add_attributes(c);
  class_dspinit(c);
  class_register(gensym("box"), c);
  granvae_class = c;
}
