// With which settings a session decodes and walks.
#include "engine/worker/session.hpp"

namespace granvae::engine {

void Session::use(const Request& request, bool again) {
  adopt(request.settings, again);
  if (request.walk.seed != walk_settings_.seed) walk_seed_.reset();
  walk_settings_.jump = request.walk.jump;
  walk_settings_.near = request.walk.near;
  walk_settings_.seed = request.walk.seed;
}

void Session::renew_settings() {
  for (const auto& request : waiting_) {
    if (request->moment >= restored_) continue;
    const std::uint64_t moment = request->moment;
    request->adopt(values_);
    request->moment = moment;
  }
}

void Session::adopt(const DecodeSettings& asked, bool again) {
  settings_ = asked;
  if (refused_ && *refused_ == asked && !again) {
    settings_.join = proven_.join;
    settings_.fit = proven_.fit;
    settings_.channel = proven_.channel;
    return;
  }
  refused_.reset();
  if (!model_) return;
  try {
    model_->select_channel(asked.channel);
  } catch (const std::exception& error) {
    report("error", {error.what()});
    settings_.channel = proven_.channel <= model_->info().channels ? proven_.channel : 1;
    proven_.channel = settings_.channel;
    refused_ = asked;
    keep_setting(ParameterId::channel, asked.channel, settings_.channel);
  }
}

void Session::keep_setting(ParameterId id, double refused, double before) {
  if (refused != before) values_.set_back(id, refused, before);
}

}  // namespace granvae::engine
