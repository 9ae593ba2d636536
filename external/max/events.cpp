// What the engine has to tell, out of the info outlet. All on the main thread.
#include <string>
#include <vector>

#include "max/granvae_tilde.hpp"

namespace granvae::max {
namespace {

t_atom whole(float number) { return long_atom(static_cast<t_atom_long>(number)); }

void tell(t_granvae* x, const char* selector, std::vector<t_atom> atoms) {
  outlet_anything(x->info, gensym(selector), static_cast<short>(atoms.size()), atoms.data());
}

void tell_info(t_granvae* x, const Event& table) {
  const Engine& engine = x->state->engine;
  tell(x, "info", {symbol_atom("model"), symbol_atom(table.text)});
  for (const Parameter& parameter : parameters()) {
    if (parameter.timing == Timing::signal) continue;
    tell(x, "info",
         {symbol_atom(parameter.name), parameter_atom(parameter, engine.get(parameter.id))});
  }
  const auto replaced = static_cast<t_atom_long>(engine.non_finite());
  tell(x, "info", {symbol_atom("nonfinite"), long_atom(replaced)});
  tell(x, "info", {symbol_atom("delay"), long_atom(engine.latency())});
  tell(x, "info", {symbol_atom("late"), long_atom(static_cast<t_atom_long>(engine.late()))});
  tell(x, "info", {symbol_atom("stolen"), long_atom(static_cast<t_atom_long>(engine.stolen()))});
  tell(x, "info", {symbol_atom("table"), whole(table.values[0])});
  tell(x, "info", {symbol_atom("grain"), whole(table.values[1])});
  tell(x, "info", {symbol_atom("rate"), float_atom(table.values[2])});
}

}  // namespace

void tell_late(t_granvae* x) {
  const std::uint64_t late = x->state->engine.late();
  if (late == x->state->late) return;
  x->state->late = late;
  tell(x, "late", {long_atom(static_cast<t_atom_long>(late))});
}

void tell_event(t_granvae* x, const Event& event) {
  std::vector<t_atom> atoms;
  switch (event.kind) {
    case Event::Kind::error:
      object_error(&x->object.z_ob, "%s", event.text.c_str());
      return tell(x, "error", {symbol_atom(event.text)});
    case Event::Kind::table:
      return tell_info(x, event);
    case Event::Kind::written:
      return tell(x, "written", {symbol_atom(event.text)});
    case Event::Kind::loaded:
      return tell(x, "loaded",
                  {symbol_atom(event.text), whole(event.values[0]), whole(event.values[1]),
                   float_atom(event.values[2])});
    case Event::Kind::latents:
      for (const float value : event.values) atoms.push_back(float_atom(value));
      return tell(x, "latents", atoms);
  }
}

}  // namespace granvae::max
