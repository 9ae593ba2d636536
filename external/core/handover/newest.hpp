// The newest of something, on its way to the audio thread without a lock.
#pragma once

#include <atomic>
#include <memory>

#include "core/handover/lock_free_stack.hpp"

namespace granvae::core {

// Newest wins: what was never taken is dropped when something newer arrives. Everything is made and
// freed by those who publish. `Node` has a public member `Node* next`.
template <class Node>
class Newest {
 public:
  Newest() = default;
  Newest(const Newest&) = delete;
  Newest& operator=(const Newest&) = delete;
  ~Newest() { delete newest_.load(); }

  // Not on the audio thread: allocates, and frees what came back.
  void publish(std::unique_ptr<Node> node) {
    delete newest_.exchange(node.release(), std::memory_order_acq_rel);
    collect();
  }
  // Not on the audio thread: frees what the audio thread no longer uses.
  void collect() { returned_.clear(); }

  // Audio thread. Null when nothing new was published since the last call.
  [[nodiscard]] Node* take() noexcept {
    return newest_.exchange(nullptr, std::memory_order_acq_rel);
  }
  bool has_new() const noexcept { return newest_.load(std::memory_order_acquire) != nullptr; }
  void give_back(Node* node) noexcept { returned_.push(node); }

 private:
  std::atomic<Node*> newest_{nullptr};
  LockFreeStack<Node> returned_;
};

}  // namespace granvae::core
