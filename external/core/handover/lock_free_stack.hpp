// Hands nodes from many threads to one taker without a lock.
#pragma once

#include <atomic>

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
  ~LockFreeStack() {
    for (Node* node = take_all(); node != nullptr;) {
      Node* next = node->next;
      delete node;
      node = next;
    }
  }

  void push(Node* node) {
    node->next = head_.load(std::memory_order_relaxed);
    while (!head_.compare_exchange_weak(node->next, node, std::memory_order_release,
                                        std::memory_order_relaxed)) {
    }
  }

  // Everything pushed so far, newest first; the caller owns the nodes.
  Node* take_all() { return head_.exchange(nullptr, std::memory_order_acquire); }

  // The same, oldest first.
  Node* take_all_in_order() {
    Node* ordered = nullptr;
    for (Node* node = take_all(); node != nullptr;) {
      Node* next = node->next;
      node->next = ordered;
      ordered = node;
      node = next;
    }
    return ordered;
  }

  bool empty() const { return head_.load(std::memory_order_relaxed) == nullptr; }

 private:
  std::atomic<Node*> head_{nullptr};
};

}  // namespace granvae::core
