// Waiting for another thread, so that no notification is slept through.
#pragma once

#include <atomic>
#include <semaphore>
#if defined(__MINGW32__)
#include <chrono>
#include <thread>
#endif

namespace granvae::core {

// Without a futex, GCC's library misses what is notified just before it begins to wait (GCC 12,
// bits/atomic_wait.h: the value is compared outside the lock). There one looks again now and then.
#if defined(__MINGW32__)
template <class Value>
void wait_for_change(const std::atomic<Value>& value, Value old) {
  while (value.load() == old) std::this_thread::sleep_for(std::chrono::microseconds(200));
}
inline void acquire(std::counting_semaphore<>& semaphore) {
  while (!semaphore.try_acquire_for(std::chrono::milliseconds(5))) {
  }
}
#else
template <class Value>
void wait_for_change(const std::atomic<Value>& value, Value old) {
  value.wait(old);
}
inline void acquire(std::counting_semaphore<>& semaphore) { semaphore.acquire(); }
#endif

}  // namespace granvae::core
