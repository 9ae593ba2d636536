// granvae~ for Max: translates between Max and the engine, and decides nothing. Here are the class,
// its inlets and its outlets.
#include <exception>
#include <string>
#include <utility>

#include "max/attributes.hpp"
#include "max/messages.hpp"
#include "max/signals.hpp"

namespace granvae::max {
namespace {

using namespace engine;

t_class* granvae_class = nullptr;

constexpr const char* kMcName = "mcs.granvae~";

std::string inlet_text(const Parameter& parameter) {
  const char* type = parameter.id == ParameterId::crossfade ? "int" : "float";
  const std::string unit = parameter.unit.empty() ? "" : " in " + std::string(parameter.unit);
  return "(signal/" + std::string(type) + ") " + std::string(parameter.name) + unit + ". " +
         std::string(parameter.documentation);
}

constexpr const char* kLatentText =
    "(multichannel signal/float) the next latents in standard deviations, heard while live is on";

// From the left: the channels, or all of them in one, phase, onset and info.
std::string outlet_text(std::size_t index, std::size_t channels, bool mc) {
  if (mc) {
    if (index == 0) return "(multichannel signal) the sound";
    index += channels - 1;
  }
  static constexpr std::array<const char*, 3> kOthers{
      "(signal) phase of the cycle, 0 to 1, which is 0 at a grain's onset",
      "(signal) 1 at the sample with which a grain begins, else 0",
      "loaded, latents, path, late, written, restored, attribute, error, info, and what is "
      "requested"};
  if (index >= channels) return kOthers.at(index - channels);
  return channels == 1 ? "(signal) the sound"
                       : "(signal) channel " + std::to_string(index + 1) + " of the sound";
}

void granvae_assist(t_granvae* x, void*, long kind, long index, char* text) {
  const auto i = static_cast<std::size_t>(index);
  const auto channels = static_cast<std::size_t>(x->state->engine.channels());
  const std::string help = kind != ASSIST_INLET  ? outlet_text(i, channels, x->state->mc)
                           : i < core::kControls ? inlet_text(parameters()[i])
                                                 : kLatentText;
  strncpy_zero(text, help.c_str(), ASSIST_MAX_STRING_LEN);
}

// What was typed into the box before its attributes: a model, a number of channels, or both in this
// order.
struct Arguments {
  std::string model;
  int channels = 1;
  std::string fault;
};

Arguments arguments_of(long count, const t_atom* atoms) {
  Arguments arguments;
  long read = 0;
  if (read < count && atom_gettype(atoms) == A_SYM)
    arguments.model = atom_getsym(atoms + read++)->s_name;
  if (read < count && atom_gettype(atoms + read) == A_LONG) {
    const t_atom_long channels = atom_getlong(atoms + read++);
    if (channels >= 1 && channels <= core::kChannels) {
      arguments.channels = static_cast<int>(channels);
    } else {
      arguments.fault = "granvae~ has 1 to " + std::to_string(core::kChannels) + " channels, not " +
                        std::to_string(channels) + "; it has 1 now.";
    }
  }
  if (read < count) {
    arguments.fault =
        "granvae~ takes a model and a number of channels, as in 'granvae~ model.ts 2'; the rest is "
        "ignored.";
  }
  return arguments;
}

// Attributes that make inlets or outlets have to be known before all others. 0 if it is not there.
t_atom_long typed(const char* attribute, long count, const t_atom* atoms) {
  const t_symbol* name = gensym(attribute);
  for (long i = 0; i + 1 < count; ++i) {
    if (atom_gettype(atoms + i) == A_SYM && atom_getsym(atoms + i) == name) {
      return atom_getlong(atoms + i + 1);
    }
  }
  return 0;
}

int latents_of(long count, const t_atom* atoms, std::string& fault) {
  const t_atom_long latents = typed("@latents", count, atoms);
  if (latents >= 0 && latents <= kMostLatentInlets) return static_cast<int>(latents);
  fault = "granvae~ has inlets for 0 to " + std::to_string(kMostLatentInlets) + " latents, not " +
          std::to_string(latents) + "; there are none now.";
  return 0;
}

// Max asks how many channels a cord from a multichannel outlet has.
long granvae_multichanneloutputs(t_granvae* x, long outlet) {
  return x->state->mc && outlet == 0 ? x->state->engine.channels() : 1;
}

void granvae_free(t_granvae* x) {
  dsp_free(&x->object);
  delete x->state;
}

void* granvae_new(t_symbol* name, long count, t_atom* atoms) {
  auto* x = static_cast<t_granvae*>(object_alloc(granvae_class));
  if (x == nullptr) return nullptr;
  const long before_attributes = attr_args_offset(static_cast<short>(count), atoms);
  Arguments arguments = arguments_of(before_attributes, atoms);
  const int latents = latents_of(count, atoms, arguments.fault);
  dsp_setup(&x->object, static_cast<long>(core::kControls) + latents);
  x->object.z_misc |= Z_MC_INLETS;
  // Outlets are made from right to left.
  x->info = outlet_new(x, nullptr);
  object_obex_store(x, gensym("dumpout"), static_cast<t_object*>(x->info));
  const bool mc = std::string_view(name->s_name) == kMcName || typed("@mc", count, atoms) != 0;
  for (int i = 0; i < (mc ? 2 : arguments.channels + 2); ++i) outlet_new(x, "signal");
  if (mc) outlet_new(x, "multichannelsignal");
  try {
    x->state = new State(x, arguments.channels, latents, mc);
  } catch (const std::exception& problem) {
    object_error(&x->object.z_ob, "cannot begin (%s); quit other programs and try again.",
                 problem.what());
    object_free(x);
    return nullptr;
  }
  if (!arguments.fault.empty()) report_error(x, std::move(arguments.fault));
  attr_args_process(x, static_cast<short>(count), atoms);
  x->state->constructed = true;
  if (!arguments.model.empty()) read_model(x, std::move(arguments.model));
  return x;
}

}  // namespace

}  // namespace granvae::max

C74_EXPORT void ext_main(void*) {
  using namespace granvae::max;
  t_class* c = class_new("granvae~", as_method(granvae_new), as_method(granvae_free),
                         sizeof(t_granvae), nullptr, A_GIMME, 0);
  class_addmethod(c, as_method(granvae_assist), "assist", A_CANT, 0);
  class_addmethod(c, as_method(granvae_multichanneloutputs), "multichanneloutputs", A_CANT, 0);
  add_signals(c);
  add_messages(c);
  add_attributes(c);
  class_register(gensym("box"), c);
  class_alias(c, gensym(kMcName));
  granvae_class = c;
}
