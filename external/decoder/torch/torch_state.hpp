// What makes two calls of a model differ: its memory and its randomness. Includes libtorch: for the
// files of this back end only.
#pragma once

#include <torch/script.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "decoder/decoder.hpp"

namespace granvae::decoder::libtorch {

// What a model remembers from call to call, such as the ends of cached convolutions: everything in
// its modules that is no parameter.
class TorchMemory {
 public:
  // Remembers how the module is now.
  explicit TorchMemory(const torch::jit::Module& module);
  // Keeps only what has changed since: to be called once the module has been run.
  void keep_changed();
  bool empty() const { return slots_.empty(); }
  // Makes the module as it was.
  void restore() const;
  // How the module is now, and back to that; from null, as it was at first.
  std::unique_ptr<Memory> now() const;
  void go_on_from(const Memory* then) const;

 private:
  struct Slot {
    c10::intrusive_ptr<c10::ivalue::Object> owner;
    std::size_t index;
    c10::IValue value;
  };
  std::vector<Slot> slots_;
};

// Numbers of our own in place of those that torch draws for the whole process. The latter go on
// afterwards as if nothing had been drawn.
class TorchRandomness {
 public:
  void seed(std::uint64_t seed);
  // While this lives, on this thread, torch draws from `randomness`, if that was ever seeded.
  class Use {
   public:
    explicit Use(TorchRandomness& randomness);
    ~Use();
    Use(const Use&) = delete;
    Use& operator=(const Use&) = delete;

   private:
    TorchRandomness& randomness_;
    torch::Tensor outside_;
  };

 private:
  torch::Tensor state_;
};

}  // namespace granvae::decoder::libtorch
