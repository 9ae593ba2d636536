#include "max/events.hpp"

#include <string>
#include <vector>

#include "max/atoms.hpp"

namespace granvae::max {
namespace {

using namespace engine;

void send_out(t_granvae* x, const std::string& selector, const Atoms& atoms) {
  std::vector<t_atom> out;
  for (const Atom& atom : atoms) out.push_back(to_max(atom));
  outlet_anything(x->info, gensym(selector.c_str()), static_cast<short>(out.size()), out.data());
}

}  // namespace

void report_late(t_granvae* x) {
  const std::uint64_t late = x->state->engine.late();
  if (late == x->state->late) return;
  x->state->late = late;
  send_out(x, "late", {static_cast<std::int64_t>(late)});
}

void report_event(t_granvae* x, const Event& event) {
  if (event.selector == "error") {
    const Life life = x->state->engine.life();
    object_error(&x->object.z_ob, "%s", text_of(event.atoms[0]).c_str());
    if (life.ended()) return;
  }
  send_out(x, event.selector, event.atoms);
}

}  // namespace granvae::max
