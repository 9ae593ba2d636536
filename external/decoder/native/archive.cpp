// The zip format: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT. The section numbers
// below are those of version 6.3.10.
#include "decoder/native/archive.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <fstream>
#include <istream>
#include <sstream>

namespace granvae::decoder::native {
namespace {

using Bytes = std::vector<std::byte>;

constexpr std::uint32_t kEndSignature = 0x06054b50;    // 4.3.16
constexpr std::uint32_t kEntrySignature = 0x02014b50;  // 4.3.12
constexpr std::uint32_t kLocalSignature = 0x04034b50;  // 4.3.7
constexpr std::size_t kEndSize = 22;
constexpr std::size_t kEntrySize = 46;
constexpr std::size_t kLocalSize = 30;
constexpr std::size_t kLongestComment = 65535;
constexpr std::size_t kLargest = std::size_t{1} << 30;  // bytes of an entry that is read

// Little-endian, whatever the machine is.
std::uint32_t number(const Bytes& bytes, std::size_t at, std::size_t size) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < size; ++i) {
    value |= std::to_integer<std::uint32_t>(bytes[at + i]) << (8 * i);
  }
  return value;
}

std::uint32_t crc32(const Bytes& bytes) {
  static const auto table = [] {
    std::array<std::uint32_t, 256> rows{};
    for (std::uint32_t i = 0; i < rows.size(); ++i) {
      std::uint32_t row = i;
      for (int bit = 0; bit < 8; ++bit) row = (row >> 1) ^ ((row & 1) != 0 ? 0xedb88320u : 0u);
      rows[i] = row;
    }
    return rows;
  }();
  std::uint32_t sum = ~0u;
  for (const std::byte byte : bytes) {
    sum = (sum >> 8) ^ table[(sum ^ std::to_integer<std::uint32_t>(byte)) & 0xff];
  }
  return ~sum;
}

class Archive {
 public:
  explicit Archive(std::istream& stream) : stream_(stream) {
    if (stream_.seekg(0, std::ios::end)) size_ = static_cast<std::size_t>(stream_.tellg());
  }

  // The first entry whose name ends with this.
  std::optional<Bytes> entry(const std::string& wanted) {
    const auto directory = this->directory();
    if (!directory) return std::nullopt;
    for (std::size_t at = 0; at + kEntrySize <= directory->size();) {
      if (number(*directory, at, 4) != kEntrySignature) return std::nullopt;
      const std::size_t length = number(*directory, at + 28, 2);
      if (at + kEntrySize + length > directory->size()) return std::nullopt;
      const std::string entry(reinterpret_cast<const char*>(directory->data() + at + kEntrySize),
                              length);
      if (entry.ends_with(wanted)) return contents(*directory, at);
      at += kEntrySize + length + number(*directory, at + 30, 2) + number(*directory, at + 32, 2);
    }
    return std::nullopt;
  }

 private:
  std::optional<Bytes> read(std::size_t from, std::size_t count) {
    if (from > size_ || count > size_ - from) return std::nullopt;
    Bytes bytes(count);
    stream_.seekg(static_cast<std::streamoff>(from));
    stream_.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(count));
    if (!stream_) return std::nullopt;
    return bytes;
  }

  // The list of entries stands at the end, before a comment of any length.
  std::optional<Bytes> directory() {
    const std::size_t tail = std::min(size_, kEndSize + kLongestComment);
    const auto end = read(size_ - tail, tail);
    if (!end || tail < kEndSize) return std::nullopt;
    for (std::size_t at = tail - kEndSize + 1; at-- > 0;) {
      if (number(*end, at, 4) != kEndSignature) continue;
      return read(number(*end, at + 16, 4), number(*end, at + 12, 4));
    }
    return std::nullopt;
  }

  std::optional<Bytes> contents(const Bytes& directory, std::size_t at) {
    const bool stored = number(directory, at + 10, 2) == 0;
    const std::size_t size = number(directory, at + 24, 4);
    if (!stored || size > kLargest) return std::nullopt;
    const std::size_t local = number(directory, at + 42, 4);
    const auto header = read(local, kLocalSize);
    if (!header || number(*header, 0, 4) != kLocalSignature) return std::nullopt;
    const std::size_t names = number(*header, 26, 2) + number(*header, 28, 2);
    auto bytes = read(local + kLocalSize + names, size);
    if (!bytes || crc32(*bytes) != number(directory, at + 16, 4)) return std::nullopt;
    return bytes;
  }

  std::istream& stream_;
  std::size_t size_ = 0;
};

}  // namespace

std::optional<std::vector<std::byte>> read_extra_file(const std::string& path,
                                                      std::string_view name) {
  std::ifstream file(path, std::ios::binary);
  return Archive(file).entry("/extra/" + std::string(name));
}

std::optional<std::vector<std::byte>> read_entry(std::span<const std::byte> archive,
                                                 std::string_view name) {
  std::istringstream stream({reinterpret_cast<const char*>(archive.data()), archive.size()});
  return Archive(stream).entry(std::string(name));
}

}  // namespace granvae::decoder::native
