#include "max/files.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstring>

#include "ext_obex.h"
#include "ext_path.h"
#include "ext_strings.h"
#include "jpatcher_api.h"

namespace granvae::max {
namespace {

using namespace engine;

constexpr t_fourcc kWave = ('W' << 24) | ('A' << 16) | ('V' << 8) | 'E';
constexpr t_fourcc kText = ('T' << 24) | ('E' << 16) | ('X' << 8) | 'T';

using Path = std::array<char, MAX_PATH_CHARS>;

bool says_where(const std::string& name) { return name.find_first_of(":/\\") != name.npos; }

// The folder of the patcher's file, or where it was never saved, the one that Max used last.
short folder_of(t_object* x) {
  const std::string file = patcher_file(x);
  Path name{};
  short folder = 0;
  const bool saved = !file.empty() && path_frompathname(file.c_str(), &folder, name.data()) == 0;
  return saved ? folder : path_getdefault();
}

std::optional<File> found(t_object* x, const std::string& name) {
  if (!says_where(name)) {
    const short folder = folder_of(x);
    if (path_exists(folder, name.c_str()) != 0) return File{folder, name};
  }
  // The search writes the name it found over the one that it is given.
  Path file{};
  strncpy_zero(file.data(), name.c_str(), MAX_PATH_CHARS);
  short folder = 0;
  t_fourcc type = 0;
  if (locatefile_extended(file.data(), &folder, &type, nullptr, 0) != 0) return std::nullopt;
  return File{folder, file.data()};
}

// A name as it was typed into a dialog, with an ending by which the file is known.
std::string with_ending(std::string name, Argument::Kind kind) {
  const auto ends = [&name](const char* ending) {
    std::string last = name.substr(name.size() - std::min(name.size(), std::strlen(ending)));
    std::transform(last.begin(), last.end(), last.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return last == ending;
  };
  if (kind == Argument::Kind::new_sound) return ends(".wav") ? name : name + ".wav";
  if (kind == Argument::Kind::new_state) return ends(".json") ? name : name + ".json";
  return ends(".json") || ends(".csv") ? name : name + ".json";
}

}  // namespace

std::string File::path() const {
  // Asked for the folder alone, since the file need not exist.
  Path whole{};
  if (path_toabsolutesystempath(folder, "", whole.data()) != MAX_ERR_NONE) return "";
  std::string text(whole.data());
  if (!text.empty() && text.back() != '/' && text.back() != '\\') text += '/';
  return text + name;
}

std::string patcher_file(t_object* x) {
  t_object* patcher = nullptr;
  object_obex_lookup(x, gensym("#P"), &patcher);
  const t_symbol* file =
      patcher == nullptr ? nullptr : jpatcher_get_filepath(jpatcher_get_toppatcher(patcher));
  return file == nullptr ? "" : file->s_name;
}

std::optional<File> find_file(t_object* x, const std::string& name, std::string_view ending) {
  auto file = found(x, name);
  return file || ending.empty() ? file : found(x, name + std::string(ending));
}

std::optional<File> new_file(t_object* x, const std::string& name) {
  if (!says_where(name)) return File{folder_of(x), name};
  Path file{};
  short folder = 0;
  if (path_frompathname(name.c_str(), &folder, file.data()) != 0) return std::nullopt;
  return File{folder, file.data()};
}

std::optional<File> ask_for(Argument::Kind kind) {
  using Kind = Argument::Kind;
  Path name{};
  short folder = 0;
  t_fourcc type = 0;
  if (!is_new(kind)) {
    open_promptset(kind == Kind::model   ? "Open a model for granvae~"
                   : kind == Kind::sound ? "Open a sound for granvae~"
                   : kind == Kind::state ? "Open a state for granvae~"
                                         : "Open a path for granvae~");
    if (open_dialog(name.data(), &folder, &type, nullptr, 0) != 0) return std::nullopt;
    return File{folder, name.data()};
  }
  const bool sound = kind == Kind::new_sound;
  const bool state = kind == Kind::new_state;
  const char* proposed = sound ? "table.wav" : state ? "state.json" : "path.json";
  strncpy_zero(name.data(), proposed, MAX_PATH_CHARS);
  t_fourcc types[] = {sound ? kWave : kText};
  type = types[0];
  saveas_promptset(sound   ? "Save the table of granvae~"
                   : state ? "Save the state of granvae~"
                           : "Save the path of granvae~");
  if (saveasdialog_extended(name.data(), &folder, &type, types, 1) != 0) return std::nullopt;
  return File{folder, with_ending(name.data(), kind)};
}

}  // namespace granvae::max
