// How soon the system lets a thread run that has become ready.
#pragma once

namespace granvae::engine {

// Asks the system to run the calling thread before others while it is raised. A system that refuses
// is not asked again: threads without that right go on as they were.
//
// On Linux: round robin at the lowest real-time priority, below every audio thread that has one, or
// else a lower nice value; distributions give both rights to those who make music, mostly by the
// group `audio` or `pipewire`. On macOS and Windows everybody has the right.
class ThreadPriority {
 public:
  // Always from the same thread.
  void raise(bool on);

 private:
  bool raised_ = false;
  [[maybe_unused]] int nice_ = 0;  // before, on Linux
};

}  // namespace granvae::engine
