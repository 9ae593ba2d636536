// Values as Max's atoms, and back.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ext.h"
#include "ext_obex.h"

namespace granvae::max {

inline t_atom symbol_atom(std::string_view text) {
  t_atom atom;
  atom_setsym(&atom, gensym(std::string(text).c_str()));
  return atom;
}

inline t_atom float_atom(double number) {
  t_atom atom;
  atom_setfloat(&atom, number);
  return atom;
}

inline t_atom long_atom(t_atom_long number) {
  t_atom atom;
  atom_setlong(&atom, number);
  return atom;
}

// A word among the numbers becomes a value that the engine refuses with its position.
std::vector<float> numbers_of(long count, const t_atom* atoms);

}  // namespace granvae::max
