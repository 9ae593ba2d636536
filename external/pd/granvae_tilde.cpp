// granvae~ for Pure Data: translates between Pd and the engine, and decides nothing. Here are the
// class, its inlets and its signals; see messages.cpp for the rest.
#include "pd/granvae_tilde.hpp"

#include <array>
#include <cmath>
#include <limits>
#include <vector>

#include "pd/offline.hpp"

namespace granvae::pd {
namespace {

t_class* granvae_class = nullptr;

// The object, the samples of a block, and the vectors of inlets and outlets.
t_int* granvae_perform(t_int* w) {
  Engine& engine = *reinterpret_cast<t_granvae*>(w[1])->engine;
  const auto count = static_cast<int>(w[2]);
  t_int* vector = w + 3;
  const auto next = [&vector] { return reinterpret_cast<t_sample*>(*vector++); };
  Inlets<t_sample> in{};
  in.frequency = next();
  in.start = next();
  in.crossfade = next();
  in.rate = next();
  std::array<t_sample*, kChannels> channels;
  for (int c = 0; c < engine.channels(); ++c) channels[static_cast<std::size_t>(c)] = next();
  Outlets<t_sample> out{channels.data(), nullptr, nullptr};
  out.phase = next();
  out.onset = next();
  engine.process(in, out, count);
  return vector;
}

void granvae_dsp(t_granvae* x, t_signal** signals) {
  x->engine->set_sample_rate(signals[0]->s_sr);
  const std::size_t count = kSignalCount + static_cast<std::size_t>(x->engine->channels()) + 2;
  std::vector<t_int> words{reinterpret_cast<t_int>(x), static_cast<t_int>(signals[0]->s_n)};
  for (std::size_t i = 0; i < count; ++i) {
    words.push_back(reinterpret_cast<t_int>(signals[i]->s_vec));
  }
  dsp_addv(granvae_perform, static_cast<int>(words.size()), words.data());
}

// What was typed into the box: a model, a number of channels, or both in this order.
struct Arguments {
  const t_symbol* model = nullptr;
  int channels = 1;
  std::string fault;
};

Arguments arguments(int count, const t_atom* atoms) {
  Arguments told;
  int read = 0;
  if (read < count && atoms[read].a_type == A_SYMBOL) told.model = atom_getsymbol(atoms + read++);
  if (read < count && atoms[read].a_type == A_FLOAT) {
    const double channels = atom_getfloat(atoms + read++);
    if (channels >= 1.0 && channels <= kChannels && channels == std::floor(channels)) {
      told.channels = static_cast<int>(channels);
    } else {
      told.fault = "the number of channels is a whole one from 1 to " + std::to_string(kChannels) +
                   "; there is 1 now.";
    }
  }
  if (read < count) {
    told.fault =
        "takes a model and a number of channels, as in 'granvae~ model.ts 2'; the rest "
        "is ignored.";
  }
  return told;
}

void* granvae_new(t_symbol*, int count, t_atom* atoms) {
  auto* x = reinterpret_cast<t_granvae*>(pd_new(granvae_class));
  const Arguments told = arguments(count, atoms);
  // An inlet that never got a number carries this, which the player takes for "not given".
  const t_float absent = std::numeric_limits<t_float>::quiet_NaN();
  x->frequency = absent;
  x->canvas = canvas_getcurrent();
  x->clock = clock_new(x, reinterpret_cast<t_method>(poll));
  x->engine = new Engine(sys_getsr(), told.channels);
  x->offline = running_in_batch();
  for (std::size_t i = 1; i < kSignalCount; ++i) signalinlet_new(&x->object, absent);
  for (int c = 0; c < told.channels; ++c) outlet_new(&x->object, &s_signal);
  x->info = outlet_new(&x->object, nullptr);
  outlet_new(&x->object, &s_signal);
  outlet_new(&x->object, &s_signal);
  if (!told.fault.empty()) fail(x, told.fault);
  if (told.model != nullptr) read_model(x, told.model);
  return x;
}

void granvae_free(t_granvae* x) {
  clock_free(x->clock);
  delete x->engine;
}

}  // namespace
}  // namespace granvae::pd

#if defined(_WIN32)
#define GRANVAE_EXPORT __declspec(dllexport)
#else
#define GRANVAE_EXPORT __attribute__((visibility("default")))
#endif

extern "C" GRANVAE_EXPORT void granvae_tilde_setup() {
  using namespace granvae::pd;
  granvae_class = class_new(gensym("granvae~"), reinterpret_cast<t_newmethod>(granvae_new),
                            reinterpret_cast<t_method>(granvae_free), sizeof(t_granvae),
                            CLASS_DEFAULT, A_GIMME, A_NULL);
  CLASS_MAINSIGNALIN(granvae_class, t_granvae, frequency);
  class_addmethod(granvae_class, reinterpret_cast<t_method>(granvae_dsp), gensym("dsp"), A_CANT,
                  A_NULL);
  add_messages(granvae_class);
}
