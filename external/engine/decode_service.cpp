#include "engine/decode_service.hpp"

#include <utility>

#include "decoder/decoder.hpp"

namespace granvae {

DecodeService& DecodeService::shared() {
  static DecodeService service;
  return service;
}

DecodeService::DecodeService() {
  prepare_decoders();
  thread_ = std::thread([this] { run(); });
}

DecodeService::~DecodeService() {
  stopping_.store(true);
  for (const auto& session : open_sessions()) session->close();
  wake();
  thread_.join();
}

void DecodeService::attach(std::shared_ptr<Session> session) {
  const std::lock_guard lock(mutex_);
  sessions_.push_back(std::move(session));
}

void DecodeService::run() {
  ModelStore models;
  while (true) {
    wakes_.acquire();
    while (wakes_.try_acquire()) {
    }
    for (const auto& session : open_sessions()) {
      if (stopping_.load()) return;
      session->work(models);
    }
    if (stopping_.load()) return;
  }
}

std::vector<std::shared_ptr<Session>> DecodeService::open_sessions() {
  std::vector<std::shared_ptr<Session>> closed;  // freed after the lock is
  const std::lock_guard lock(mutex_);
  std::vector<std::shared_ptr<Session>> open;
  for (auto& session : sessions_) (session->closed() ? closed : open).push_back(session);
  sessions_ = open;
  return open;
}

}  // namespace granvae
