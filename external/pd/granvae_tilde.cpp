// granvae~ for Pure Data: translates between Pd and the engine, and decides nothing. Here are the
// class, its inlets and its signals.
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <vector>

#include "pd/messages.hpp"
#include "pd/multichannel.hpp"
#include "pd/offline.hpp"
#include "pd/samples_ahead.hpp"

namespace granvae::pd {
namespace {

using namespace engine;

t_class* granvae_class = nullptr;

// The object, the samples of a block, the number of latents, and the vectors of inlets, latents and
// outlets.
t_int* granvae_perform(t_int* w) {
  const t_granvae& x = *reinterpret_cast<t_granvae*>(w[1]);
  Engine& engine = *x.engine;
  const auto count = static_cast<int>(w[2]);
  // The audio settings may change at any time. Offline nothing is late.
  engine.set_burst(count + (x.offline ? 0 : samples_ahead(sys_getsr())));
  const auto latents = static_cast<int>(w[3]);
  t_int* vector = w + 4;
  const auto next = [&vector] { return reinterpret_cast<t_sample*>(*vector++); };
  Inlets<t_sample> in{};
  in.frequency = next();
  in.start = next();
  in.crossfade = next();
  in.rate = next();
  std::array<const t_sample*, core::LiveRequest::kMostLatents> points;
  for (int k = 0; k < latents; ++k) points[static_cast<std::size_t>(k)] = next();
  in.latents = points.data();
  in.latent_count = latents;
  std::array<t_sample*, core::kChannels> channels;
  for (int c = 0; c < engine.channels(); ++c) channels[static_cast<std::size_t>(c)] = next();
  Outlets<t_sample> out{channels.data(), nullptr, nullptr};
  out.phase = next();
  out.onset = next();
  engine.process(in, out, count);
  return vector;
}

// The channels of the inlets for latents, in order.
std::vector<t_sample*> latents_of(const t_granvae* x, t_signal** signals) {
  std::vector<t_sample*> latents;
  for (int k = 0; k < x->latent_inlets; ++k) {
    const t_signal* signal = signals[core::kControls + static_cast<std::size_t>(k)];
    for (int c = 0; c < channels_of(signal); ++c) latents.push_back(channel_of(signal, c));
  }
  return latents;
}

void granvae_dsp(t_granvae* x, t_signal** signals) {
  x->engine->set_sample_rate(signals[0]->s_sr);
  std::vector<t_sample*> latents = latents_of(x, signals);
  expect_latents(x, static_cast<int>(latents.size()));
  latents.resize(std::min<std::size_t>(latents.size(), core::LiveRequest::kMostLatents));

  std::vector<t_int> arguments{reinterpret_cast<t_int>(x), static_cast<t_int>(signals[0]->s_n),
                               static_cast<t_int>(latents.size())};
  const auto add = [&arguments](t_sample* samples) {
    arguments.push_back(reinterpret_cast<t_int>(samples));
  };
  for (std::size_t i = 0; i < core::kControls; ++i) add(signals[i]->s_vec);
  for (t_sample* samples : latents) add(samples);
  t_signal** outputs = signals + core::kControls + x->latent_inlets;
  for (int i = 0; i < x->engine->channels() + 2; ++i) {
    make_output(outputs + i);
    add(outputs[i]->s_vec);
  }
  dsp_addv(granvae_perform, static_cast<int>(arguments.size()), arguments.data());
}

// What was typed into the box: a model, a number of channels and of latents, or some of these in
// this order.
struct Arguments {
  const t_symbol* model = nullptr;
  int channels = 1;
  int latents = 0;  // inlets for them
  std::string fault;
};

Arguments arguments_of(int count, const t_atom* atoms) {
  Arguments arguments;
  int read = 0;
  const auto symbol = [&](int at) {
    return at < count && atoms[at].a_type == A_SYMBOL ? atom_getsymbol(atoms + at) : nullptr;
  };
  const auto number = [&](const char* what, int most, int otherwise) {
    const double value = atom_getfloat(atoms + read++);
    if (value >= 1.0 && value <= most && value == std::floor(value)) return static_cast<int>(value);
    arguments.fault = std::string("the number of ") + what + " is a whole one from 1 to " +
                      std::to_string(most) + "; there is " +
                      (otherwise == 0 ? "none" : std::to_string(otherwise)) + " now.";
    return otherwise;
  };
  const t_symbol* flag = gensym("-latents");
  if (symbol(read) != nullptr && symbol(read) != flag) arguments.model = symbol(read++);
  if (read < count && atoms[read].a_type == A_FLOAT)
    arguments.channels = number("channels", core::kChannels, 1);
  if (symbol(read) == flag && read + 1 < count && atoms[read + 1].a_type == A_FLOAT) {
    ++read;
    arguments.latents = number("latents", core::LiveRequest::kMostLatents, 0);
  }
  if (read < count) {
    arguments.fault =
        "takes a model, a number of channels and of latents, as in 'granvae~ model.ts 2 -latents "
        "8'; the rest is ignored.";
  }
  return arguments;
}

void* granvae_new(t_symbol*, int count, t_atom* atoms) {
  auto* x = reinterpret_cast<t_granvae*>(pd_new(granvae_class));
  const Arguments arguments = arguments_of(count, atoms);
  // What an inlet carries before it gets a number, and the player takes for "not given".
  const t_float absent = std::numeric_limits<t_float>::quiet_NaN();
  x->frequency = absent;
  x->canvas = canvas_getcurrent();
  x->clock = clock_new(x, reinterpret_cast<t_method>(poll));
  x->engine = new Engine(sys_getsr(), arguments.channels);
  x->calls = new CallQueue();
  x->offline = running_in_batch();
  x->engine->set_offline(x->offline);
  x->latent_inlets = arguments.latents;
  x->latents = 0;
  x->late = 0;
  for (std::size_t i = 1; i < core::kControls; ++i) signalinlet_new(&x->object, absent);
  for (int k = 0; k < x->latent_inlets; ++k) signalinlet_new(&x->object, absent);
  for (int c = 0; c < arguments.channels; ++c) outlet_new(&x->object, gensym("signal"));
  x->info = outlet_new(&x->object, nullptr);
  outlet_new(&x->object, gensym("signal"));
  outlet_new(&x->object, gensym("signal"));
  if (!arguments.fault.empty()) report_error(x, arguments.fault);
  if (arguments.model != nullptr) read_model(x, arguments.model);
  return x;
}

void granvae_free(t_granvae* x) {
  clock_free(x->clock);
  delete x->calls;
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
  // By way of the type that stands for every function, as compilers ask.
  const auto make = reinterpret_cast<t_method>(granvae_new);
  granvae_class = class_new(gensym("granvae~"), reinterpret_cast<t_newmethod>(make),
                            reinterpret_cast<t_method>(granvae_free), sizeof(t_granvae),
                            CLASS_DEFAULT | multichannel_flag(), A_GIMME, A_NULL);
  CLASS_MAINSIGNALIN(granvae_class, t_granvae, frequency);
  class_addmethod(granvae_class, reinterpret_cast<t_method>(granvae_dsp), gensym("dsp"), A_CANT,
                  A_NULL);
  add_messages(granvae_class);
}
