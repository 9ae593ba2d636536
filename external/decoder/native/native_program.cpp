// The format, all little-endian: "GRANVAEN", u32 version, u32 latents, u32 grain, f64 rate, u32
// labels (each: u32 bytes, UTF-8), u32 layers (each: u32 code, then what its reader below reads).
// granvae/export/native_program.py writes it.
#include "decoder/native/native_program.hpp"

#include <bit>
#include <cstdint>
#include <cstring>
#include <stdexcept>
#include <string>
#include <utility>

#include "decoder/native/transposed_layer.hpp"

namespace granvae::decoder::native {
namespace {

constexpr std::string_view kMagic = "GRANVAEN";
constexpr std::uint32_t kVersion = 1;
constexpr std::uint32_t kMost = 1u << 24;  // of anything counted in the file

struct FormatError : std::runtime_error {
  FormatError() : std::runtime_error("native.bin does not fit") {}
};

class Reader {
 public:
  explicit Reader(std::span<const std::byte> left) : left_(left) {}

  std::uint32_t uint32() {
    std::uint32_t value = 0;
    const auto bytes = take(sizeof value);
    for (std::size_t i = 0; i < bytes.size(); ++i) {
      value |= std::to_integer<std::uint32_t>(bytes[i]) << (8 * i);
    }
    return value;
  }
  int count() {
    const std::uint32_t value = uint32();
    if (value > kMost) throw FormatError();
    return static_cast<int>(value);
  }
  int positive() {
    const int value = count();
    if (value == 0) throw FormatError();
    return value;
  }
  float float32() { return std::bit_cast<float>(uint32()); }
  double float64() {
    const std::uint64_t low = uint32();
    return std::bit_cast<double>(low | static_cast<std::uint64_t>(uint32()) << 32);
  }
  std::string text() { return text(static_cast<std::size_t>(count())); }
  std::string text(std::size_t size) {
    const auto bytes = take(size);
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
  }
  Floats floats(std::initializer_list<int> shape) {
    std::size_t size = 1;
    for (const int side : shape) {
      size *= static_cast<std::size_t>(side);
      if (size > left_.size()) throw FormatError();
    }
    const auto bytes = take(size * sizeof(float));
    Floats values(size);
    if constexpr (std::endian::native == std::endian::little) {
      std::memcpy(values.data(), bytes.data(), bytes.size());
    } else {
      Reader each(bytes);
      for (float& value : values) value = each.float32();
    }
    return values;
  }
  bool done() const { return left_.empty(); }

 private:
  std::span<const std::byte> take(std::size_t size) {
    if (size > left_.size()) throw FormatError();
    const auto bytes = left_.first(size);
    left_ = left_.subspan(size);
    return bytes;
  }

  std::span<const std::byte> left_;
};

std::unique_ptr<Layer> dense(Reader& reader) {
  const int in = reader.positive();
  const int out = reader.positive();
  const Floats weights = reader.floats({in, out});
  const Floats bias = reader.floats({out});
  return std::make_unique<DenseLayer>(in, out, weights, bias);
}

std::unique_ptr<Layer> transposed(Reader& reader) {
  TransposedShape shape{};
  shape.rows = reader.positive();
  shape.in = reader.positive();
  shape.out = reader.positive();
  shape.kernel = reader.positive();
  shape.stride = reader.positive();
  shape.padding = reader.count();
  const bool relu = reader.count() != 0;
  const bool fits = shape.rows < 1 << 16 && shape.kernel < 1 << 10 && shape.stride < 1 << 10 &&
                    shape.padding < shape.kernel && shape.rows_after() > 0;
  if (!fits) throw FormatError();
  const Floats weights = reader.floats({shape.in, shape.out, shape.kernel});
  const Floats bias = reader.floats({shape.out});
  return std::make_unique<TransposedLayer>(shape, relu, weights, bias);
}

std::unique_ptr<Layer> level(Reader& reader) {
  LevelScaling level{};
  for (float* field : {&level.factor, &level.floor, &level.ceiling, &level.centre, &level.spread}) {
    *field = reader.float32();
  }
  if (!(level.floor <= level.ceiling)) throw FormatError();
  return level_layer(level);
}

std::unique_ptr<Layer> polar(Reader& reader) {
  Polar polar{};
  polar.count = reader.positive();
  for (float* field : {&polar.centre, &polar.spread, &polar.loudest, &polar.angle_spread}) {
    *field = reader.float32();
  }
  return polar_layer(polar);
}

std::unique_ptr<Layer> layer(Reader& reader) {
  switch (reader.uint32()) {
    case 1:
      return dense(reader);
    case 2:
      return transposed(reader);
    case 3:
      return normalise_layer(reader.float32());
    case 4:
      return silu_layer();
    case 5:
      return tanh_layer();
    case 6:
      return keep_layer();
    case 7:
      return add_layer();
    case 8:
      return gain_layer();
    case 9:
      return level(reader);
    case 10:
      return polar(reader);
    default:
      throw FormatError();
  }
}

NativeProgram program(Reader reader) {
  if (reader.text(kMagic.size()) != kMagic || reader.uint32() != kVersion) throw FormatError();
  NativeProgram result;
  result.info.latents = reader.positive();
  result.info.grain = reader.positive();
  result.info.rate = reader.float64();
  if (!(result.info.rate > 0.0 && result.info.rate < 1e9)) throw FormatError();
  for (int labels = reader.count(); labels > 0; --labels)
    result.info.labels.push_back(reader.text());
  int width = result.info.latents;
  result.memory = static_cast<std::size_t>(width);
  for (int layers = reader.count(); layers > 0; --layers) {
    result.layers.push_back(layer(reader));
    const Layer& last = *result.layers.back();
    result.memory = std::max(result.memory, last.memory(width));
    result.batched = result.batched && last.batched();
    width = last.width_after(width);
    if (width < 1) throw FormatError();
  }
  if (width != result.info.grain || !reader.done()) throw FormatError();
  return result;
}

}  // namespace

std::optional<NativeProgram> read_native_program(std::span<const std::byte> file) {
  try {
    return program(Reader(file));
  } catch (const FormatError&) {
    return std::nullopt;
  }
}

}  // namespace granvae::decoder::native
