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

struct Misfit : std::runtime_error {
  Misfit() : std::runtime_error("native.bin does not fit") {}
};

class Reader {
 public:
  explicit Reader(std::span<const std::byte> left) : left_(left) {}

  std::uint32_t whole() {
    std::uint32_t value = 0;
    const auto bytes = take(sizeof value);
    for (std::size_t i = 0; i < bytes.size(); ++i) {
      value |= std::to_integer<std::uint32_t>(bytes[i]) << (8 * i);
    }
    return value;
  }
  int count() {
    const std::uint32_t value = whole();
    if (value > kMost) throw Misfit();
    return static_cast<int>(value);
  }
  int positive() {
    const int value = count();
    if (value == 0) throw Misfit();
    return value;
  }
  float real() { return std::bit_cast<float>(whole()); }
  double twice_as_precise() {
    const std::uint64_t low = whole();
    return std::bit_cast<double>(low | static_cast<std::uint64_t>(whole()) << 32);
  }
  std::string text() { return text(static_cast<std::size_t>(count())); }
  std::string text(std::size_t size) {
    const auto bytes = take(size);
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
  }
  Floats reals(std::initializer_list<int> shape) {
    std::size_t size = 1;
    for (const int side : shape) {
      size *= static_cast<std::size_t>(side);
      if (size > left_.size()) throw Misfit();
    }
    const auto bytes = take(size * sizeof(float));
    Floats values(size);
    if constexpr (std::endian::native == std::endian::little) {
      std::memcpy(values.data(), bytes.data(), bytes.size());
    } else {
      Reader each(bytes);
      for (float& value : values) value = each.real();
    }
    return values;
  }
  bool done() const { return left_.empty(); }

 private:
  std::span<const std::byte> take(std::size_t size) {
    if (size > left_.size()) throw Misfit();
    const auto bytes = left_.first(size);
    left_ = left_.subspan(size);
    return bytes;
  }

  std::span<const std::byte> left_;
};

std::unique_ptr<Layer> dense(Reader& from) {
  const int in = from.positive();
  const int out = from.positive();
  const Floats weights = from.reals({in, out});
  const Floats bias = from.reals({out});
  return std::make_unique<DenseLayer>(in, out, weights, bias);
}

std::unique_ptr<Layer> transposed(Reader& from) {
  TransposedShape shape{};
  shape.rows = from.positive();
  shape.in = from.positive();
  shape.out = from.positive();
  shape.kernel = from.positive();
  shape.stride = from.positive();
  shape.padding = from.count();
  const bool relu = from.count() != 0;
  const bool fits = shape.rows < 1 << 16 && shape.kernel < 1 << 10 && shape.stride < 1 << 10 &&
                    shape.padding < shape.kernel && shape.rows_after() > 0;
  if (!fits) throw Misfit();
  const Floats weights = from.reals({shape.in, shape.out, shape.kernel});
  const Floats bias = from.reals({shape.out});
  return std::make_unique<TransposedLayer>(shape, relu, weights, bias);
}

std::unique_ptr<Layer> level(Reader& from) {
  Level level{};
  for (float* field : {&level.factor, &level.floor, &level.ceiling, &level.centre, &level.spread}) {
    *field = from.real();
  }
  if (!(level.floor <= level.ceiling)) throw Misfit();
  return level_layer(level);
}

std::unique_ptr<Layer> polar(Reader& from) {
  Polar polar{};
  polar.count = from.positive();
  for (float* field : {&polar.centre, &polar.spread, &polar.loudest, &polar.angle_spread}) {
    *field = from.real();
  }
  return polar_layer(polar);
}

std::unique_ptr<Layer> layer(Reader& from) {
  switch (from.whole()) {
    case 1:
      return dense(from);
    case 2:
      return transposed(from);
    case 3:
      return normalise_layer(from.real());
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
      return level(from);
    case 10:
      return polar(from);
    default:
      throw Misfit();
  }
}

NativeProgram program(Reader from) {
  if (from.text(kMagic.size()) != kMagic || from.whole() != kVersion) throw Misfit();
  NativeProgram made;
  made.info.latents = from.positive();
  made.info.grain = from.positive();
  made.info.rate = from.twice_as_precise();
  if (!(made.info.rate > 0.0 && made.info.rate < 1e9)) throw Misfit();
  for (int labels = from.count(); labels > 0; --labels) made.info.labels.push_back(from.text());
  int width = made.info.latents;
  made.memory = static_cast<std::size_t>(width);
  for (int layers = from.count(); layers > 0; --layers) {
    made.layers.push_back(layer(from));
    const Layer& last = *made.layers.back();
    made.memory = std::max(made.memory, last.memory(width));
    made.batched = made.batched && last.batched();
    width = last.width_after(width);
    if (width < 1) throw Misfit();
  }
  if (width != made.info.grain || !from.done()) throw Misfit();
  return made;
}

}  // namespace

std::optional<NativeProgram> read_native_program(std::span<const std::byte> file) {
  try {
    return program(Reader(file));
  } catch (const Misfit&) {
    return std::nullopt;
  }
}

}  // namespace granvae::decoder::native
