// The worker thread of the process, which decodes for all engines, and the one that reads models.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <semaphore>
#include <thread>
#include <vector>

#include "engine/worker/live_decoder.hpp"
#include "engine/worker/model_loader.hpp"
#include "engine/worker/session.hpp"
#include "engine/worker/thread_priority.hpp"

namespace granvae::engine {

class Worker {
 public:
  // Ends with the last who holds it, who does not wait for that but on Windows; the next gets
  // another.
  static std::shared_ptr<Worker> shared();

  // Not on the audio thread. The session is let go of once it is closed.
  void attach(std::shared_ptr<Session> session);

  // Any thread, without waiting: there is work to do. The audio thread does not call even this:
  // while anybody plays live, the worker polls by itself.
  void wake() { wakes_.release(); }

  // Leaves what waits: its threads end once they are done with what they load or decode.
  void end();
  bool ended() const { return ended_.load(); }
  // Waits for that.
  void stop();

  ~Worker();
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

 private:
  Worker();
  void run();
  void serve();
  void wait_for_work();
  // Decodes live grains that wait; returns all sessions that are open.
  std::vector<std::shared_ptr<Session>> serve_live();
  // Does what waits in a session now.
  void work(const std::shared_ptr<Session>& session);
  // Between two slices of long work: live grains, and what waits in other sessions.
  void pause();
  std::vector<std::shared_ptr<Session>> open_sessions();

  std::mutex mutex_;  // of sessions_; held only to copy the list
  std::vector<std::shared_ptr<Session>> sessions_;
  std::counting_semaphore<> wakes_{0};
  std::atomic<bool> stopping_{false};
  std::atomic<bool> ended_{false};

  // The worker's.
  std::vector<std::shared_ptr<Session>> open_;
  LiveDecoder live_;
  bool live_left_ = false;    // grains that wait
  std::uint64_t slices_ = 0;  // of long work
  ThreadPriority priority_;

  std::unique_ptr<ModelLoader> loader_;
  std::thread thread_;
};

}  // namespace granvae::engine
