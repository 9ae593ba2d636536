// Files that are read and written whole.
#pragma once

#include <string>

namespace granvae::engine {

// Throws std::runtime_error: a sentence that begins with the file, or what else it is about.
[[noreturn]] void refuse(const std::string& file, const std::string& what);

// Both throw std::runtime_error with one sentence for a musician.
std::string read_file(const std::string& file);
void write_file(const std::string& file, const std::string& bytes);

}  // namespace granvae::engine
