// Files inside a zip archive, as TorchScript writes them: stored, not compressed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <istream>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace granvae::decoder::native {

// A model file, or another archive, open for reading. Only its directory and what is asked for are
// read.
class Archive {
 public:
  using Bytes = std::vector<std::byte>;

  // A model file, whose entries are called ARCHIVE/name.
  explicit Archive(const std::string& path);
  // One that is in memory.
  explicit Archive(const Bytes& contents);

  // The contents of the entry `name`, or of `ARCHIVE/name` in a model file; nothing where the file
  // or the entry does not exist, is damaged (by its CRC-32), or is not stored plainly.
  std::optional<Bytes> read(std::string_view name);

 private:
  struct Entry {
    std::size_t header = 0;  // of its own, in the file
    std::size_t size = 0;
    std::uint32_t sum = 0;
    bool stored = false;
  };

  explicit Archive(std::unique_ptr<std::istream> stream);
  std::optional<Bytes> bytes(std::size_t from, std::size_t count);
  std::optional<Bytes> directory();
  void list(const Bytes& directory);

  std::unique_ptr<std::istream> stream_;
  std::size_t size_ = 0;
  std::map<std::string, Entry, std::less<>> entries_;
};

// The entry ARCHIVE/extra/name of a model file, as above.
std::optional<Archive::Bytes> read_extra_file(const std::string& path, std::string_view name);

}  // namespace granvae::decoder::native
