#include "engine/files/file.hpp"

#include <filesystem>
#include <fstream>
#include <stdexcept>

#include "decoder/path_of.hpp"

namespace granvae::engine {

void refuse(const std::string& file, const std::string& what) {
  throw std::runtime_error("'" + file + "' " + what);
}

std::string read_file(const std::string& file) {
  std::error_code none;
  std::ifstream stream(path_of(file), std::ios::binary | std::ios::ate);
  const bool folder = std::filesystem::is_directory(path_of(file), none);
  const auto size = stream && !folder ? static_cast<std::streamoff>(stream.tellg()) : -1;
  std::string bytes(static_cast<std::size_t>(size < 0 ? 0 : size), '\0');
  stream.seekg(0);
  stream.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  if (size < 0 || !stream) {
    refuse(file, "cannot be opened; check that the file exists and may be read.");
  }
  return bytes;
}

void write_file(const std::string& file, const std::string& bytes) {
  std::ofstream stream(path_of(file), std::ios::binary);
  stream.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  stream.close();
  if (!stream) {
    refuse(file,
           "cannot be written; check that its folder exists, may be written to and has room.");
  }
}

}  // namespace granvae::engine
