// Where what is watched is counted.
#pragma once

namespace granvae::testing {

// Constant names only: nothing may be allocated here.
struct Tally {
  int allocations = 0;
  int locks = 0;
  int system_calls = 0;
  const char* first = nullptr;
  long first_call = -1;  // the system call's number, if one came first
};

// Of this thread, while it is watched; else null.
inline thread_local constinit Tally* tally = nullptr;

inline void note(int Tally::* kind, const char* name, long call = -1) {
  if (tally == nullptr) return;
  if (tally->first == nullptr) {
    tally->first = name;
    tally->first_call = call;
  }
  ++(tally->*kind);
}

}  // namespace granvae::testing
