#include "engine/state/state_model.hpp"

#include <filesystem>

#include "decoder/path_of.hpp"

namespace granvae::engine {

std::string full_path(const std::string& file) {
  std::error_code failed;
  const auto path = std::filesystem::absolute(path_of(file), failed);
  return failed ? file : utf8_of(path);
}

std::string found_model(const std::string& model, const std::string& state) {
  std::error_code none;
  if (std::filesystem::exists(path_of(model), none)) return model;
  // The state may come from a system that parts folders otherwise.
  const std::string name = model.substr(model.find_last_of("/\\") + 1);
  const auto folder = path_of(state).parent_path();
  const auto beside = folder / path_of(name);
  const bool there = !folder.empty() && std::filesystem::exists(beside, none);
  return there ? utf8_of(beside) : model;
}

}  // namespace granvae::engine
