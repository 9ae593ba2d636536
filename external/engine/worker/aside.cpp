#include "engine/worker/aside.hpp"

#include <chrono>
#include <condition_variable>
#include <future>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace granvae::engine {
namespace {

constexpr std::chrono::microseconds kPeriod{500};

// Does one job after the other.
class SideThread {
 public:
  SideThread() : thread_([this] { run(); }) {}
  ~SideThread() {
    give({});
    thread_.join();
  }
  SideThread(const SideThread&) = delete;
  SideThread& operator=(const SideThread&) = delete;

  // Once the one before is done; an empty one ends the thread.
  void give(std::packaged_task<void()> job) {
    {
      const std::lock_guard lock(mutex_);
      job_ = std::move(job);
      given_ = true;
    }
    changed_.notify_one();
  }

 private:
  void run() {
    while (true) {
      std::packaged_task<void()> job;
      {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [this] { return std::exchange(given_, false); });
        job = std::move(job_);
      }
      if (!job.valid()) return;
      job();
    }
  }

  std::mutex mutex_;  // of what follows
  std::condition_variable changed_;
  std::packaged_task<void()> job_;
  bool given_ = false;
  std::thread thread_;
};

// Those that have nothing to do. A thread keeps what transforms have found for a size of table.
class SideThreads {
 public:
  std::unique_ptr<SideThread> take() {
    const std::lock_guard lock(mutex_);
    if (idle_.empty()) return std::make_unique<SideThread>();
    auto thread = std::move(idle_.back());
    idle_.pop_back();
    return thread;
  }
  void give_back(std::unique_ptr<SideThread> thread) {
    const std::lock_guard lock(mutex_);
    idle_.push_back(std::move(thread));
  }
  void end_idle() {
    std::vector<std::unique_ptr<SideThread>> ended;  // after the lock is
    const std::lock_guard lock(mutex_);
    ended.swap(idle_);
  }

 private:
  std::mutex mutex_;
  std::vector<std::unique_ptr<SideThread>> idle_;
};

// Never destroyed: see Workers.
SideThreads& side_threads() {
  static auto* const threads = new SideThreads;
  return *threads;
}

}  // namespace

void run_aside(std::function<void()> job, const std::function<void()>& meanwhile) {
  std::packaged_task<void()> task(std::move(job));
  std::future<void> done = task.get_future();
  auto thread = side_threads().take();
  thread->give(std::move(task));
  do {
    meanwhile();
  } while (done.wait_for(kPeriod) != std::future_status::ready);
  side_threads().give_back(std::move(thread));
  done.get();
}

void end_aside() { side_threads().end_idle(); }

}  // namespace granvae::engine
