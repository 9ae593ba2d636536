// Messages on their way to the engine, in the order in which they came.
#pragma once

#include <deque>
#include <optional>
#include <string>

#include "engine/engine.hpp"
#include "pd/array_copy.hpp"

namespace granvae::pd {

// Behind one that takes a large array, the others wait until it is copied.
class CallQueue {
 public:
  void add(engine::Call call, std::optional<ArrayCopy> array) {
    waiting_.push_back({std::move(call), std::move(array)});
  }
  // Sends what is ready, and copies the next part of what is not, or with `whole` all of it.
  void advance(engine::Engine& engine, bool whole);
  bool empty() const { return waiting_.empty(); }

 private:
  struct Waiting {
    engine::Call call;
    std::optional<ArrayCopy> array;
  };
  std::deque<Waiting> waiting_;
};

}  // namespace granvae::pd
