// What a session has to do with live grains and the models that they are decoded by.
#include <algorithm>
#include <utility>

#include "engine/state/state_model.hpp"
#include "engine/worker/session.hpp"

namespace granvae::engine {

void Session::receive(LoadedModel loaded) {
  const std::lock_guard lock(loaded_mutex_);
  loaded_ = std::move(loaded);
}

bool Session::adopt_model() {
  std::optional<LoadedModel> loaded;
  {
    const std::lock_guard lock(loaded_mutex_);
    loaded.swap(loaded_);
  }
  if (!loaded) return false;
  loading_ = false;
  for (std::string& fault : loaded->faults) report("error", {std::move(fault)});
  if (!loaded->model.decoder) {
    // What plays is kept, and so is how it was read.
    if (by_libtorch_ && model_ && model_->info().back_end != "libtorch") {
      by_libtorch_ = false;
      for (const auto& request : waiting_) request->settings.libtorch = false;
      values_.set_back(ParameterId::libtorch, 1.0, 0.0);
    }
    return true;
  }
  adopt_map(loaded->model);
  model_ = std::move(loaded->model.decoder);
  model_changed_ = true;
  last_live_error_.clear();
  const decoder::ModelInfo& info = model_->info();
  keep(kept_.model, full_path(info.path));
  plays_by_libtorch_.store(info.back_end == "libtorch");
  report("loaded", {info.path, std::int64_t{info.latents}, std::int64_t{info.grain}, info.rate});
  publish_model();
  return true;
}

void Session::publish_model() {
  const decoder::ModelInfo& info = model_->info();
  auto model = std::make_unique<core::LiveModel>();
  model->shape = {info.grain, info.rate};
  if (info.latents <= core::LiveRequest::kMostLatents) {
    model->point.resize(static_cast<std::size_t>(info.latents));
  }
  live_->point.models.publish(std::move(model));
}

bool Session::decodes_live() const {
  return model_ && model_->info().latents <= core::LiveRequest::kMostLatents;
}

bool Session::only_live_sounds() const {
  return playing_live_.load() && decodes_live() && !offline() && !model_changed_ &&
         table() != nullptr;
}

// A latent that was sent is there already, unless another came from here since.
void Session::send_path_point(const LatentPath& path, const std::vector<Call>& edits) {
  if (path.count() != 1) return;
  const bool sent = std::all_of(edits.begin(), edits.end(),
                                [](const Call& call) { return call.id == MessageId::latent; });
  if (!sent || sent_path_point_) send_point(path.points);
  sent_path_point_ = !sent;
}

void Session::watch_live() {
  if (!plays_live() || offline()) return late_watch_.stop();
  const auto enough = late_watch_.look(live_->grains, latency_.load(std::memory_order_relaxed));
  if (!enough) return;
  report("error", {"most live grains come too late, so that earlier ones sound in their place; set "
                   "latency to " +
                   std::to_string(*enough) + " samples or more."});
}

void Session::check_live() {
  if (!model_ || !playing_live_.load()) return;
  const int latents = model_->info().latents;
  const int signals = signals_.load();
  if (latents > core::LiveRequest::kMostLatents) {
    report_once("live takes a model of at most " + std::to_string(core::LiveRequest::kMostLatents) +
                " latents, and '" + model_->info().path + "' has " + std::to_string(latents) +
                "; its onsets play the table instead.");
  } else if (signals > latents) {
    report_once(std::to_string(signals) + " latents come as signals, and '" + model_->info().path +
                "' has " + std::to_string(latents) + "; those beyond are not heard.");
  }
}

}  // namespace granvae::engine
