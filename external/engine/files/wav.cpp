#include "engine/files/wav.hpp"

#include <bit>
#include <cmath>
#include <cstdint>
#include <string_view>

#include "engine/files/file.hpp"

namespace granvae::engine {
namespace {

// Little-endian, whatever the machine is.
void put(std::string& bytes, std::uint32_t value, int size) {
  for (int i = 0; i < size; ++i) bytes.push_back(static_cast<char>((value >> (8 * i)) & 0xff));
}

void put_chunk(std::string& bytes, std::string_view name, std::uint32_t size) {
  bytes += name;
  put(bytes, size, 4);
}

constexpr int kSampleSize = 4;             // bytes
constexpr std::uint32_t kFloatFormat = 3;  // WAVE_FORMAT_IEEE_FLOAT
constexpr std::uint32_t kFormatSize = 18;  // bytes: every format but PCM has the extension's size

}  // namespace

void write_wav(const std::string& path, const core::Table& table) {
  const auto count = static_cast<std::uint32_t>(table.size());
  const auto rate = static_cast<std::uint32_t>(std::lround(table.rate()));
  const std::uint32_t data = count * kSampleSize;
  std::string body = "WAVE";
  put_chunk(body, "fmt ", kFormatSize);
  put(body, kFloatFormat, 2);
  put(body, 1, 2);  // channels
  put(body, rate, 4);
  put(body, rate * kSampleSize, 4);
  put(body, kSampleSize, 2);
  put(body, 8 * kSampleSize, 2);
  put(body, 0, 2);
  put_chunk(body, "fact", 4);
  put(body, count, 4);
  put_chunk(body, "data", data);
  for (const float sample : table.samples()) put(body, std::bit_cast<std::uint32_t>(sample), 4);
  std::string file;
  put_chunk(file, "RIFF", static_cast<std::uint32_t>(body.size()));
  file += body;
  write_file(path, file);
}

}  // namespace granvae::engine
