#include "decoder/torch/torch_call.hpp"

#include <sstream>
#include <utility>

#include "decoder/torch/torch_decoder.hpp"
#include "decoder/torch/torch_model.hpp"

namespace granvae::decoder::libtorch {
namespace {

std::string shape_of(c10::IntArrayRef shape) {
  std::string text = "(";
  for (const auto size : shape) text += (text.size() > 1 ? ", " : "") + std::to_string(size);
  return text + ")";
}

}  // namespace

torch::Tensor call_model(const std::string& path, const torch::jit::Module& module,
                         const std::string& method, std::vector<torch::IValue> inputs,
                         std::initializer_list<std::int64_t> promised) {
  const auto refuse = [&](const std::string& what) { throw DecodeError("'" + path + "' " + what); };
  const c10::IntArrayRef shape(promised.begin(), promised.size());
  torch::IValue output;
  try {
    output = module.get_method(method)(std::move(inputs));
  } catch (const std::exception& error) {
    refuse("fails to " + method + " (" + first_line(error.what()) + ").");
  }
  if (!output.isTensor()) {
    refuse(method + "s to a " + output.tagKind() + " where one tensor was expected.");
  }
  const torch::Tensor made = output.toTensor().to(torch::kCPU, torch::kFloat);
  if (made.sizes() != shape) {
    refuse(method + "s to the shape " + shape_of(made.sizes()) + " where " + shape_of(shape) +
           " was promised by '" + method + "_params'.");
  }
  return made;
}

void prepare() {
  const Inference inference;
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

}  // namespace granvae::decoder::libtorch
