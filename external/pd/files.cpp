#include "pd/files.hpp"

#include <algorithm>

namespace granvae::pd {
namespace {

using namespace engine;

using Kind = Argument::Kind;

// The full path of a file on Pd's search path, or an empty one.
std::string found(t_canvas* canvas, const std::string& name) {
  char folder[MAXPDSTRING];
  char* file = nullptr;
  const int handle = canvas_open(canvas, name.c_str(), "", folder, &file, MAXPDSTRING, 1);
  if (handle < 0) return "";
  sys_close(handle);
  return std::string(folder) + "/" + file;
}

std::string made(t_canvas* canvas, const std::string& name) {
  char path[MAXPDSTRING];
  canvas_makefilename(canvas, name.c_str(), path, MAXPDSTRING);
  return path;
}

// What an array holds, at Pd's own rate; null if there is no such array.
std::shared_ptr<const Recording> sound_of(const std::string& name) {
  auto* array = reinterpret_cast<t_garray*>(pd_findbyclass(gensym(name.c_str()), garray_class));
  int size = 0;
  t_word* words = nullptr;
  if (array == nullptr || garray_getfloatwords(array, &size, &words) == 0) return nullptr;
  std::vector<float> samples(static_cast<std::size_t>(size));
  std::transform(words, words + size, samples.begin(),
                 [](const t_word& word) { return static_cast<float>(word.w_float); });
  return std::make_shared<const Recording>(Recording{name, std::move(samples), sys_getsr()});
}

}  // namespace

std::optional<std::string> find_file(t_canvas* canvas, const Message& message, Call& call) {
  const std::optional<Kind> kind = file_of(message);
  if (!kind) return std::nullopt;
  const std::string name = text_of(call.atoms[0]);
  if (*kind == Kind::sound) {
    call.sound = sound_of(name);
    if (call.sound) return std::nullopt;
  }
  const bool to_be_made = *kind == Kind::new_sound || *kind == Kind::new_path;
  call.file = to_be_made ? made(canvas, name) : found(canvas, name);
  if (!call.file.empty() || *kind == Kind::known) return std::nullopt;
  return "cannot find '" + name + "'" + (*kind == Kind::sound ? " among the arrays," : "") +
         " beside the patch or on Pd's search path; check the name.";
}

}  // namespace granvae::pd
