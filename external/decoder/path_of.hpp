// Names of files, which are UTF-8 in every host, on every system.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace granvae {

inline std::filesystem::path path_of(std::string_view utf8) {
  return {std::u8string(utf8.begin(), utf8.end())};
}

inline std::string utf8_of(const std::filesystem::path& path) {
  const std::u8string name = path.u8string();
  return {name.begin(), name.end()};
}

}  // namespace granvae
