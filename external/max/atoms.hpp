// Words as Max's atoms, and back.
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

inline t_atom atom_of(const engine::Word& word) {
  if (const auto* text = std::get_if<std::string>(&word)) return symbol_atom(*text);
  if (const auto* whole = std::get_if<std::int64_t>(&word)) {
    return long_atom(static_cast<t_atom_long>(*whole));
  }
  return float_atom(std::get<double>(word));
}

inline engine::Words words_of(long count, const t_atom* atoms) {
  engine::Words words;
  for (const t_atom* atom = atoms; atom < atoms + count; ++atom) {
    if (atom_gettype(atom) == A_SYM) {
      words.emplace_back(std::string(atom_getsym(atom)->s_name));
    } else if (atom_gettype(atom) == A_LONG) {
      words.emplace_back(std::int64_t{atom_getlong(atom)});
    } else {
      words.emplace_back(double{atom_getfloat(atom)});
    }
  }
  return words;
}

}  // namespace granvae::max
