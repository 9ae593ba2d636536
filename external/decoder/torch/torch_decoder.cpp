#include "decoder/torch/torch_decoder.hpp"

#include <torch/script.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <utility>
#if defined(__GLIBC__)
#include <malloc.h>
#endif

#include "decoder/torch/torch_attributes.hpp"
#include "decoder/torch/torch_call.hpp"
#include "decoder/torch/torch_model.hpp"
#include "decoder/torch/torch_state.hpp"
#include "decoder/torch/torch_stream.hpp"

namespace granvae::decoder::libtorch {
namespace {

constexpr int kLargestBatch = 8;
constexpr int kWarmUps = 2;  // calls for each size of batch
// A model slower than this is given one grain at a time, and its warm-up is short.
constexpr std::chrono::milliseconds kSlow{50};
// A model with memory decodes one and the same latent for as many frames, at most, until what it
// made before is forgotten to -80 dB.
constexpr int kMostWarmUpFrames = 64;
constexpr int kMostWarmUpSamples = 1 << 17;
constexpr float kForgotten = 1e-4f;

torch::Tensor view(std::span<const float> values, std::initializer_list<std::int64_t> shape) {
  return torch::from_blob(const_cast<float*>(values.data()), shape);
}

class TorchDecoder final : public Decoder {
 public:
  explicit TorchDecoder(TorchModel model)
      : model_(std::move(model)), graph_(model_.module), memory_(model_.module) {
    if (model_.ours) freeze();
    const Inference inference;
    const auto before = std::chrono::steady_clock::now();
    const torch::Tensor first = grains(origin(1));
    const bool slow = std::chrono::steady_clock::now() - before > kSlow;
    check_first(first);
    if (!model_.ours) fill_memory(model_);
    memory_.keep_changed();
    if (!model_.ours) {
      detect_randomness(first);
      measure_warm_up();
      model_.info.streams = !memory_.empty();
    }
    largest_batch_ = slow || !decodes_batches() ? 1 : kLargestBatch;
    for (int count = 1; count <= largest_batch_ && !slow; ++count) {
      for (int i = 0; i < kWarmUps; ++i) grains(origin(count));
    }
    memory_.restore();
  }

  const ModelInfo& info() const override { return model_.info; }
  int largest_batch() const override { return largest_batch_; }

  void decode(std::span<const float> latents, std::span<const Noise> noise,
              std::span<float> samples) override {
    const Inference inference;
    const TorchRandomness::Use own(randomness_);
    const auto inputs = static_cast<std::size_t>(info().latents);
    const auto grain = static_cast<std::size_t>(info().grain);
    const std::size_t count = latents.size() / inputs;
    for (std::size_t done = 0, batch = 0; done < count; done += batch) {
      const std::size_t most = std::min(static_cast<std::size_t>(largest_batch_), count - done);
      const auto with = noise.empty() ? noise : noise.subspan(done, most);
      batch = noise.empty() ? most : alike(with);
      const torch::Tensor points = view(latents.subspan(done * inputs, batch * inputs),
                                        {static_cast<std::int64_t>(batch), info().latents, 1});
      const torch::Tensor audio = channel_of(grains(points, with));
      torch::Tensor out = view(samples.subspan(done * grain, batch * grain),
                               {static_cast<std::int64_t>(batch), info().grain});
      out.copy_(audio);
    }
    check(samples.first(count * grain));
  }

  void encode(std::span<const float> samples, std::span<float> latents) override {
    if (!info().encodes) return Decoder::encode(samples, latents);
    const Inference inference;
    const TorchRandomness::Use own(randomness_);
    const std::int64_t count = static_cast<std::int64_t>(samples.size()) / info().grain;
    const std::int64_t channels = model_.encoded_channels;
    // A model with memory gets the grain over and over, and its last answer counts.
    const std::int64_t repeats = 1 + (warm_up_frames_ + model_.frames - 1) / model_.frames;
    const torch::Tensor audio = view(samples, {count, 1, info().grain})
                                    .expand({count, channels, info().grain})
                                    .repeat({1, 1, repeats});
    memory_.restore();
    const torch::Tensor made = call_model(info().path, model_.module, "encode", {audio},
                                          {count, info().latents, repeats * model_.encoded_frames});
    const torch::Tensor last = made.slice(2, (repeats - 1) * model_.encoded_frames).mean(2);
    view(latents, {count, info().latents}).copy_(last);
    check_latents(latents);
  }

  std::unique_ptr<Memory> decode_on(std::span<const float> latents, std::span<float> samples,
                                    std::unique_ptr<Memory> before) override {
    if (!info().streams) return Decoder::decode_on(latents, samples, nullptr);
    const Inference inference;
    const TorchRandomness::Use own(randomness_);
    memory_.go_on_from(before.get());
    const torch::Tensor audio = channel_of(decode_in_one_pass(model_, graph_, latents));
    view(samples, {1, static_cast<std::int64_t>(samples.size())}).copy_(audio);
    check(samples);
    return memory_.now();
  }

  std::unique_ptr<Memory> encode_on(std::span<const float> samples, std::span<float> latents,
                                    std::unique_ptr<Memory> before) override {
    if (!info().encodes || !info().streams) return Decoder::encode_on(samples, latents, nullptr);
    const Inference inference;
    const TorchRandomness::Use own(randomness_);
    memory_.go_on_from(before.get());
    const torch::Tensor made = encode_in_one_pass(model_, samples);
    view(latents, {made.size(0), info().latents}).copy_(made);
    check_latents(latents);
    return memory_.now();
  }

  void select_channel(int channel) override {
    Decoder::select_channel(channel);
    channel_ = channel;
  }

  std::vector<AttributeValue> get(const std::string& name) override {
    if (find(name) == nullptr) return Decoder::get(name);
    const Inference inference;
    try {
      return get_attribute(model_.module, name);
    } catch (const std::exception& error) {
      fail("does not give '" + name + "' (" + first_line(error.what()) + ").");
    }
  }

  void set(const std::string& name, std::span<const AttributeValue> values) override {
    const Attribute* attribute = find(name);
    if (attribute == nullptr) return Decoder::set(name, values);
    const Inference inference;
    bool taken = false;
    try {
      memory_.restore();
      taken = set_attribute(model_.module, *attribute, values);
    } catch (const DecodeError& error) {
      fail(error.what());
    } catch (const std::exception& error) {
      fail("does not take these values for '" + name + "' (" + first_line(error.what()) + ").");
    }
    if (!taken) fail("does not take these values for '" + name + "'; give others.");
  }

  void seed(std::uint64_t seed) override { randomness_.seed(seed); }

 private:
  void check_latents(std::span<const float> latents) const {
    const auto finite = [](float value) { return std::isfinite(value); };
    if (!std::all_of(latents.begin(), latents.end(), finite)) {
      fail("encodes to values that are not finite.");
    }
  }

  // A model that cannot make its first grain takes no other's place.
  void check_first(const torch::Tensor& audio) const {
    const torch::Tensor whole = audio.contiguous();
    check({whole.data_ptr<float>(), static_cast<std::size_t>(whole.numel())});
  }

  torch::Tensor origin(std::int64_t count) const {
    return torch::zeros({count, info().latents, 1});
  }

  // `points`: (count, latents, 1). The last grain of each, (count, channels, grain).
  torch::Tensor grains(const torch::Tensor& points, std::span<const Noise> noise = {}) {
    if (info().noisy) return with_noise(points, noise);
    memory_.restore();
    return after(points, warm_up_frames_);
  }

  // The same from a model of ours that has a branch for noise: `noise` is empty, or of one amount.
  torch::Tensor with_noise(const torch::Tensor& points, std::span<const Noise> noise) {
    const std::int64_t count = points.size(0);
    const double amount = noise.empty() ? 0.0 : static_cast<double>(noise[0].amount);
    torch::Tensor offsets = torch::zeros({count}, torch::kLong);
    for (std::int64_t k = 0; amount != 0.0 && k < count; ++k) {
      offsets[k] = noise_offset(noise[static_cast<std::size_t>(k)].seed);
    }
    return call_model(info().path, graph_, "decode_with_noise", {points, amount, offsets},
                      {count, info().channels, info().grain});
  }

  // How many grains from the first on have its amount: the model takes one for a whole batch.
  static std::size_t alike(std::span<const Noise> noise) {
    const auto end = std::find_if(noise.begin(), noise.end(), [&](const Noise& each) {
      return each.amount != noise[0].amount;
    });
    return static_cast<std::size_t>(end - noise.begin());
  }

  // The same from the memory that the model has, after so many frames of the same latents.
  torch::Tensor after(const torch::Tensor& points, std::int64_t frames) {
    const std::int64_t length = frames + model_.frames;
    const torch::Tensor audio =
        call_model(info().path, graph_, "decode", {points.expand({-1, -1, length}).contiguous()},
                   {points.size(0), info().channels, length * model_.frame});
    return audio.slice(2, frames * model_.frame);
  }

  torch::Tensor channel_of(const torch::Tensor& audio) const {
    return channel_ == 0 ? audio.mean(1) : audio.select(1, channel_ - 1);
  }

  const Attribute* find(const std::string& name) const {
    const auto& attributes = info().attributes;
    const auto found = std::find_if(attributes.begin(), attributes.end(),
                                    [&](const Attribute& each) { return each.name == name; });
    return found == attributes.end() ? nullptr : &*found;
  }

  // Folds the weights of the method that is called into its graph. Done here and not in the file: a
  // host may move the file's model to another device, which constants would not follow.
  void freeze() {
    try {
      const std::string method = info().noisy ? "decode_with_noise" : "decode";
      graph_ = torch::jit::freeze(model_.module, std::vector<std::string>{method});
    } catch (const std::exception&) {
      graph_ = model_.module;  // slower, and as good
    }
  }

  // Whether other random numbers make another grain.
  void detect_randomness(const torch::Tensor& first) {
    TorchRandomness trial;
    trial.seed(1);
    const TorchRandomness::Use other(trial);
    model_.info.stochastic = !torch::equal(first, grains(origin(1)));
  }

  // How many frames it takes until it does not matter what was decoded before.
  void measure_warm_up() {
    if (memory_.empty()) return;
    const auto most = std::min(kMostWarmUpFrames, kMostWarmUpSamples / model_.frame);
    // What was decoded before: anything but what is decoded now.
    const torch::Tensor before = another_point(info().latents);
    for (int frames = 0; frames <= most; frames = std::max(1, 2 * frames)) {
      warm_up_frames_ = frames;
      TorchRandomness first;
      first.seed(0);
      TorchRandomness second;
      second.seed(0);
      memory_.restore();
      torch::Tensor fresh;
      {
        const TorchRandomness::Use same(first);
        fresh = after(origin(1), frames);
      }
      memory_.restore();
      after(before, most);
      const TorchRandomness::Use same(second);
      if ((fresh - after(origin(1), frames)).abs().max().item<float>() < kForgotten) return;
    }
  }

  // A model with memory may have it for one grain only.
  bool decodes_batches() {
    if (model_.ours) return true;
    try {
      const torch::Tensor point = torch::full({1, info().latents, 1}, 0.5f);
      const torch::Tensor both = grains(torch::cat({origin(1), point}));
      if (model_.info.stochastic) return true;
      const torch::Tensor apart = torch::cat({grains(origin(1)), grains(point)});
      return (both - apart).abs().max().item<float>() < kForgotten;
    } catch (const DecodeError&) {
      return false;
    }
  }

  TorchModel model_;
  torch::jit::Module graph_;  // whose `decode` is called
  TorchMemory memory_;
  TorchRandomness randomness_;
  std::int64_t warm_up_frames_ = 0;
  int largest_batch_ = 1;
  int channel_ = 1;
};

}  // namespace

std::unique_ptr<Decoder> load_decoder(const std::string& path) {
#if defined(__GLIBC__)
  // By default glibc gives large activations back to the system after each call, and every page of
  // them faults again in the next. This holds for the whole process, which keeps that much more.
  mallopt(M_MMAP_THRESHOLD, 32 << 20);
  mallopt(M_TRIM_THRESHOLD, 64 << 20);
#endif
  return std::make_unique<TorchDecoder>(read_torch_model(path));
}

}  // namespace granvae::decoder::libtorch
