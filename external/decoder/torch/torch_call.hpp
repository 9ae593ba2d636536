// How this back end calls libtorch. Includes libtorch: for the files of this back end only.
#pragma once

#include <ATen/Parallel.h>
#include <torch/csrc/jit/runtime/graph_executor.h>
#include <torch/script.h>

#include <initializer_list>
#include <string>
#include <vector>

namespace granvae::decoder::libtorch {

// What holds while torch computes on this thread.
class Inference {
 public:
  Inference() {
    // More threads make single grains slower, and let one call in a thousand take a third of a
    // second. The number is this thread's own.
    thread_local const bool alone = (at::set_num_threads(1), true);
    static_cast<void>(alone);
  }

 private:
  c10::InferenceMode mode_;
  // Without the profiling executor, which compiles the graph again, for 10 to 20 ms, when a batch
  // of another size comes. What it gains is gained by freezing.
  torch::jit::GraphOptimizerEnabledGuard plain_{false};
};

// A method of a model, on the CPU, as floats. Throws DecodeError with the model's `path`: it fails,
// or makes anything but one tensor of the shape that its METHOD_params promise.
torch::Tensor call_model(const std::string& path, const torch::jit::Module& module,
                         const std::string& method, std::vector<torch::IValue> inputs,
                         std::initializer_list<std::int64_t> promised);

}  // namespace granvae::decoder::libtorch
