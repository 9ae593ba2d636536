#include "decoder/torch/torch_model.hpp"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <vector>

#include "decoder/path_of.hpp"
#include "decoder/torch/torch_attributes.hpp"

namespace granvae::decoder::libtorch {
namespace {

// A foreign model may make as little as one sample a frame. Frames shorter than this are no grains
// by themselves; as many are then decoded as make a grain of the usual length.
constexpr int kShortestGrain = 64;      // samples
constexpr int kUsualGrain = 512;        // samples
constexpr int kLongestGrain = 1 << 20;  // samples
constexpr int kMostLatents = 4096;
constexpr int kMostChannels = 256;

// What `granvae export` puts beside the graph; a model of another maker has none.
constexpr const char* kDescription = "granvae.json";

[[noreturn]] void refuse(const std::string& path, const std::string& what) {
  throw DecodeError("'" + path + "' " + what);
}

void check_is_archive(const std::string& path) {
  if (std::error_code none; std::filesystem::is_directory(path_of(path), none)) {
    refuse(path, "is a folder, not a model; give a .ts file made by 'granvae export'.");
  }
  std::ifstream file(path_of(path), std::ios::binary);
  if (!file) refuse(path, "cannot be opened; check that the file exists and may be read.");
  char magic[4] = {};
  file.read(magic, sizeof magic);
  if (std::string(magic, sizeof magic) != std::string("PK\x03\x04", 4)) {
    refuse(path, "is not a TorchScript model; give a .ts file made by 'granvae export'.");
  }
}

torch::jit::Module load_module(const std::string& path, bool& ours) {
  check_is_archive(path);
  try {
    torch::jit::ExtraFilesMap extra{{kDescription, ""}};
    std::ifstream file(path_of(path), std::ios::binary);  // libtorch takes narrow names alone
    torch::jit::Module module = torch::jit::load(file, c10::kCPU, extra);
    ours = !extra[kDescription].empty();
    module.eval();
    return module;
  } catch (const std::exception& error) {
    refuse(path, "is damaged or not TorchScript (" + first_line(error.what()) +
                     "); export the model again with 'granvae export'.");
  }
}

// [in_dim, in_ratio, out_dim, out_ratio]; empty where it does not say, or says what cannot be.
std::vector<std::int64_t> params_of(const torch::jit::Module& module, const std::string& method) {
  const std::string name = method + "_params";
  if (!module.find_method(method) || !module.hasattr(name)) return {};
  const torch::IValue value = module.attr(name);
  if (!value.isTensor()) return {};
  const torch::Tensor tensor = value.toTensor().to(torch::kLong).contiguous().flatten();
  const std::vector<std::int64_t> params(tensor.data_ptr<std::int64_t>(),
                                         tensor.data_ptr<std::int64_t>() + tensor.numel());
  const bool valid =
      params.size() == 4 && std::all_of(params.begin(), params.end(), [](auto p) { return p > 0; });
  return valid ? params : std::vector<std::int64_t>{};
}

double sample_rate(torch::jit::Module& module) {
  double rate = 0.0;
  if (const auto method = module.find_method("get_sample_rate")) {
    const torch::IValue value = (*method)({});
    if (value.isScalar()) rate = value.toScalar().toDouble();
  }
  for (const char* name : {"sr", "sampling_rate", "sample_rate"}) {
    if (rate > 0.0 || !module.hasattr(name)) continue;
    const torch::IValue value = module.attr(name);
    if (value.isScalar()) rate = value.toScalar().toDouble();
    if (value.isTensor() && value.toTensor().numel() == 1) rate = value.toTensor().item<double>();
  }
  return std::isfinite(rate) && rate > 0.0 ? rate : 44100.0;
}

std::vector<std::string> labels(const torch::jit::Module& module) {
  std::vector<std::string> names;
  if (!module.hasattr("decode_input_labels")) return names;
  const torch::IValue value = module.attr("decode_input_labels");
  if (!value.isList()) return names;
  for (const torch::IValue& name : value.toListRef()) {
    if (name.isString()) names.push_back(name.toStringRef());
  }
  return names;
}

void measure_decode(TorchModel& model) {
  const std::string& path = model.info.path;
  if (!model.module.find_method("decode")) {
    refuse(path, "has no method 'decode'; granvae~ plays models that decode latents.");
  }
  const auto params = params_of(model.module, "decode");
  const bool valid = !params.empty() && params[0] <= kMostLatents && params[2] <= kMostChannels &&
                     params[1] % params[3] == 0 && params[1] / params[3] <= kLongestGrain;
  if (!valid) {
    refuse(path,
           "does not say what 'decode' takes: 'decode_params' must be four positive whole numbers, "
           "latents, samples a frame, channels, 1.");
  }
  model.info.latents = static_cast<int>(params[0]);
  model.info.channels = static_cast<int>(params[2]);
  model.frame = static_cast<int>(params[1] / params[3]);
  const bool whole = model.ours || model.frame >= kShortestGrain;
  model.frames = whole ? 1 : (kUsualGrain + model.frame - 1) / model.frame;
  model.info.grain = model.frames * model.frame;
}

// An encoder is of use where it takes sound to the latents that `decode` takes, a whole number of
// times a grain.
void measure_encode(TorchModel& model) {
  const auto params = params_of(model.module, "encode");
  if (params.empty() || params[2] != model.info.latents || params[0] > kMostChannels) return;
  if (params[3] % params[1] != 0 || model.info.grain % (params[3] / params[1]) != 0) return;
  model.encoded_channels = static_cast<int>(params[0]);
  model.encoded_frames = model.info.grain / static_cast<int>(params[3] / params[1]);
  model.info.encodes = true;
}

}  // namespace

std::string first_line(const std::string& text) { return text.substr(0, text.find('\n')); }

TorchModel read_torch_model(const std::string& path) {
  TorchModel model;
  model.module = load_module(path, model.ours);
  model.info.path = path;
  model.info.back_end = "libtorch";
  measure_decode(model);
  measure_encode(model);
  try {
    model.info.rate = sample_rate(model.module);
    model.info.labels = labels(model.module);
    if (model.ours) {
      // Attributes of ours are for other hosts: here they are parameters of the engine.
      model.info.noisy = model.module.find_method("decode_with_noise").has_value() &&
                         model.module.attr("noisy").toBool();
    } else {
      model.info.attributes = read_attributes(model.module);
    }
  } catch (const std::exception& error) {
    refuse(path, "fails to describe itself (" + first_line(error.what()) + ").");
  }
  return model;
}

}  // namespace granvae::decoder::libtorch
