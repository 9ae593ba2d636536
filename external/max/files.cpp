#include "max/files.hpp"

#include <array>
#include <cstring>

#include "ext.h"
#include "ext_path.h"
#include "ext_strings.h"

namespace granvae::max {
namespace {

using namespace engine;

constexpr t_fourcc kWave = ('W' << 24) | ('A' << 16) | ('V' << 8) | 'E';
constexpr t_fourcc kText = ('T' << 24) | ('E' << 16) | ('X' << 8) | 'T';

using Path = std::array<char, MAX_PATH_CHARS>;

}  // namespace

std::string File::path() const {
  // Asked for the folder alone, since the file need not exist.
  Path whole{};
  if (path_toabsolutesystempath(folder, "", whole.data()) != MAX_ERR_NONE) return "";
  std::string text(whole.data());
  if (!text.empty() && text.back() != '/' && text.back() != '\\') text += '/';
  return text + name;
}

std::optional<File> find_file(const char* name) {
  // The search writes the name it found over the one that it is given.
  Path found{};
  strncpy_zero(found.data(), name, MAX_PATH_CHARS);
  short folder = 0;
  t_fourcc type = 0;
  if (locatefile_extended(found.data(), &folder, &type, nullptr, 0) != 0) return std::nullopt;
  return File{folder, found.data()};
}

std::optional<File> new_file(const char* name) {
  if (std::strpbrk(name, ":/\\") == nullptr) return File{path_getdefault(), name};
  Path file{};
  short folder = 0;
  if (path_frompathname(name, &folder, file.data()) != 0) return std::nullopt;
  return File{folder, file.data()};
}

std::optional<File> ask_for(Argument::Kind kind) {
  using Kind = Argument::Kind;
  Path name{};
  short folder = 0;
  t_fourcc type = 0;
  if (kind != Kind::new_sound && kind != Kind::new_path) {
    open_promptset(kind == Kind::model   ? "Open a model for granvae~"
                   : kind == Kind::sound ? "Open a sound for granvae~"
                                         : "Open a path for granvae~");
    if (open_dialog(name.data(), &folder, &type, nullptr, 0) != 0) return std::nullopt;
    return File{folder, name.data()};
  }
  const bool sound = kind == Kind::new_sound;
  strncpy_zero(name.data(), sound ? "table.wav" : "path.json", MAX_PATH_CHARS);
  t_fourcc types[] = {sound ? kWave : kText};
  type = types[0];
  saveas_promptset(sound ? "Save the table of granvae~" : "Save the path of granvae~");
  if (saveasdialog_extended(name.data(), &folder, &type, types, 1) != 0) return std::nullopt;
  return File{folder, name.data()};
}

}  // namespace granvae::max
