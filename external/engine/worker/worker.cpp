#include "engine/worker/worker.hpp"

#include <algorithm>
#include <chrono>
#include <utility>
#if defined(__linux__)
#include <unistd.h>
#elif defined(__APPLE__)
#include <pthread.h>
#endif

#include "engine/worker/aside.hpp"

namespace granvae::engine {
namespace {

bool is_main_thread() {
#if defined(__linux__)
  return gettid() == getpid();
#elif defined(__APPLE__)
  return pthread_main_np() != 0;
#else
  return false;  // Windows has ended all other threads by then
#endif
}

// When a process ends, what belongs to the thread that ends it goes first, before everything
// static. Without this, libtorch would be destroyed while the loader still opens it, or the worker
// decodes.
struct Ending {
  bool armed = false;
  ~Ending() {
    if (armed && is_main_thread()) Worker::shared().stop();
  }
};
thread_local Ending ending;
// The module is loaded by the main thread, as a rule.
[[maybe_unused]] const bool on_loading = ending.armed = true;

}  // namespace

Worker& Worker::shared() {
  ending.armed = true;
  static Worker worker;
  return worker;
}

Worker::Worker() {
  prepare_aside();
  loader_ = std::make_unique<ModelLoader>();
  thread_ = std::thread([this] { run(); });
}

Worker::~Worker() { stop(); }

void Worker::stop() {
  if (stopping_.exchange(true)) return;
  for (const auto& session : open_sessions()) session->close();
  wake();
  thread_.join();
  loader_.reset();
}

void Worker::attach(std::shared_ptr<Session> session) {
  const std::lock_guard lock(mutex_);
  sessions_.push_back(std::move(session));
}

void Worker::run() {
  while (!stopping_.load()) {
    wait_for_work();
    for (const auto& session : serve_live()) {
      if (stopping_.load()) return;
      work(session);
    }
  }
}

// Nobody wakes the worker for a live grain.
void Worker::wait_for_work() {
  double period = 0.0;
  bool live = false;
  for (const auto& session : open_) {
    live = live || (session->plays_live() && !session->offline());
    const double polls = session->poll_period();
    if (polls > 0.0) period = period > 0.0 ? std::min(period, polls) : polls;
  }
  // Only then: a long path in a hurry would hold up what else the machine does.
  priority_.raise(live);
  if (live_left_) {
    // At once.
  } else if (period > 0.0) {
    (void)wakes_.try_acquire_for(std::chrono::duration<double>(period));
  } else {
    wakes_.acquire();
  }
  while (wakes_.try_acquire()) {
  }
}

std::vector<std::shared_ptr<Session>> Worker::serve_live() {
  open_ = open_sessions();
  live_left_ = live_.serve(open_);
  for (const auto& session : open_) session->watch_live();
  return open_;
}

// Within the long work of others, a session waits for as many slices of theirs as its own work took
// last: so each has its share of the time, however much it wants.
void Worker::pause() {
  ++slices_;
  for (const auto& session : serve_live()) {
    const Turn& turn = session->turn();
    if (!turn.under_way && slices_ >= turn.next) work(session);
  }
}

void Worker::work(const std::shared_ptr<Session>& session) {
  std::uint64_t slices = 0;
  session->turn().under_way = true;
  std::vector<std::string> files = session->work([&] {
    ++slices;
    pause();
    return !session->closed();
  });
  session->turn() = {false, slices_ + slices};
  if (files.empty()) return;
  loader_->load(std::move(files), session->back_end(), [this, session](LoadedModel loaded) {
    session->receive(std::move(loaded));
    wake();
  });
}

std::vector<std::shared_ptr<Session>> Worker::open_sessions() {
  std::vector<std::shared_ptr<Session>> closed;  // freed after the lock is
  const std::lock_guard lock(mutex_);
  std::vector<std::shared_ptr<Session>> open;
  for (auto& session : sessions_) (session->closed() ? closed : open).push_back(session);
  sessions_ = open;
  return open;
}

}  // namespace granvae::engine
