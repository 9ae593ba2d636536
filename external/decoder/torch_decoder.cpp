// The only file that knows libtorch.
#include <ATen/Parallel.h>
#include <torch/script.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "decoder/decoder.hpp"

namespace granvae {
namespace {

// A foreign model may make as little as one sample a frame. Frames shorter than this are no grains
// by themselves; as many are then decoded as make a grain of the usual length.
constexpr int kShortestGrain = 64;      // samples
constexpr int kUsualGrain = 512;        // samples
constexpr int kLongestGrain = 1 << 20;  // samples
// 24 dB above full scale: nothing that a model has learned from recordings is as loud.
constexpr float kLoudest = 16.0f;
constexpr int kWarmUps = 3;

std::string first_line(const std::string& text) { return text.substr(0, text.find('\n')); }

std::string quoted(const std::string& path) { return "'" + path + "'"; }

[[noreturn]] void refuse(const std::string& path, const std::string& what) {
  throw DecodeError(quoted(path) + " " + what);
}

void check_is_archive(const std::string& path) {
  if (std::error_code none; std::filesystem::is_directory(path, none)) {
    refuse(path, "is a folder, not a model; give a .ts file made by 'granvae export'.");
  }
  std::ifstream file(path, std::ios::binary);
  if (!file) refuse(path, "cannot be opened; check that the file exists and may be read.");
  char magic[4] = {};
  file.read(magic, sizeof magic);
  if (std::string(magic, sizeof magic) != std::string("PK\x03\x04", 4)) {
    refuse(path, "is not a TorchScript model; give a .ts file made by 'granvae export'.");
  }
}

// What `granvae export` puts beside the graph; a model of another maker has none.
constexpr const char* kDescription = "granvae.json";

torch::jit::Module load_module(const std::string& path, bool& ours) {
  check_is_archive(path);
  try {
    torch::jit::ExtraFilesMap extra{{kDescription, ""}};
    torch::jit::Module module = torch::jit::load(path, c10::kCPU, extra);
    ours = !extra[kDescription].empty();
    module.eval();
    return module;
  } catch (const std::exception& error) {
    refuse(path, "is damaged or not TorchScript (" + first_line(error.what()) +
                     "); export the model again with 'granvae export'.");
  }
}

std::vector<std::int64_t> decode_params(const torch::jit::Module& module, const std::string& path) {
  if (!module.find_method("decode")) {
    refuse(path, "has no method 'decode'; granvae~ plays models that decode latents.");
  }
  std::vector<std::int64_t> params;
  if (module.hasattr("decode_params") && module.attr("decode_params").isTensor()) {
    const torch::Tensor tensor =
        module.attr("decode_params").toTensor().to(torch::kLong).contiguous().view({-1});
    params.assign(tensor.data_ptr<std::int64_t>(),
                  tensor.data_ptr<std::int64_t>() + tensor.numel());
  }
  const bool valid = params.size() == 4 &&
                     std::all_of(params.begin(), params.end(), [](auto p) { return p > 0; }) &&
                     params[0] <= 4096 && params[1] / params[3] <= kLongestGrain;
  if (!valid || params[1] % params[3] != 0) {
    refuse(path,
           "does not say what 'decode' takes: 'decode_params' must be four positive whole numbers, "
           "latents, samples a frame, channels, 1.");
  }
  return params;
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

std::string shape(const torch::Tensor& tensor) {
  std::string text = "(";
  for (const auto size : tensor.sizes()) {
    text += (text.size() > 1 ? ", " : "") + std::to_string(size);
  }
  return text + ")";
}

class TorchDecoder final : public Decoder {
 public:
  explicit TorchDecoder(const std::string& path) {
    bool ours = false;
    module_ = load_module(path, ours);
    const std::vector<std::int64_t> params = decode_params(module_, path);
    const auto samples = static_cast<int>(params[1] / params[3]);
    frames_ = ours || samples >= kShortestGrain ? 1 : (kUsualGrain + samples - 1) / samples;
    info_.path = path;
    info_.latents = static_cast<int>(params[0]);
    info_.grain = frames_ * samples;
    channels_ = params[2];
    try {
      info_.rate = sample_rate(module_);
      info_.labels = labels(module_);
    } catch (const std::exception& error) {
      refuse(path, "fails to describe itself (" + first_line(error.what()) + ").");
    }
    const std::vector<float> origin(static_cast<std::size_t>(info_.latents), 0.0f);
    std::vector<float> grain(static_cast<std::size_t>(info_.grain));
    for (int i = 0; i < kWarmUps; ++i) decode(origin, grain);
  }

  const ModelInfo& info() const override { return info_; }

  void decode(std::span<const float> latents, std::span<float> samples) override {
    const c10::InferenceMode inference;
    const auto count = static_cast<std::int64_t>(latents.size()) / info_.latents;
    const torch::Tensor points =
        torch::from_blob(const_cast<float*>(latents.data()), {count, info_.latents, 1});
    take(run(points.expand({-1, -1, frames_}).contiguous()), count, samples);
  }

 private:
  torch::Tensor run(const torch::Tensor& input) {
    try {
      const torch::IValue output = module_.get_method("decode")({input});
      if (!output.isTensor()) {
        fail("decodes to a " + output.tagKind() + " where audio was expected.");
      }
      return output.toTensor().to(torch::kFloat).contiguous();
    } catch (const DecodeError&) {
      throw;
    } catch (const std::exception& error) {
      fail("fails to decode (" + first_line(error.what()) + ").");
    }
  }

  // Only the first channel is played.
  void take(const torch::Tensor& audio, std::int64_t count, std::span<float> samples) const {
    if (audio.dim() != 3 || audio.size(0) != count || audio.size(1) != channels_ ||
        audio.size(2) != info_.grain) {
      fail("decodes to the shape " + shape(audio) + " where (" + std::to_string(count) + ", " +
           std::to_string(channels_) + ", " + std::to_string(info_.grain) +
           ") was promised by 'decode_params'.");
    }
    for (std::int64_t k = 0; k < count; ++k) {
      const float* grain = audio.data_ptr<float>() + k * channels_ * info_.grain;
      std::copy_n(grain, info_.grain, samples.begin() + k * info_.grain);
    }
    for (const float sample : samples) {
      if (!std::isfinite(sample)) {
        fail("decodes to values that are not finite; try latents nearer to 0.");
      }
      if (std::abs(sample) > kLoudest) {
        fail("decodes to more than 24 dB above full scale; try latents nearer to 0.");
      }
    }
  }

  torch::jit::Module module_;
  ModelInfo info_;
  int frames_ = 1;
  std::int64_t channels_ = 1;
};

}  // namespace

void prepare_decoders() {
  const c10::InferenceMode inference;
  torch::jit::Module module("prepared");
  module.register_buffer("w", torch::zeros({2, 2, 1}));
  module.define(R"(
def forward(self, x):
    y = torch.conv_transpose1d(torch.conv1d(x, self.w), self.w)
    y = torch.relu(y).transpose(1, 2).reshape(x.shape[0], -1)
    return torch.tanh(y @ y.t()) + 1.0
)");
  std::stringstream archive;
  module.save(archive);
  torch::jit::load(archive, c10::kCPU).forward({torch::zeros({1, 2, 3})});
}

std::unique_ptr<Decoder> load_decoder(const std::string& path) {
  // More threads make single grains slower, and let one call in a thousand take a third of a
  // second.
  at::set_num_threads(1);
  return std::make_unique<TorchDecoder>(path);
}

}  // namespace granvae
