// Atoms of the engine as Max's, and back.
#pragma once

#include <string>
#include <string_view>

#include "engine/parameters/atom.hpp"
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

// One atom, in answer to a host that asks for a value.
inline t_max_err give(t_atom value, long* count, t_atom** atoms) {
  char allocated = 0;
  const t_max_err problem = atom_alloc(count, atoms, &allocated);
  if (problem == MAX_ERR_NONE) **atoms = value;
  return problem;
}

inline t_atom to_max(const engine::Atom& atom) {
  if (const auto* text = std::get_if<std::string>(&atom)) return symbol_atom(*text);
  if (const auto* whole = std::get_if<std::int64_t>(&atom)) {
    return long_atom(static_cast<t_atom_long>(*whole));
  }
  return float_atom(std::get<double>(atom));
}

inline engine::Atoms from_max(long count, const t_atom* first) {
  engine::Atoms atoms;
  for (const t_atom* atom = first; atom < first + count; ++atom) {
    if (atom_gettype(atom) == A_SYM) {
      atoms.emplace_back(std::string(atom_getsym(atom)->s_name));
    } else if (atom_gettype(atom) == A_LONG) {
      atoms.emplace_back(std::int64_t{atom_getlong(atom)});
    } else {
      atoms.emplace_back(double{atom_getfloat(atom)});
    }
  }
  return atoms;
}

}  // namespace granvae::max
