// Libraries that are opened while the program runs.
#pragma once

#include <filesystem>
#include <string>

namespace granvae::decoder {

// The folder of the module, external or library, that this is linked into.
std::filesystem::path module_folder();

// Open until the process ends, with names that nobody else sees. Null, and why in `fault`, where it
// cannot be opened.
void* open_library(const std::filesystem::path& file, std::string& fault);

// Null where the library has no such name.
void* symbol_of(void* library, const char* name);

}  // namespace granvae::decoder
