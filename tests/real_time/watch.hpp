// Watches what a thread does that an audio thread must not.
#pragma once

#include <functional>
#include <string>

namespace granvae::testing {

// What a thread did while it was watched.
struct Activity {
  int allocations = 0;   // calls of malloc and its kin, free among them; new and delete call these
  int locks = 0;         // calls that lock, wait or wake, and first makings of static variables
  int system_calls = 0;  // whatever they are
  std::string first = "";  // the name of the first of all these, or a system call's number

  bool none() const { return allocations == 0 && locks == 0 && system_calls == 0; }
};

// Runs `act` on a thread of its own whose system calls all pass through a seccomp filter of ours,
// which other threads do not notice. Throws std::runtime_error where the kernel offers none.
void on_watched_thread(const std::function<void()>& act);

// Watches this thread, which is a watched one, while it does `act`.
void watch(Activity& activity, const std::function<void()>& act);

}  // namespace granvae::testing
