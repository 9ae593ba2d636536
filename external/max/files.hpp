// Files by Max's search path and dialogs. Everything here belongs to the main thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/parameters/messages.hpp"
#include "ext.h"

namespace granvae::max {

// A file as Max names it: a folder by number, and the name in it.
struct File {
  short folder = 0;
  std::string name;
  // The path as the operating system takes it; empty if there is no such folder.
  std::string path() const;
};

// Beside the patcher that the object is in, on the search path, or by its full path; a name may
// lack this ending.
std::optional<File> find_file(t_object* x, const std::string& name, std::string_view ending);

// The full path of the patcher's file, by Max's own name; empty where it was never saved.
std::string patcher_file(t_object* x);

// Where a file of this name is written: beside the patcher, unless the name says where.
std::optional<File> new_file(t_object* x, const std::string& name);

// A dialog for a file of this kind; none if the user cancels.
std::optional<File> ask_for(engine::Argument::Kind kind);

}  // namespace granvae::max
