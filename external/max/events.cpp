// What the engine has to tell, out of the info outlet. All on the main thread.
#include <string>
#include <vector>

#include "max/granvae_tilde.hpp"

namespace granvae::max {
namespace {

using namespace engine;

void tell(t_granvae* x, const std::string& selector, const Words& words) {
  std::vector<t_atom> atoms;
  for (const Word& word : words) atoms.push_back(atom_of(word));
  outlet_anything(x->info, gensym(selector.c_str()), static_cast<short>(atoms.size()),
                  atoms.data());
}

}  // namespace

void tell_late(t_granvae* x) {
  const std::uint64_t late = x->state->engine.late();
  if (late == x->state->late) return;
  x->state->late = late;
  tell(x, "late", {static_cast<std::int64_t>(late)});
}

void tell_event(t_granvae* x, const Event& event) {
  if (event.selector == "error") {
    object_error(&x->object.z_ob, "%s", text_of(event.words[0]).c_str());
  }
  tell(x, event.selector, event.words);
}

}  // namespace granvae::max
