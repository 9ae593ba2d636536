#include "decoder/native/program_reader.hpp"

#include <bit>
#include <cmath>

#include "decoder/native/numbers.hpp"

namespace granvae::decoder::native {
namespace {

using Part = std::span<const std::byte>;

constexpr std::uint32_t kMost = 1u << 24;                  // of anything counted in the file
constexpr std::size_t kMostFloats = std::size_t{1} << 28;  // 1 GiB: records may be named repeatedly

float half(std::uint32_t bits) {
  const float value = half_precision(bits);
  if (!std::isfinite(value)) throw FormatError();
  return value;
}

template <std::size_t Size, class Value>
Floats decoded(Part bytes, Value value) {
  Floats made(bytes.size() / Size);
  for (std::size_t i = 0; i < made.size(); ++i) {
    made[i] = value(little_endian(bytes.subspan(i * Size, Size)));
  }
  return made;
}

Floats singles(Part bytes) {
  return decoded<4>(bytes, [](std::uint32_t bits) { return std::bit_cast<float>(bits); });
}

}  // namespace

std::uint32_t ProgramReader::uint32() { return little_endian(take(sizeof(std::uint32_t))); }

int ProgramReader::count() {
  const std::uint32_t value = uint32();
  if (value > kMost) throw FormatError();
  return static_cast<int>(value);
}

int ProgramReader::positive() {
  const int value = count();
  if (value == 0) throw FormatError();
  return value;
}

float ProgramReader::float32() { return std::bit_cast<float>(uint32()); }

double ProgramReader::float64() {
  const std::uint64_t low = uint32();
  return std::bit_cast<double>(low | static_cast<std::uint64_t>(uint32()) << 32);
}

std::string ProgramReader::text() { return text(static_cast<std::size_t>(count())); }

std::string ProgramReader::text(std::size_t size) {
  const Part bytes = take(size);
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

Floats ProgramReader::floats(std::initializer_list<int> shape) {
  return singles(take(counted(shape) * sizeof(float)));
}

Floats ProgramReader::tensor(std::initializer_list<int> shape) {
  const std::uint32_t place = uint32();
  if (place == 0) return floats(shape);
  if (place > 2) throw FormatError();
  const std::size_t width = place == 1 ? 4 : 2;
  const auto bytes = record_ ? record_(text()) : std::nullopt;
  if (!bytes || bytes->size() != counted(shape) * width) throw FormatError();
  return place == 1 ? singles(*bytes) : decoded<2>(*bytes, half);
}

std::size_t ProgramReader::counted(std::initializer_list<int> shape) {
  std::size_t size = 1;
  for (const int side : shape) {
    size *= static_cast<std::size_t>(side);
    if (size > kMostFloats) throw FormatError();
  }
  floats_ += size;
  if (floats_ > kMostFloats) throw FormatError();
  return size;
}

Part ProgramReader::take(std::size_t size) {
  if (size > left_.size()) throw FormatError();
  const Part bytes = left_.first(size);
  left_ = left_.subspan(size);
  return bytes;
}

}  // namespace granvae::decoder::native
