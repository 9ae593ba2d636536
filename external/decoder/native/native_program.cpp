// The format, all little-endian: "GRANVAEN", u32 version, u32 latents, u32 grain, f64 rate, u32
// labels (each: u32 bytes, UTF-8), u32 layers (each: u32 code, then what its reader below reads).
// Weights are in the file (version 1), or where each tensor says (since version 2). Then, since
// version 3, the encoder: u32 layers, and if there are any, what `encoder` below reads.
// granvae/export/native_program.py writes it.
#include "decoder/native/native_program.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <initializer_list>
#include <string_view>

#include "decoder/native/encoder_layers.hpp"
#include "decoder/native/noise_layer.hpp"
#include "decoder/native/spectrum.hpp"
#include "decoder/native/transposed_layer.hpp"

namespace granvae::decoder::native {
namespace {

constexpr std::string_view kMagic = "GRANVAEN";
constexpr std::uint32_t kVersion = 3;
constexpr int kMostSteps = 16;  // of a refinement

class Reader : public ProgramReader {
 public:
  using ProgramReader::ProgramReader;
  Floats weights(std::initializer_list<int> shape) {
    return version == 1 ? floats(shape) : tensor(shape);
  }
  std::uint32_t version = 0;
};

std::unique_ptr<Layer> dense(Reader& reader) {
  const int in = reader.positive();
  const int out = reader.positive();
  const Floats weights = reader.weights({in, out});
  const Floats bias = reader.weights({out});
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
  const Floats weights = reader.weights({shape.in, shape.out, shape.kernel});
  const Floats bias = reader.weights({shape.out});
  return std::make_unique<TransposedLayer>(shape, relu, weights, bias);
}

std::unique_ptr<Layer> noise(Reader& reader) {
  NoiseShape shape{};
  shape.bands = reader.positive();
  shape.period = reader.positive();
  shape.grain = reader.positive();
  shape.loudest = reader.float32();
  if (!std::isfinite(shape.loudest)) throw FormatError();
  return std::make_unique<NoiseLayer>(shape, reader.weights({shape.bands, shape.period}));
}

LevelScaling level(Reader& reader) {
  LevelScaling level{};
  for (float* field : {&level.factor, &level.floor, &level.ceiling, &level.centre, &level.spread}) {
    *field = reader.float32();
  }
  if (!(level.floor <= level.ceiling)) throw FormatError();
  return level;
}

std::unique_ptr<Layer> polar(Reader& reader) {
  Polar polar{};
  polar.count = reader.positive();
  for (float* field : {&polar.centre, &polar.spread, &polar.loudest, &polar.angle_spread}) {
    *field = reader.float32();
  }
  return polar_layer(polar);
}

std::unique_ptr<Layer> convolution(Reader& reader, int width) {
  ConvolutionShape shape{};
  shape.rows = reader.positive();
  shape.in = reader.positive();
  shape.out = reader.positive();
  shape.kernel = reader.positive();
  shape.stride = reader.positive();
  shape.padding = reader.count();
  const bool relu = reader.count() != 0;
  const bool fits = size(shape.rows) * size(shape.in) == size(width) && shape.kernel < 1 << 10 &&
                    shape.stride <= shape.kernel && shape.padding < shape.kernel &&
                    shape.rows + 2 * shape.padding >= shape.kernel &&
                    size(shape.rows_after()) * size(shape.out) < size(1 << 24);
  if (!fits) throw FormatError();
  const Floats weights = reader.weights({shape.out, shape.in, shape.kernel});
  const Floats bias = reader.weights({shape.out});
  return std::make_unique<ConvolutionLayer>(shape, relu, weights, bias);
}

Magnitudes magnitudes(Reader& reader) {
  Magnitudes made{};
  for (float* field : {&made.floor_power, &made.centre, &made.spread}) *field = reader.float32();
  if (!(made.floor_power >= 0.0f)) throw FormatError();
  return made;
}

// `grain`: samples that come in.
std::unique_ptr<Layer> spectrum(Reader& reader, int grain) {
  if (!Spectrum::suits(grain)) throw FormatError();
  return spectrum_layer(grain, magnitudes(reader));
}

std::unique_ptr<Layer> gabor(Reader& reader, int grain) {
  if (!Spectrum::suits(grain)) throw FormatError();
  const Magnitudes made = magnitudes(reader);
  std::vector<Bands> groups;
  for (int left = reader.positive(); left > 0; --left) {
    Bands bands{};
    bands.length = reader.positive();
    if (bands.length > grain || !LaneFft::suits(bands.length)) throw FormatError();
    const int count = reader.positive();
    if (count > grain) throw FormatError();
    for (std::size_t left_bins = size(count) * size(bands.length); left_bins > 0; --left_bins) {
      bands.bins.push_back(reader.count());
      if (bands.bins.back() > grain / 2) throw FormatError();
    }
    bands.windows = reader.weights({count, bands.length});
    groups.push_back(std::move(bands));
  }
  return gabor_layer(grain, made, std::move(groups));
}

// `width`: what comes in.
std::unique_ptr<Layer> layer(Reader& reader, int width) {
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
      return level_layer(level(reader));
    case 10:
      return polar(reader);
    case 11:
      return noise(reader);
    case 12:
      return convolution(reader, width);
    case 13:
      return take_layer(reader.positive());
    case 14:
      return spectrum(reader, width);
    case 15:
      return gabor(reader, width);
    default:
      throw FormatError();
  }
}

// So many more layers of `made`, from `width`; returns the width after them.
template <class Program>
int read_layers(Reader& reader, int count, int width, Program& made) {
  made.memory = std::max(made.memory, size(width));
  for (; count > 0; --count) {
    made.layers.push_back(layer(reader, width));
    const Layer& last = *made.layers.back();
    made.memory = std::max(made.memory, last.memory(width));
    made.batched = made.batched && last.batched();
    width = last.width_after(width);
    if (width < 1) throw FormatError();
  }
  return width;
}

RefinementSettings refinement(Reader& reader, int steps) {
  RefinementSettings made{};
  made.steps = steps;
  for (float* field : {&made.damping, &made.difference, &made.floor_power, &made.spectral_weight,
                       &made.shape_factor}) {
    *field = reader.float32();
  }
  if (!(made.floor_power >= 0.0f && made.difference > 0.0f)) throw FormatError();
  return made;
}

// The scaling of levels, so many layers, u32 steps of refinement, its settings if there are any,
// and the matrix to the latents of hosts with its bias.
EncoderProgram encoder(Reader& reader, const NativeProgram& program, int layers) {
  EncoderProgram made;
  made.split = split_layer(level(reader));
  made.latents = read_layers(reader, layers, program.info.grain, made) + 1;
  if (const int steps = reader.count(); steps > 0) {
    const bool fits = steps <= kMostSteps && program.batched && !program.layers.empty() &&
                      Spectrum::suits(program.info.grain) &&
                      made.latents == program.layers.front()->width_after(program.info.latents);
    if (!fits) throw FormatError();
    made.refinement = refinement(reader, steps);
  }
  const int host = program.info.latents;
  const Floats weights = reader.weights({made.latents, host});
  const Floats bias = reader.weights({host});
  made.to_host = std::make_unique<DenseLayer>(made.latents, host, weights, bias);
  made.memory = std::max({made.memory, size(made.latents), made.to_host->memory(made.latents)});
  return made;
}

NativeProgram program(Reader reader) {
  if (reader.text(kMagic.size()) != kMagic) throw FormatError();
  reader.version = reader.uint32();
  if (reader.version < 1 || reader.version > kVersion) throw FormatError();
  NativeProgram result;
  result.info.latents = reader.positive();
  result.info.grain = reader.positive();
  result.info.rate = reader.float64();
  if (!(result.info.rate > 0.0 && result.info.rate < 1e9)) throw FormatError();
  for (int labels = reader.count(); labels > 0; --labels)
    result.info.labels.push_back(reader.text());
  const int layers = reader.count();
  const int width = read_layers(reader, layers, result.info.latents, result);
  for (const auto& each : result.layers) result.info.noisy = result.info.noisy || each->noisy();
  if (width != result.info.grain) throw FormatError();
  if (reader.version > 2) {
    if (const int count = reader.count(); count > 0)
      result.encoder = encoder(reader, result, count);
  }
  if (!reader.done()) throw FormatError();
  return result;
}

}  // namespace

std::optional<NativeProgram> read_native_program(std::span<const std::byte> file,
                                                 const ReadRecord& record) {
  try {
    return program(Reader(file, record));
  } catch (const FormatError&) {
    return std::nullopt;
  }
}

}  // namespace granvae::decoder::native
