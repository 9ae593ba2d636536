// What locks, waits or wakes, with a tally before it, in the same way. Locks that no one holds make
// no system call, and would not be seen otherwise.
#include <dlfcn.h>
#include <pthread.h>
#include <semaphore.h>

#include <cstdint>

#include "tally.hpp"

namespace {

// Notes the call, and makes it in the library that comes after the program.
template <class... Arguments>
int pass_on(const char* name, Arguments... arguments) {
  granvae::testing::note(&granvae::testing::Tally::locks, name);
  return reinterpret_cast<int (*)(Arguments...)>(dlsym(RTLD_NEXT, name))(arguments...);
}

}  // namespace

extern "C" {
#pragma GCC visibility push(default)

int pthread_mutex_lock(pthread_mutex_t* mutex) noexcept { return pass_on(__func__, mutex); }
int pthread_mutex_trylock(pthread_mutex_t* mutex) noexcept { return pass_on(__func__, mutex); }
int pthread_mutex_timedlock(pthread_mutex_t* mutex, const timespec* until) noexcept {
  return pass_on(__func__, mutex, until);
}
int pthread_mutex_clocklock(pthread_mutex_t* mutex, clockid_t clock,
                            const timespec* until) noexcept {
  return pass_on(__func__, mutex, clock, until);
}
int pthread_rwlock_rdlock(pthread_rwlock_t* lock) noexcept { return pass_on(__func__, lock); }
int pthread_rwlock_wrlock(pthread_rwlock_t* lock) noexcept { return pass_on(__func__, lock); }
int pthread_rwlock_tryrdlock(pthread_rwlock_t* lock) noexcept { return pass_on(__func__, lock); }
int pthread_rwlock_trywrlock(pthread_rwlock_t* lock) noexcept { return pass_on(__func__, lock); }
int pthread_spin_lock(pthread_spinlock_t* lock) noexcept { return pass_on(__func__, lock); }
int pthread_spin_trylock(pthread_spinlock_t* lock) noexcept { return pass_on(__func__, lock); }
int pthread_cond_wait(pthread_cond_t* condition, pthread_mutex_t* mutex) {
  return pass_on(__func__, condition, mutex);
}
int pthread_cond_timedwait(pthread_cond_t* condition, pthread_mutex_t* mutex,
                           const timespec* until) {
  return pass_on(__func__, condition, mutex, until);
}
int pthread_cond_clockwait(pthread_cond_t* condition, pthread_mutex_t* mutex, clockid_t clock,
                           const timespec* until) {
  return pass_on(__func__, condition, mutex, clock, until);
}
int pthread_cond_signal(pthread_cond_t* condition) noexcept { return pass_on(__func__, condition); }
int pthread_cond_broadcast(pthread_cond_t* condition) noexcept {
  return pass_on(__func__, condition);
}
int pthread_barrier_wait(pthread_barrier_t* barrier) noexcept { return pass_on(__func__, barrier); }
int pthread_once(pthread_once_t* once, void (*make)()) { return pass_on(__func__, once, make); }
int sem_wait(sem_t* semaphore) { return pass_on(__func__, semaphore); }
int sem_trywait(sem_t* semaphore) noexcept { return pass_on(__func__, semaphore); }
int sem_timedwait(sem_t* semaphore, const timespec* until) {
  return pass_on(__func__, semaphore, until);
}
int sem_clockwait(sem_t* semaphore, clockid_t clock, const timespec* until) {
  return pass_on(__func__, semaphore, clock, until);
}
int sem_post(sem_t* semaphore) noexcept { return pass_on(__func__, semaphore); }

// Called where a function's static variable is not made yet.
int __cxa_guard_acquire(std::uint64_t* guard) { return pass_on(__func__, guard); }

#pragma GCC visibility pop
}
