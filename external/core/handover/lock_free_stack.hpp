// Hands nodes from many threads to one taker without a lock.
#pragma once

#include <atomic>
#include <memory>
#include <utility>

namespace granvae::core {

// An intrusive stack (Treiber 1986) whose only removal takes everything at once, which is what
// makes it free of the ABA problem. `Node` has a public member `Node* next`. `push` does not
// allocate and is safe on the audio thread.
template <class Node>
class LockFreeStack {
 public:
  LockFreeStack() = default;
  LockFreeStack(const LockFreeStack&) = delete;
  LockFreeStack& operator=(const LockFreeStack&) = delete;
  ~LockFreeStack() { clear(); }

  void push(Node* node) noexcept {
    node->next = head_.load(std::memory_order_relaxed);
    while (!head_.compare_exchange_weak(node->next, node, std::memory_order_release,
                                        std::memory_order_relaxed)) {
    }
  }

  // Deletes everything pushed so far.
  void clear() {
    for (Node* node = take_all(); node != nullptr;) delete std::exchange(node, node->next);
  }

  // Everything pushed so far, newest first; the caller owns the nodes.
  [[nodiscard]] Node* take_all() noexcept {
    return head_.exchange(nullptr, std::memory_order_acquire);
  }

  // Hands everything pushed so far to `take`, each node as a std::unique_ptr, oldest first.
  template <class Take>
  void drain(Take take) {
    Node* ordered = nullptr;
    for (Node* node = take_all(); node != nullptr;) {
      Node* next = std::exchange(node->next, ordered);
      ordered = std::exchange(node, next);
    }
    while (ordered != nullptr) take(std::unique_ptr<Node>(std::exchange(ordered, ordered->next)));
  }

 private:
  static_assert(std::atomic<Node*>::is_always_lock_free);
  std::atomic<Node*> head_{nullptr};
};

}  // namespace granvae::core
