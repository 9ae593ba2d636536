// Where the model of a state is.
#pragma once

#include <string>

namespace granvae::engine {

// What names it from every folder.
std::string full_path(const std::string& file);

// The file `model`, or where it is gone, one of its name beside `state`, if there is one.
std::string found_model(const std::string& model, const std::string& state);

}  // namespace granvae::engine
