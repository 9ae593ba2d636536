#include "engine/files/recording.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <filesystem>
#include <string_view>

#include "decoder/path_of.hpp"
#include "engine/files/file.hpp"

namespace granvae::engine {
namespace {

constexpr std::uintmax_t kLargestFile = std::uintmax_t{1} << 30;  // bytes

// How a file holds its samples.
struct Layout {
  std::string_view data;
  std::size_t channels = 0;
  double rate = 0.0;      // Hz
  std::size_t bytes = 0;  // a sample
  bool floating = false;
  bool little = true;   // endian
  bool offset = false;  // whole numbers without a sign, the middle being silence
};

std::uint64_t whole(std::string_view bytes, bool little) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    value = value << 8 | static_cast<unsigned char>(bytes[little ? bytes.size() - 1 - i : i]);
  }
  return value;
}

std::uint64_t whole(std::string_view chunk, std::size_t at, std::size_t size, bool little) {
  return at + size <= chunk.size() ? whole(chunk.substr(at, size), little) : 0;
}

// Apple's 80-bit extended numbers, with which AIFF gives its rate.
double extended(std::string_view bytes) {
  if (bytes.size() < 10) return 0.0;
  const auto exponent = static_cast<int>(whole(bytes.substr(0, 2), false) & 0x7fff);
  return std::ldexp(static_cast<double>(whole(bytes.substr(2, 8), false)), exponent - 16383 - 63);
}

float sample_of(std::string_view bytes, const Layout& layout) {
  const std::uint64_t raw = whole(bytes, layout.little);
  if (layout.floating && layout.bytes == 4) {
    return std::bit_cast<float>(static_cast<std::uint32_t>(raw));
  }
  if (layout.floating) return static_cast<float>(std::bit_cast<double>(raw));
  // To the top of 32 bits, where the sign is.
  const auto top = static_cast<std::uint32_t>(raw << (32 - 8 * layout.bytes));
  const std::uint32_t sign = layout.offset ? 0x80000000u : 0u;
  return static_cast<float>(static_cast<std::int32_t>(top ^ sign)) * 0x1p-31f;
}

// Calls `take` with every chunk's name and contents, as far as the file goes.
template <class Take>
void each_chunk(std::string_view file, bool little, const Take& take) {
  constexpr std::size_t kHead = 8;
  std::size_t at = 12;
  while (at + kHead <= file.size()) {
    const std::uint64_t size = whole(file.substr(at + 4, 4), little);
    const std::string_view rest = file.substr(at + kHead);
    take(file.substr(at, 4), rest.substr(0, std::min<std::uint64_t>(size, rest.size())));
    if (size >= rest.size()) return;
    at += kHead + static_cast<std::size_t>(size + size % 2);
  }
}

constexpr std::uint64_t kPcm = 1;
constexpr std::uint64_t kFloat = 3;
constexpr std::uint64_t kExtensible = 0xfffe;

Layout wave(const std::string& path, std::string_view file) {
  Layout layout;
  std::uint64_t kind = 0;
  each_chunk(file, true, [&](std::string_view name, std::string_view chunk) {
    if (name == "fmt ") {
      kind = whole(chunk, 0, 2, true);
      if (kind == kExtensible) kind = whole(chunk, 24, 2, true);
      layout.channels = static_cast<std::size_t>(whole(chunk, 2, 2, true));
      layout.rate = static_cast<double>(whole(chunk, 4, 4, true));
      layout.bytes = static_cast<std::size_t>((whole(chunk, 14, 2, true) + 7) / 8);
      layout.floating = kind == kFloat;
      layout.offset = layout.bytes == 1;
    }
    if (name == "data") layout.data = chunk;
  });
  if (kind != kPcm && kind != kFloat) {
    refuse(path, "is a compressed WAV file; save it as PCM or floating point.");
  }
  return layout;
}

Layout aiff(const std::string& path, std::string_view file) {
  Layout layout;
  layout.little = false;
  std::string_view kind = "NONE";
  const bool compressed = file.substr(8, 4) == "AIFC";
  each_chunk(file, false, [&](std::string_view name, std::string_view chunk) {
    if (name == "COMM") {
      layout.channels = static_cast<std::size_t>(whole(chunk, 0, 2, false));
      layout.bytes = static_cast<std::size_t>((whole(chunk, 6, 2, false) + 7) / 8);
      if (chunk.size() >= 18) layout.rate = extended(chunk.substr(8));
      if (compressed && chunk.size() >= 22) kind = chunk.substr(18, 4);
    }
    if (name == "SSND" && chunk.size() >= 8) {
      const auto skipped = static_cast<std::size_t>(whole(chunk, 0, 4, false));
      layout.data = chunk.substr(std::min(chunk.size(), 8 + skipped));
    }
  });
  layout.little = kind == "sowt";
  layout.floating = kind == "fl32" || kind == "FL32" || kind == "fl64" || kind == "FL64";
  constexpr std::array<std::string_view, 5> kPlain{"NONE", "sowt", "twos", "in24", "in32"};
  if (!layout.floating && std::find(kPlain.begin(), kPlain.end(), kind) == kPlain.end()) {
    refuse(path, "is a compressed AIFF file; save it as PCM or floating point.");
  }
  return layout;
}

}  // namespace

Recording mono(std::string name, std::span<const float> frames, std::size_t channels, double rate) {
  Recording recording{std::move(name), {}, rate};
  recording.samples.reserve(frames.size() / channels);
  for (std::size_t i = 0; i + channels <= frames.size(); i += channels) {
    double sum = 0.0;
    for (const float sample : frames.subspan(i, channels)) sum += sample;
    recording.samples.push_back(static_cast<float>(sum / static_cast<double>(channels)));
  }
  return recording;
}

Recording read_recording(const std::string& path) {
  std::error_code none;
  if (std::filesystem::is_directory(path_of(path), none)) {
    refuse(path, "is a folder, not a sound; give a WAV or AIFF file.");
  }
  const std::uintmax_t size = std::filesystem::file_size(path_of(path), none);
  if (!none && size > kLargestFile) {
    refuse(path, "is larger than a gigabyte; cut out the part that is to be heard.");
  }
  const std::string file = read_file(path);
  const std::string_view begin = std::string_view(file).substr(0, 4);
  const std::string_view kind = file.size() >= 12 ? std::string_view(file).substr(8, 4) : "";
  Layout layout;
  if ((begin == "RIFF" || begin == "RF64") && kind == "WAVE") {
    layout = wave(path, file);
  } else if (begin == "FORM" && (kind == "AIFF" || kind == "AIFC")) {
    layout = aiff(path, file);
  } else {
    refuse(path, "is no WAV or AIFF file; save the sound as one of these.");
  }
  const bool known = layout.floating ? layout.bytes == 4 || layout.bytes == 8
                                     : layout.bytes >= 1 && layout.bytes <= 4;
  if (!known || layout.channels == 0 || !(layout.rate > 0.0)) {
    refuse(path, "has a header that describes no sound; save the sound again.");
  }
  std::vector<float> frames;
  frames.reserve(layout.data.size() / layout.bytes);
  for (std::size_t at = 0; at + layout.bytes <= layout.data.size(); at += layout.bytes) {
    frames.push_back(sample_of(layout.data.substr(at, layout.bytes), layout));
  }
  return mono(path, frames, layout.channels, layout.rate);
}

}  // namespace granvae::engine
