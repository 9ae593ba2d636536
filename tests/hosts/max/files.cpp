// Folders by number, the search path, dialogs that a test has answered before, and dragged files.
#include <ext_path.h>
#include <ext_strings.h>
#include <jpatcher_api.h>

#include <algorithm>
#include <cstring>
#include <filesystem>

#include "decoder/path_of.hpp"
#include "host.hpp"

namespace fs = std::filesystem;

using granvae::path_of;
using granvae::utf8_of;

namespace {

short folder_number(const std::string& folder) {
  std::vector<std::string>& folders = host::world().folders;
  const auto found = std::find(folders.begin(), folders.end(), folder);
  const auto number = found - folders.begin();
  if (found == folders.end()) folders.push_back(folder);
  return static_cast<short>(number);
}

void give(const fs::path& file, char* name, short* folder) {
  *folder = folder_number(utf8_of(file.parent_path()));
  strncpy_zero(name, utf8_of(file.filename()).c_str(), MAX_PATH_CHARS);
}

short answer(const char* dialog, char* name, short* folder) {
  host::only_on_main(dialog);
  host::hand_over("dialog");
  if (host::world().dialog.empty()) return 1;
  give(path_of(host::world().dialog), name, folder);
  return 0;
}

}  // namespace

short locatefile_extended(char* name, short* outvol, t_fourcc* outtype, const t_fourcc*, short) {
  host::only_on_main(__func__);
  const host::Lock lock(host::world().mutex);
  *outtype = 0;
  const std::vector<std::string> folders = host::world().folders;
  for (const std::string& folder : folders) {
    const fs::path file = path_of(folder) / path_of(name);  // a full name stands for itself
    if (!fs::exists(file)) continue;
    give(file, name, outvol);
    return 0;
  }
  return -1;
}

short path_frompathname(const char* name, short* path, char* filename) {
  host::only_on_main(__func__);
  const host::Lock lock(host::world().mutex);
  const fs::path file = path_of(name);
  if (!fs::is_directory(file.parent_path())) return -1;
  give(file, filename, path);
  return 0;
}

long path_exists(short path, const char* filename) {
  host::only_on_main(__func__);
  const host::Lock lock(host::world().mutex);
  const fs::path folder = path_of(host::world().folders.at(static_cast<std::size_t>(path)));
  return fs::exists(folder / path_of(filename)) ? 1 : 0;
}

t_object* jpatcher_get_toppatcher(t_object* p) {
  auto* patcher = reinterpret_cast<host::Patcher*>(p);
  while (patcher->parent != nullptr) patcher = patcher->parent;
  return &patcher->header;
}

t_symbol* jpatcher_get_filepath(t_object* p) {
  return gensym(reinterpret_cast<host::Patcher*>(p)->file.c_str());
}

short path_getdefault() {
  host::only_on_main(__func__);
  return 0;
}

t_max_err path_toabsolutesystempath(const short in_path, const char* in_filename,
                                    char* out_filepath) {
  host::only_on_main(__func__);
  const host::Lock lock(host::world().mutex);
  const fs::path folder = path_of(host::world().folders.at(static_cast<std::size_t>(in_path)));
  const std::string whole = utf8_of(folder / path_of(in_filename));
  strncpy_zero(out_filepath, whole.c_str(), MAX_PATH_CHARS);
  return MAX_ERR_NONE;
}

void open_promptset(const char*) { host::only_on_main(__func__); }
void saveas_promptset(const char*) { host::only_on_main(__func__); }

short open_dialog(char* name, short* volptr, t_fourcc*, t_fourcc*, short) {
  return answer(__func__, name, volptr);
}

short saveasdialog_extended(char* name, short* vol, t_fourcc*, t_fourcc*, short) {
  return answer(__func__, name, vol);
}

void fileusage_addfile(void* w, long flags, const char* name, short path) {
  if (flags != COLLECTIVE_EXTRACTTOTEMPFOLDER) host::violation("a model inside a collective");
  const std::string& folder = host::world().folders.at(static_cast<std::size_t>(path));
  *static_cast<std::string*>(w) += utf8_of(path_of(folder) / path_of(name)) + "\n";
}

// A line for each folder, as PACKAGE/FOLDER.
void fileusage_addpackage(void* w, const char* name, t_atomarray* subfoldernames) {
  for (const t_atom& atom : subfoldernames->atoms) {
    *static_cast<std::string*>(w) += std::string(name) + "/" + atom_getsym(&atom)->s_name + "\n";
  }
}

void* filewatcher_new(t_object* owner, const short path, const char* filename) {
  host::only_on_main(__func__);
  return host::keep(host::world().watchers, host::Watcher{owner, path, filename});
}

void filewatcher_start(void* x) {
  const host::Lock lock(host::world().mutex);
  host::world().watchers.at(x)->started = true;
}

// Whatever is dragged in a test is a file, and nothing more is known of it.
long jdrag_matchdragrole(t_object*, t_symbol* role, long) {
  return std::strcmp(role->s_name, "file") == 0 ? 1 : 0;
}

void jdrag_object_add(t_object* dg, t_object* obj, t_symbol* msg) {
  // The drag's header has room for both.
  dg->o_inlet = obj;
  dg->o_outlet = msg;
}
