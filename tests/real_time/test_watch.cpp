// The watch itself: what is never seen proves nothing.
#include <doctest/doctest.h>
#include <sched.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <memory>
#include <mutex>
#include <semaphore>
#include <shared_mutex>
#include <string>

#include "watch.hpp"

using namespace granvae::testing;

namespace {

// The compiler may leave out an allocation of which nobody knows.
void* volatile known;

template <class Act>
Activity watched(Act act) {
  Activity activity;
  on_watched_thread([&] { watch(activity, act); });
  return activity;
}

int lazily_made() {
  static const std::string text(64, 'x');
  return static_cast<int>(text.size());
}

}  // namespace

TEST_CASE("the watch sees nothing where nothing is done") {
  int sum = 0;
  CHECK(watched([&] {
          for (int i = 0; i < 1000; ++i) sum = sum + i;
        }).none());
  CHECK(sum == 499500);
}

TEST_CASE("the watch sees what is allocated and freed, by C++ and by C") {
  const Activity both = watched([] {
    int* number = new int(1);
    known = number;
    delete number;
  });
  CHECK(both.allocations == 2);
  CHECK(both.first == "malloc");
  CHECK(watched([] { known = std::malloc(8); }).first == "malloc");
  CHECK(watched([] { known = std::realloc(known, 16); }).first == "realloc");
  CHECK(watched([] { std::free(known); }).first == "free");
  CHECK(watched([] { known = std::calloc(8, 8); }).first == "calloc");
  std::free(known);
  CHECK(watched([] { known = std::aligned_alloc(64, 64); }).first == "aligned_alloc");
  std::free(known);
  CHECK(watched([] {
          struct alignas(64) Wide {
            char bytes[64];
          };
          known = std::make_unique<Wide>().get();
        }).allocations == 2);
  CHECK(watched([] { known = std::make_shared<int>(1).get(); }).allocations == 2);
}

TEST_CASE("the watch sees locks, even if nobody else holds them") {
  std::mutex mutex;
  CHECK(watched([&] { const std::lock_guard lock(mutex); }).first == "pthread_mutex_lock");
  CHECK(watched([&] {
          if (mutex.try_lock()) mutex.unlock();
        }).first == "pthread_mutex_trylock");
  std::shared_mutex shared;
  CHECK(watched([&] { const std::shared_lock lock(shared); }).locks == 1);
  std::condition_variable condition;
  CHECK(watched([&] { condition.notify_all(); }).locks == 1);
  CHECK(watched([] { lazily_made(); }).first == "__cxa_guard_acquire");
  CHECK(watched([] { lazily_made(); }).none());
}

TEST_CASE("the watch sees system calls, and lets them be made") {
  long parent = 0;
  const Activity activity = watched([&] { parent = syscall(SYS_getppid); });
  CHECK(activity.system_calls == 1);
  CHECK(activity.first == "system call " + std::to_string(SYS_getppid));
  CHECK(parent == getppid());
  CHECK(watched([] { sched_yield(); }).system_calls == 1);
  CHECK(watched([] { static_cast<void>(write(-1, "", 0)); }).system_calls == 1);
}

TEST_CASE("the watch sees who waits for or wakes a thread by an atomic") {
  std::counting_semaphore<> semaphore{0};
  CHECK(watched([&] {
          static_cast<void>(semaphore.try_acquire_for(std::chrono::milliseconds(1)));
        }).system_calls > 0);
}
