#include "pd/files.hpp"

namespace granvae::pd {
namespace {

using namespace engine;

using Kind = Argument::Kind;

// The full path of a file on Pd's search path, or an empty one.
std::string found(t_canvas* canvas, const std::string& name, const std::string& ending) {
  char folder[MAXPDSTRING];
  char* file = nullptr;
  const int handle =
      canvas_open(canvas, name.c_str(), ending.c_str(), folder, &file, MAXPDSTRING, 1);
  if (handle < 0) return "";
  sys_close(handle);
  return std::string(folder) + "/" + file;
}

std::string made(t_canvas* canvas, const std::string& name) {
  char path[MAXPDSTRING];
  canvas_makefilename(canvas, name.c_str(), path, MAXPDSTRING);
  return path;
}

}  // namespace

std::optional<std::string> find_file(t_canvas* canvas, const Message& message, Call& call) {
  const std::optional<Kind> kind = file_of(message);
  if (!kind) return std::nullopt;
  const std::string name = text_of(call.atoms[0]);
  call.file = is_new(*kind) ? made(canvas, name) : found(canvas, name, "");
  if (call.file.empty()) call.file = found(canvas, name, std::string(ending_of(*kind)));
  if (!call.file.empty() || *kind == Kind::known) return std::nullopt;
  return "cannot find '" + name + "'" + (*kind == Kind::sound ? " among the arrays," : "") +
         " beside the patch or on Pd's search path; check the name.";
}

}  // namespace granvae::pd
