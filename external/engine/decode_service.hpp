// The one worker thread of the process, which loads models and decodes for all engines.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <semaphore>
#include <thread>
#include <vector>

#include "engine/session.hpp"

namespace granvae {

class DecodeService {
 public:
  static DecodeService& shared();

  // Not on the audio thread. The session is let go of once it is closed.
  void attach(std::shared_ptr<Session> session);

  // Any thread, without waiting: there is work to do.
  void wake() { wakes_.release(); }

  DecodeService(const DecodeService&) = delete;
  DecodeService& operator=(const DecodeService&) = delete;

 private:
  DecodeService();
  // Runs at the process's end, before libtorch's own destructors: the worker must not be inside it
  // by then.
  ~DecodeService();
  void run();
  std::vector<std::shared_ptr<Session>> open_sessions();

  std::mutex mutex_;  // of sessions_; held only to copy the list
  std::vector<std::shared_ptr<Session>> sessions_;
  std::counting_semaphore<> wakes_{0};
  std::atomic<bool> stopping_{false};
  std::thread thread_;
};

}  // namespace granvae
