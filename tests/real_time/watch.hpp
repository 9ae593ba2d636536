// Watches what a thread does that an audio thread must not.
#pragma once

#include <functional>
#include <string>
#include <vector>

namespace granvae::testing {

// What a thread did while it was watched.
struct Deeds {
  int allocations = 0;   // calls of malloc and its kin, free among them; new and delete call these
  int locks = 0;         // calls that lock, wait or wake, and first makings of static variables
  int system_calls = 0;  // whatever they are
  std::string first = "";  // the name of the first of all these, or a system call's number

  bool none() const { return allocations == 0 && locks == 0 && system_calls == 0; }
};

// Runs `act` on a thread of its own whose system calls all pass through a seccomp filter of ours,
// which other threads do not notice. Throws std::runtime_error where the kernel offers none.
void on_watched_thread(const std::function<void()>& act);

// Watches from construction to destruction; on a watched thread only.
class Watch {
 public:
  explicit Watch(Deeds& deeds);
  ~Watch();
  Watch(const Watch&) = delete;
  Watch& operator=(const Watch&) = delete;

 private:
  Deeds& deeds_;
};

}  // namespace granvae::testing
