// Symbols and atoms.
#include <array>
#include <charconv>
#include <cstdlib>
#include <cstring>

#include "host.hpp"

namespace {

std::string number_text(double value) {
  std::array<char, 32> text{};
  return {text.data(), std::to_chars(text.data(), text.data() + text.size(), value).ptr};
}

t_max_err set(t_atom* atom, short type, word value) {
  *atom = {type, value};
  return MAX_ERR_NONE;
}

}  // namespace

t_symbol* gensym(const char* s) {
  static std::map<std::string, std::unique_ptr<t_symbol>> symbols;
  const host::Lock lock(host::world().mutex);
  auto [found, added] = symbols.try_emplace(s);
  if (added) {
    // The key never moves, so that it can lend its text.
    auto* name = const_cast<char*>(found->first.c_str());
    found->second = std::make_unique<t_symbol>(t_symbol{name, nullptr});
  }
  return found->second.get();
}

char* strncpy_zero(char* dst, const char* src, long size) {
  std::strncpy(dst, src, static_cast<std::size_t>(size));
  dst[size - 1] = '\0';
  return dst;
}

t_max_err atom_setlong(t_atom* a, t_atom_long b) { return set(a, A_LONG, {.w_long = b}); }
t_max_err atom_setfloat(t_atom* a, double b) { return set(a, A_FLOAT, {.w_float = b}); }
t_max_err atom_setsym(t_atom* a, t_symbol* b) { return set(a, A_SYM, {.w_sym = b}); }

t_atom_long atom_getlong(const t_atom* a) {
  if (a->a_type == A_FLOAT) return static_cast<t_atom_long>(a->a_w.w_float);
  return a->a_type == A_LONG ? a->a_w.w_long : 0;
}

t_atom_float atom_getfloat(const t_atom* a) {
  if (a->a_type == A_LONG) return static_cast<t_atom_float>(a->a_w.w_long);
  return a->a_type == A_FLOAT ? a->a_w.w_float : 0.0;
}

t_symbol* atom_getsym(const t_atom* a) { return a->a_type == A_SYM ? a->a_w.w_sym : gensym(""); }

long atom_gettype(const t_atom* a) { return a->a_type; }

t_max_err dictionary_appendstring(t_dictionary* d, t_symbol* key, const char* value) {
  host::only_on_main(__func__);
  d->texts[key->s_name] = value;
  return MAX_ERR_NONE;
}

t_max_err dictionary_getstring(const t_dictionary* d, t_symbol* key, const char** value) {
  const auto found = d->texts.find(key->s_name);
  if (found == d->texts.end()) return MAX_ERR_GENERIC;
  *value = found->second.c_str();
  return MAX_ERR_NONE;
}

t_atomarray* atomarray_new(long ac, t_atom* av) {
  const auto atoms = std::vector<t_atom>(av, av + ac);
  return static_cast<t_atomarray*>(host::keep(host::world().lists, _atomarray{atoms}));
}

t_max_err atom_alloc(long* ac, t_atom** av, char* alloc) {
  *alloc = 0;
  if (*ac > 0 && *av != nullptr) return MAX_ERR_NONE;
  *av = static_cast<t_atom*>(std::calloc(1, sizeof(t_atom)));
  *ac = 1;
  *alloc = 1;
  return MAX_ERR_NONE;
}

namespace host {

std::string text_of(const t_atom& atom) {
  if (atom.a_type == A_LONG) return "i" + std::to_string(atom.a_w.w_long);
  if (atom.a_type == A_FLOAT) return "f" + number_text(atom.a_w.w_float);
  return "s" + std::string(atom.a_w.w_sym->s_name);
}

std::vector<t_atom> parse(const std::string& text) {
  std::vector<t_atom> atoms;
  std::size_t at = 0;
  while ((at = text.find_first_not_of(' ', at)) != std::string::npos) {
    const bool quoted = text[at] == '"';
    if (quoted) ++at;
    const std::size_t end = std::min(text.find(quoted ? '"' : ' ', at), text.size());
    const std::string word = text.substr(at, end - at);
    at = quoted ? end + 1 : end;
    t_atom& atom = atoms.emplace_back();
    char* rest = nullptr;
    const double number = std::strtod(word.c_str(), &rest);
    if (quoted || word.empty() || *rest != '\0') {
      atom_setsym(&atom, gensym(word.c_str()));
    } else if (word.find_first_not_of("+-0123456789") == std::string::npos) {
      atom_setlong(&atom, static_cast<t_atom_long>(std::strtoll(word.c_str(), nullptr, 10)));
    } else {
      atom_setfloat(&atom, number);
    }
  }
  return atoms;
}

}  // namespace host
