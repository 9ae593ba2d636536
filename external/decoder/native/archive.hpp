// Files inside a zip archive, as TorchScript writes them: stored, not compressed.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace granvae::decoder::native {

// The contents of the entry `ARCHIVE/extra/name` of a model file; nothing where the file or the
// entry does not exist, is damaged (by its CRC-32), or is not stored plainly. Only the archive's
// directory and that entry are read.
std::optional<std::vector<std::byte>> read_extra_file(const std::string& path,
                                                      std::string_view name);

// The same of an archive in memory: the first entry whose name ends with `name`.
std::optional<std::vector<std::byte>> read_entry(std::span<const std::byte> archive,
                                                 std::string_view name);

}  // namespace granvae::decoder::native
