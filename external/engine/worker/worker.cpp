#include "engine/worker/worker.hpp"

#include <algorithm>
#include <chrono>
#include <utility>
#if defined(__linux__)
#include <unistd.h>
#elif !defined(_WIN32)
#include <pthread.h>
#endif

#include "core/handover/wait.hpp"
#include "engine/worker/aside.hpp"

namespace granvae::engine {
namespace {

struct Workers {
  std::mutex mutex;  // of what follows
  std::weak_ptr<Worker> shared;
  std::vector<std::unique_ptr<Worker>> ending;
};

// Never destroyed: while Windows unloads a library, waiting for a thread would wait for ever.
Workers& workers() {
  static auto* const all = new Workers;
  return *all;
}

#if defined(_WIN32)
// Waits: a process that ends would stop the threads wherever they are, and hang on what they hold.
void retire(Worker* worker) { delete worker; }
#else
void retire(Worker* worker) {
  worker->end();
  const std::lock_guard lock(workers().mutex);
  workers().ending.emplace_back(worker);
}

bool is_main_thread() {
#if defined(__linux__)
  return gettid() == getpid();
#else
  return pthread_main_np() != 0;
#endif
}

void stop_all() {
  std::shared_ptr<Worker> shared;
  std::vector<std::unique_ptr<Worker>> ending;
  {
    const std::lock_guard lock(workers().mutex);
    shared = workers().shared.lock();
    ending.swap(workers().ending);
  }
  if (shared) shared->stop();
}

// When a process ends, what belongs to the thread that ends it goes first, before everything
// static. Without this, libtorch would be destroyed while the loader still opens it, or the worker
// decodes. Windows ends all other threads before that.
struct Ending {
  bool armed = false;
  ~Ending() {
    if (armed && is_main_thread()) stop_all();
  }
};
thread_local Ending ending;
// The module is loaded by the main thread, as a rule.
[[maybe_unused]] const bool on_loading = ending.armed = true;
#endif

}  // namespace

std::shared_ptr<Worker> Worker::shared() {
#if !defined(_WIN32)
  ending.armed = true;
#endif
  const std::lock_guard lock(workers().mutex);
  if (auto worker = workers().shared.lock()) return worker;
  std::erase_if(workers().ending, [](const auto& worker) { return worker->ended(); });
  std::shared_ptr<Worker> worker(new Worker, retire);
  workers().shared = worker;
  return worker;
}

Worker::Worker() : loader_(std::make_unique<ModelLoader>()), thread_([this] { run(); }) {}

Worker::~Worker() { stop(); }

void Worker::end() {
  stopping_.store(true);
  {
    const std::lock_guard lock(mutex_);
    for (const auto& session : sessions_) session->close();
  }
  wake();
}

void Worker::stop() {
  end();
  if (thread_.joinable()) thread_.join();
}

void Worker::attach(std::shared_ptr<Session> session) {
  const std::lock_guard lock(mutex_);
  sessions_.push_back(std::move(session));
}

void Worker::run() {
  serve();
  // Waits for a file that is being read, which its session no longer wants.
  loader_.reset();
  end_aside();
  open_.clear();
  open_sessions();  // frees those that are closed
  ended_.store(true);
}

void Worker::serve() {
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
    core::acquire(wakes_);
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
