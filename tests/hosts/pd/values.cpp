// Symbols, atoms and files.
#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <filesystem>

#include "decoder/path_of.hpp"
#include "host.hpp"

namespace fs = std::filesystem;

using granvae::path_of;
using granvae::utf8_of;

t_symbol* gensym(const char* s) {
  static std::map<std::string, t_symbol> symbols;
  const auto [found, added] = symbols.try_emplace(s);
  // The key never moves, so that it can lend its text.
  if (added) found->second.s_name = found->first.c_str();
  return &found->second;
}

t_float atom_getfloat(const t_atom* a) { return a->a_type == A_FLOAT ? a->a_w.w_float : 0; }

t_symbol* atom_getsymbol(const t_atom* a) {
  return a->a_type == A_SYMBOL ? a->a_w.w_symbol : gensym("float");
}

// There are no arrays.
t_pd* pd_findbyclass(t_symbol*, const t_class*) { return nullptr; }
int garray_getfloatwords(t_garray*, int*, t_word**) { return 0; }

t_canvas* canvas_getcurrent() { return &host::world().canvas; }

// A folder, and behind it the name of a file in it.
int canvas_open(const t_canvas* x, const char* name, const char* ext, char* folder, char** file,
                unsigned size, int) {
  for (const std::string& searched : x->folders) {
    const fs::path found = path_of(searched) / path_of(std::string(name) + ext);
    if (!fs::is_regular_file(found)) continue;
    const std::string parent = utf8_of(found.parent_path());
    const std::string last = utf8_of(found.filename());
    if (parent.size() + last.size() + 2 > size) return -1;
    std::memcpy(folder, parent.c_str(), parent.size() + 1);
    *file = folder + parent.size() + 1;
    std::memcpy(*file, last.c_str(), last.size() + 1);
    return 0;
  }
  return -1;
}

int sys_close(int) { return 0; }

void canvas_makefilename(const t_canvas* x, const char* file, char* result, int size) {
  const std::string whole = utf8_of(path_of(x->folders.front()) / path_of(file));
  std::strncpy(result, whole.c_str(), static_cast<std::size_t>(size));
  result[size - 1] = '\0';
}

namespace host {

std::string text_of(const t_atom& atom) {
  if (atom.a_type == A_SYMBOL) return atom.a_w.w_symbol->s_name;
  return std::to_string(atom.a_w.w_float);
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
    if (quoted || *rest != '\0') {
      SETSYMBOL(&atom, gensym(word.c_str()));
    } else {
      SETFLOAT(&atom, static_cast<t_float>(number));
    }
  }
  return atoms;
}

}  // namespace host
