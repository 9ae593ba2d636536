#include "max/keeping.hpp"

#include <exception>
#include <string>

#include "engine/state/state_json.hpp"
#include "ext_dictionary.h"
#include "max/atoms.hpp"
#include "max/messages.hpp"

namespace granvae::max {
namespace {

using namespace engine;

constexpr const char* kKey = "granvae_state";
// Bytes; a patcher with more is slow to save and to open. Some 30,000 points of 16 latents.
constexpr std::size_t kMost = std::size_t{8} << 20;

void restore(t_granvae* x, const std::string& text) {
  const std::string source = patcher_file(&x->object.z_ob);
  try {
    ReadState read = state_of(text, source.empty() ? "the patcher's state" : source);
    for (std::string& fault : read.faults) report_error(x, std::move(fault));
    if (!read.state.model.empty()) read.state.model = adopt_model(x, read.state.model);
    x->state->engine.restore(text_of(read.state), source);
  } catch (const std::exception& problem) {
    report_error(x, problem.what());
  }
  poll_soon(x);
}

void granvae_appendtodictionary(t_granvae* x, t_dictionary* box) {
  if (!x->state->embed.load()) return;
  const std::string text = x->state->engine.state();
  if (text.size() > kMost) {
    return report_error(x, "the state is not kept in the patcher, since it has more than " +
                               std::to_string(kMost >> 20) +
                               " MB; keep it in a file by writestate.");
  }
  dictionary_appendstring(box, gensym(kKey), text.c_str());
}

// As one symbol.
t_max_err granvae_getvalueof(t_granvae* x, long* count, t_atom** atoms) {
  return give(symbol_atom(x->state->engine.state()), count, atoms);
}

t_max_err granvae_setvalueof(t_granvae* x, long count, t_atom* atoms) {
  if (count != 1 || atom_gettype(atoms) != A_SYM)
    return MAX_ERR_GENERIC;  // it has kept nothing yet
  restore(x, atom_getsym(atoms)->s_name);
  return MAX_ERR_NONE;
}

}  // namespace

bool restore_kept(t_granvae* x) {
  // The box, while its patcher is opened.
  auto* box = reinterpret_cast<t_dictionary*>(gensym("#D")->s_thing);
  const char* text = nullptr;
  if (box == nullptr || dictionary_getstring(box, gensym(kKey), &text) != MAX_ERR_NONE)
    return false;
  restore(x, text);
  return true;
}

void add_keeping(t_class* c) {
  class_addmethod(c, as_method(granvae_appendtodictionary), "appendtodictionary", A_CANT, 0);
  class_addmethod(c, as_method(granvae_getvalueof), "getvalueof", A_CANT, 0);
  class_addmethod(c, as_method(granvae_setvalueof), "setvalueof", A_CANT, 0);
}

}  // namespace granvae::max
