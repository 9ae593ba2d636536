#include "max/attributes.hpp"

#include <string>
#include <utility>

#include "max/atoms.hpp"
#include "max/messages.hpp"

namespace granvae::max {
namespace {

using namespace engine;

bool is_switch(const Parameter& parameter) {
  return parameter.choices.size() == 2 && parameter.choices.front() == "off";
}

// A whole number: a switch too is one.
bool is_long(const Parameter& parameter) {
  return is_switch(parameter) || (parameter.whole && parameter.choices.empty());
}

// A value as the attribute of this parameter shows it.
t_atom parameter_atom(const Parameter& parameter, double value) {
  if (is_long(parameter)) return long_atom(static_cast<t_atom_long>(value));
  if (parameter.choices.empty()) return float_atom(value);
  return symbol_atom(parameter.choices[static_cast<std::size_t>(value)]);
}

t_max_err give(t_atom value, long* count, t_atom** atoms) {
  char allocated = 0;
  const t_max_err problem = atom_alloc(count, atoms, &allocated);
  if (problem == MAX_ERR_NONE) **atoms = value;
  return problem;
}

template <std::size_t index>
t_max_err get_parameter(t_granvae* x, void*, long* count, t_atom** atoms) {
  const Parameter& parameter = parameters()[index];
  return give(parameter_atom(parameter, x->state->engine.get(parameter.id)), count, atoms);
}

template <std::size_t index>
t_max_err set_parameter(t_granvae* x, void*, long count, t_atom* atoms) {
  const Parameter& parameter = parameters()[index];
  Engine& engine = x->state->engine;
  std::optional<std::string> fault;
  if (count != 1) {
    fault = std::string(parameter.name) + " takes one value.";
  } else if (atom_gettype(atoms) == A_SYM) {
    fault = engine.set(parameter.name, atom_getsym(atoms)->s_name);
  } else {
    fault = engine.set(parameter.name, atom_getfloat(atoms));
  }
  if (fault) report_error(x, *fault);
  poll_soon(x);
  return fault ? MAX_ERR_GENERIC : MAX_ERR_NONE;
}

template <auto member>
t_max_err get_long(t_granvae* x, void*, long* count, t_atom** atoms) {
  return give(long_atom(static_cast<t_atom_long>(x->state->*member)), count, atoms);
}

t_max_err set_autoread(t_granvae* x, void*, long count, t_atom* atoms) {
  x->state->autoread.store(count > 0 && atom_getlong(atoms) != 0);
  qelem_set(x->state->attend);
  return MAX_ERR_NONE;
}

t_max_err set_offline(t_granvae* x, void*, long count, t_atom* atoms) {
  const bool on = count > 0 && atom_getlong(atoms) != 0;
  x->state->offline.store(on);
  x->state->engine.set_offline(on);
  return MAX_ERR_NONE;
}

// Inlets and outlets are made with the object.
t_max_err keep(t_granvae* x, t_atom_long made, long count, const t_atom* atoms,
               const std::string& example) {
  if (count == 1 && atom_getlong(atoms) == made) return MAX_ERR_NONE;
  if (x->state->constructed) {
    report_error(x, example.substr(1, example.find(' ') - 1) +
                        " is given where the object is made, as in 'granvae~ model.ts " + example +
                        "'.");
  }
  return MAX_ERR_GENERIC;
}

t_max_err set_latents(t_granvae* x, void*, long count, t_atom* atoms) {
  return keep(x, x->state->latents, count, atoms, "@latents 8");
}

t_max_err set_mc(t_granvae* x, void*, long count, t_atom* atoms) {
  return keep(x, x->state->mc ? 1 : 0, count, atoms, "@mc 1");
}

// How the inspector shows an attribute, and that the patcher keeps it.
class Description {
 public:
  Description(t_class* c, std::string name) : class_(c), name_(std::move(name)) {}

  void add(const char* property, const char* type, t_atom value) { add(property, type, 1, &value); }
  void add(const char* property, const char* type, long count, t_atom* atoms) {
    class_attr_addattr_atoms(class_, name_.c_str(), property, gensym(type), 0, count, atoms);
  }

  void common(const std::string& label, const std::string& category) {
    add("label", "symbol", symbol_atom(label));
    add("category", "symbol", symbol_atom(category));
    add("order", "long", long_atom(++order));
    add("save", "long", long_atom(1));
  }

 private:
  static inline long order = 0;
  t_class* class_;
  std::string name_;
};

std::string capital(std::string_view name) {
  std::string text(name);
  text.front() = static_cast<char>(text.front() - 'a' + 'A');
  return text;
}

std::string label(std::string_view name, std::string_view unit) {
  const std::string text = capital(name);
  return unit.empty() ? text : text + " (" + std::string(unit) + ")";
}

template <std::size_t index>
void add_parameter(t_class* c) {
  const Parameter& parameter = parameters()[index];
  if (parameter.timing == Timing::signal) return;  // an inlet
  const bool number = parameter.choices.empty();
  const std::string name(parameter.name);
  const char* type = is_long(parameter) ? "long" : number ? "float64" : "symbol";
  class_addattr(c, attribute_new(name.c_str(), gensym(type), 0, as_method(get_parameter<index>),
                                 as_method(set_parameter<index>)));

  Description description(c, name);
  description.common(label(name, parameter.unit), capital(group_text(parameter.group)));
  description.add("default", type, parameter_atom(parameter, parameter.initial));
  if (number) {
    description.add("min", type, parameter_atom(parameter, parameter.minimum));
    description.add("max", type, parameter_atom(parameter, parameter.maximum));
  } else if (is_switch(parameter)) {
    description.add("style", "symbol", symbol_atom("onoff"));
  } else {
    std::vector<t_atom> choices;
    for (const std::string_view choice : parameter.choices) choices.push_back(symbol_atom(choice));
    description.add("style", "symbol", symbol_atom("enum"));
    description.add("enumvals", "atom", static_cast<long>(choices.size()), choices.data());
  }
}

template <std::size_t... index>
void add_parameters(t_class* c, std::index_sequence<index...>) {
  (add_parameter<index>(c), ...);
}

template <class Get, class Set>
Description add_long(t_class* c, const char* name, Get get, Set set, const char* label,
                     const char* category) {
  class_addattr(c, attribute_new(name, gensym("long"), 0, as_method(get), as_method(set)));
  Description description(c, name);
  description.common(label, category);
  description.add("default", "long", long_atom(0));
  return description;
}

}  // namespace

void add_attributes(t_class* c) {
  add_parameters(c, std::make_index_sequence<kParameterCount>());
  add_long(c, "autoread", get_long<&State::autoread>, set_autoread,
           "Read the model again when its file changes", "Model")
      .add("style", "symbol", symbol_atom("onoff"));
  add_long(c, "offline", get_long<&State::offline>, set_offline,
           "Wait for decoding, where time does not wait (non-real-time)", "Live")
      .add("style", "symbol", symbol_atom("onoff"));
  Description latents =
      add_long(c, "latents", get_long<&State::latents>, set_latents, "Inlets for latents", "Live");
  latents.add("min", "long", long_atom(0));
  latents.add("max", "long", long_atom(kMostLatentInlets));
  add_long(c, "mc", get_long<&State::mc>, set_mc, "One outlet for all channels", "Model")
      .add("style", "symbol", symbol_atom("onoff"));
}

}  // namespace granvae::max
