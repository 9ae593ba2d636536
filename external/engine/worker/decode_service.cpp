#include "engine/worker/decode_service.hpp"

#include <algorithm>
#include <utility>

#include "decoder/decoder.hpp"

namespace granvae::engine {

DecodeService& DecodeService::shared() {
  static DecodeService service;
  return service;
}

DecodeService::DecodeService() {
  decoder::prepare_decoders();
  loader_ = std::make_unique<ModelLoader>();
  thread_ = std::thread([this] { run(); });
}

DecodeService::~DecodeService() {
  stopping_.store(true);
  for (const auto& session : open_sessions()) session->close();
  wake();
  thread_.join();
  loader_.reset();
}

void DecodeService::attach(std::shared_ptr<Session> session) {
  const std::lock_guard lock(mutex_);
  sessions_.push_back(std::move(session));
}

void DecodeService::run() {
  while (!stopping_.load()) {
    rest();
    for (const auto& session : serve_live()) {
      if (stopping_.load()) return;
      // Others do not wait for the end of a long path or encoding, only for each other's.
      work(session, [this, &session] {
        for (const auto& other : serve_live()) {
          if (other != session) work(other, [this] { serve_live(); });
        }
      });
    }
  }
}

// Until there may be work. Nobody wakes the worker for a live grain.
void DecodeService::rest() {
  double period = 0.0;
  for (const auto& session : open_) {
    const double looks = session->look_period();
    if (looks > 0.0) period = period > 0.0 ? std::min(period, looks) : looks;
  }
  // Only then: a long path in a hurry would hold up what else the machine does.
  urgency_.want(period > 0.0);
  if (period > 0.0) {
    (void)wakes_.try_acquire_for(std::chrono::duration<double>(period));
  } else {
    wakes_.acquire();
  }
  while (wakes_.try_acquire()) {
  }
}

std::vector<std::shared_ptr<Session>> DecodeService::serve_live() {
  open_ = open_sessions();
  live_.serve(open_);
  return open_;
}

void DecodeService::work(const std::shared_ptr<Session>& session,
                         const std::function<void()>& meanwhile) {
  std::vector<std::string> files = session->work([&] {
    meanwhile();
    return !session->closed();
  });
  if (files.empty()) return;
  loader_->load(std::move(files), [this, session](LoadedModel loaded) {
    session->receive(std::move(loaded));
    wake();
  });
}

std::vector<std::shared_ptr<Session>> DecodeService::open_sessions() {
  std::vector<std::shared_ptr<Session>> closed;  // freed after the lock is
  const std::lock_guard lock(mutex_);
  std::vector<std::shared_ptr<Session>> open;
  for (auto& session : sessions_) (session->closed() ? closed : open).push_back(session);
  sessions_ = open;
  return open;
}

}  // namespace granvae::engine
