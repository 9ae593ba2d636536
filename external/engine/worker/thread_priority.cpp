#include "engine/worker/thread_priority.hpp"

#if defined(__linux__)
#include <sched.h>
#include <sys/resource.h>
#elif defined(__APPLE__)
#include <pthread.h>
#elif defined(_WIN32)
#include <windows.h>
#endif

namespace granvae::engine {
namespace {

#if defined(__linux__)
constexpr int kNice = -11;  // what PipeWire gives its own threads where they cannot be real-time

// Threads that start from here, such as libtorch's, do not inherit it.
bool schedule(int policy, int priority) {
  sched_param wanted{};
  wanted.sched_priority = priority;
  return sched_setscheduler(0, policy | SCHED_RESET_ON_FORK, &wanted) == 0;
}

// Where real-time threads may not compute for long without a pause, the system ends the process.
bool may_take_its_time() {
  rlimit limit{};
  return getrlimit(RLIMIT_RTTIME, &limit) == 0 && limit.rlim_cur == RLIM_INFINITY;
}
#endif

}  // namespace

void ThreadPriority::raise(bool on) {
  if (on == raised_) return;
  raised_ = on;
#if defined(__linux__)
  // Of the calling thread alone, both here and in setpriority, whatever POSIX says of processes.
  if (on) {
    nice_ = getpriority(PRIO_PROCESS, 0);
    if (may_take_its_time() && schedule(SCHED_RR, sched_get_priority_min(SCHED_RR))) return;
    if (nice_ > kNice && schedule(SCHED_OTHER, 0))
      static_cast<void>(setpriority(PRIO_PROCESS, 0, kNice));
  } else {
    schedule(SCHED_OTHER, 0);
    static_cast<void>(setpriority(PRIO_PROCESS, 0, nice_));
  }
#elif defined(__APPLE__)
  pthread_set_qos_class_self_np(on ? QOS_CLASS_USER_INTERACTIVE : QOS_CLASS_DEFAULT, 0);
#elif defined(_WIN32)
  SetThreadPriority(GetCurrentThread(), on ? THREAD_PRIORITY_HIGHEST : THREAD_PRIORITY_NORMAL);
#endif
}

}  // namespace granvae::engine
