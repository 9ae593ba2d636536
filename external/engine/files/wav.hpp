// Tables as sound files.
#pragma once

#include <string>

#include "core/read/table.hpp"

namespace granvae::engine {

// Writes the table's samples, as they are, into a mono WAV file of 32-bit floats. Throws
// std::runtime_error with one sentence for a musician.
void write_wav(const std::string& path, const core::Table& table);

}  // namespace granvae::engine
