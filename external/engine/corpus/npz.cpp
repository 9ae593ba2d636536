#include "engine/corpus/npz.hpp"

#include <charconv>
#include <cmath>
#include <stdexcept>
#include <utility>

#include "decoder/native/numbers.hpp"

namespace granvae::engine {
namespace {

using decoder::native::half_precision;
using decoder::native::little_endian;

constexpr std::string_view kMagic = "\x93NUMPY";
constexpr std::size_t kMostValues = std::size_t{1} << 28;

void append_utf8(std::string& text, std::uint32_t code) {
  const auto add = [&text](std::uint32_t byte) { text.push_back(static_cast<char>(byte)); };
  if (code < 0x80) return add(code);
  if (code < 0x800) {
    add(0xc0 | (code >> 6));
  } else {
    if (code < 0x10000) {
      add(0xe0 | (code >> 12));
    } else {
      add(0xf0 | ((code >> 18) & 0x07));
      add(0x80 | ((code >> 12) & 0x3f));
    }
    add(0x80 | ((code >> 6) & 0x3f));
  }
  add(0x80 | (code & 0x3f));
}

// What follows `'key': ` in the header, which is a dictionary of Python.
std::string_view field(std::string_view header, std::string_view key) {
  const std::size_t found = header.find("'" + std::string(key) + "':");
  if (found == std::string_view::npos) return {};
  header.remove_prefix(found + key.size() + 3);
  header.remove_prefix(std::min(header.find_first_not_of(' '), header.size()));
  return header;
}

}  // namespace

std::optional<NpyArray> NpyArray::read(decoder::native::Archive& npz, std::string_view name) {
  auto file = npz.read(std::string(name) + ".npy");
  if (!file) return std::nullopt;
  return NpyArray(std::string(name), std::move(*file));
}

NpyArray::NpyArray(std::string name, std::vector<std::byte> file)
    : name_(std::move(name)), file_(std::move(file)) {
  const std::span<const std::byte> bytes(file_);
  const std::string_view text(reinterpret_cast<const char*>(file_.data()), file_.size());
  constexpr std::size_t kPreamble = 12;  // of version 2; version 1 has two bytes less
  if (text.size() < kPreamble || !text.starts_with(kMagic)) fail("is no array");
  const std::size_t width = bytes[kMagic.size()] == std::byte{1} ? 2 : 4;
  const std::size_t begin = kMagic.size() + 2 + width;
  const std::size_t length = little_endian(bytes.subspan(kMagic.size() + 2, width));
  if (length > text.size() - begin) fail("is cut off");
  data_ = begin + length;
  const std::string_view header = text.substr(begin, length);

  const std::string_view kind = field(header, "descr");
  const std::size_t end = kind.find('\'', 1);
  if (!kind.starts_with('\'') || end == std::string_view::npos) fail("has no kind of values");
  kind_ = kind.substr(1, end - 1);
  if (!field(header, "fortran_order").starts_with("False")) fail("is in another order");

  std::string_view shape = field(header, "shape");
  if (!shape.starts_with('(')) fail("has no shape");
  const char* at = shape.data() + 1;
  const char* stop = shape.data() + shape.size();
  while (at < stop && *at != ')') {
    std::size_t size = 0;
    const auto [next, error] = std::from_chars(at, stop, size);
    if (error != std::errc()) fail("has no shape");
    shape_.push_back(size);
    if (size != 0 && count_ > kMostValues / size) fail("is too large");
    count_ *= size;
    at = next;
    while (at < stop && (*at == ',' || *at == ' ')) ++at;
  }
}

void NpyArray::fail(const std::string& what) const { throw std::runtime_error(name_ + " " + what); }

std::span<const std::byte> NpyArray::values(std::string_view kind, std::size_t size) const {
  if (kind_ != kind) fail("holds '" + kind_ + "' where '" + std::string(kind) + "' is due");
  const std::span<const std::byte> rest = std::span(file_).subspan(data_);
  if (rest.size() / size < count_) fail("is cut off");
  return rest.first(count_ * size);
}

std::vector<float> NpyArray::halves() const {
  const std::span<const std::byte> bytes = values("<f2", 2);
  std::vector<float> numbers;
  numbers.reserve(count_);
  for (std::size_t i = 0; i < count_; ++i)
    numbers.push_back(half_precision(little_endian(bytes.subspan(2 * i, 2))));
  for (const float value : numbers) {
    if (!std::isfinite(value)) fail("holds values that are not finite");
  }
  return numbers;
}

std::vector<std::uint16_t> NpyArray::whole_numbers() const {
  const std::span<const std::byte> bytes = values("<u2", 2);
  std::vector<std::uint16_t> numbers;
  numbers.reserve(count_);
  for (std::size_t i = 0; i < count_; ++i) {
    numbers.push_back(static_cast<std::uint16_t>(little_endian(bytes.subspan(2 * i, 2))));
  }
  return numbers;
}

std::vector<std::string> NpyArray::texts() const {
  constexpr std::size_t kCode = 4;             // bytes of a character
  constexpr std::size_t kLongest = 1U << 16U;  // characters
  std::size_t length = 0;
  const char* end = kind_.data() + kind_.size();
  const bool text = kind_.starts_with("<U");
  if (!text || std::from_chars(kind_.data() + 2, end, length).ec != std::errc() ||
      length > kLongest) {
    fail("holds '" + kind_ + "' where texts are due");
  }
  if (length == 0) return std::vector<std::string>(count_);
  const std::span<const std::byte> bytes = values(kind_, kCode * length);
  std::vector<std::string> all(count_);
  for (std::size_t i = 0; i < count_; ++i) {
    for (std::size_t k = 0; k < length; ++k) {
      const std::uint32_t code = little_endian(bytes.subspan(kCode * (i * length + k), kCode));
      if (code == 0) break;
      append_utf8(all[i], code);
    }
  }
  return all;
}

}  // namespace granvae::engine
