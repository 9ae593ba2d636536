// The zip format: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT. The section numbers
// below are those of version 6.3.10.
#include "decoder/native/archive.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <fstream>
#include <sstream>
#include <utility>

#include "decoder/path_of.hpp"

namespace granvae::decoder::native {
namespace {

using Bytes = Archive::Bytes;

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

}  // namespace

Archive::Archive(const std::string& path)
    : Archive(std::make_unique<std::ifstream>(path_of(path), std::ios::binary)) {}

Archive::Archive(const Bytes& contents)
    : Archive(std::make_unique<std::istringstream>(
          std::string(reinterpret_cast<const char*>(contents.data()), contents.size()))) {}

Archive::Archive(std::unique_ptr<std::istream> stream) : stream_(std::move(stream)) {
  if (!stream_->seekg(0, std::ios::end)) return;
  size_ = static_cast<std::size_t>(stream_->tellg());
  if (const auto directory = this->directory()) list(*directory);
}

std::optional<Bytes> Archive::read(std::string_view name) {
  const auto found = entries_.find(name);
  if (found == entries_.end()) return std::nullopt;
  const Entry& entry = found->second;
  if (!entry.stored || entry.size > kLargest) return std::nullopt;
  const auto header = bytes(entry.header, kLocalSize);
  if (!header || number(*header, 0, 4) != kLocalSignature) return std::nullopt;
  const std::size_t names = number(*header, 26, 2) + number(*header, 28, 2);
  auto contents = bytes(entry.header + kLocalSize + names, entry.size);
  if (!contents || crc32(*contents) != entry.sum) return std::nullopt;
  return contents;
}

std::optional<Bytes> Archive::bytes(std::size_t from, std::size_t count) {
  if (from > size_ || count > size_ - from) return std::nullopt;
  Bytes read(count);
  stream_->clear();
  stream_->seekg(static_cast<std::streamoff>(from));
  stream_->read(reinterpret_cast<char*>(read.data()), static_cast<std::streamsize>(count));
  if (!*stream_) return std::nullopt;
  return read;
}

// The list of entries stands at the end, before a comment of any length.
std::optional<Bytes> Archive::directory() {
  const std::size_t tail = std::min(size_, kEndSize + kLongestComment);
  const auto end = bytes(size_ - tail, tail);
  if (!end || tail < kEndSize) return std::nullopt;
  for (std::size_t at = tail - kEndSize + 1; at-- > 0;) {
    if (number(*end, at, 4) != kEndSignature) continue;
    return bytes(number(*end, at + 16, 4), number(*end, at + 12, 4));
  }
  return std::nullopt;
}

// By what follows the archive's own name, where TorchScript puts it before each.
void Archive::list(const Bytes& directory) {
  for (std::size_t at = 0; at + kEntrySize <= directory.size();) {
    const std::size_t length = number(directory, at + 28, 2);
    if (number(directory, at, 4) != kEntrySignature) return;
    if (at + kEntrySize + length > directory.size()) return;
    const std::string name(reinterpret_cast<const char*>(directory.data() + at + kEntrySize),
                           length);
    const Entry entry{number(directory, at + 42, 4), number(directory, at + 24, 4),
                      number(directory, at + 16, 4), number(directory, at + 10, 2) == 0};
    entries_.emplace(name.substr(name.find('/') + 1), entry);  // the whole of it without a slash
    at += kEntrySize + length + number(directory, at + 30, 2) + number(directory, at + 32, 2);
  }
}

std::optional<Bytes> read_extra_file(const std::string& path, std::string_view name) {
  return Archive(path).read("extra/" + std::string(name));
}

}  // namespace granvae::decoder::native
