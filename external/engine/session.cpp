#include "engine/session.hpp"

#include <algorithm>
#include <utility>

#include "engine/wav.hpp"

namespace granvae {

void Session::submit(std::unique_ptr<Request> request) {
  submitted_.fetch_add(1);
  requests_.push(request.release());
}

void Session::wait() const {
  for (auto done = done_.load(); done != submitted_.load(); done = done_.load()) done_.wait(done);
}

std::shared_ptr<const Table> Session::table() const {
  const std::lock_guard lock(table_mutex_);
  return table_;
}

void Session::publish(Table table) {
  auto shared = std::make_shared<const Table>(std::move(table));
  exchange_.publish(shared);
  const std::lock_guard lock(table_mutex_);
  table_ = std::move(shared);
}

// Newest wins: of several requests that waited, only the last model and the last path are made. A
// file that is written parts them, for it is to hold what was asked for before it.
std::vector<std::string> Session::work(const GoesOn& goes_on) {
  for (Request* request = requests_.take_all_in_order(); request != nullptr;) {
    waiting_.emplace_back(request);
    request = request->next;
  }
  if (loading_ && !adopt()) return {};
  while (!waiting_.empty()) {
    Pending next = pending();
    if (!next.models.empty()) {
      for (std::uint64_t k = 0; k < next.requests; ++k) waiting_[k]->model.reset();
      loading_ = true;
      return std::move(next.models);
    }
    make(next, goes_on);
    waiting_.erase(waiting_.begin(), waiting_.begin() + static_cast<std::ptrdiff_t>(next.requests));
    exchange_.collect();
    done_.fetch_add(next.requests);
    done_.notify_all();
  }
  return {};
}

Session::Pending Session::pending() const {
  Pending next;
  for (const auto& request : waiting_) {
    ++next.requests;
    // One that cannot be played must not keep an older one from it.
    if (request->model) next.models.insert(next.models.begin(), *request->model);
    if (request->path) next.path = request->path;
    next.describing = next.describing || request->describe;
    next.stale = next.stale || !(request->describe || request->write || request->look);
    next.write = request->write;
    if (next.write) break;
  }
  return next;
}

void Session::receive(LoadedModel loaded) {
  const std::lock_guard lock(loaded_mutex_);
  loaded_ = std::move(loaded);
}

bool Session::adopt() {
  std::optional<LoadedModel> loaded;
  {
    const std::lock_guard lock(loaded_mutex_);
    loaded.swap(loaded_);
  }
  if (!loaded) return false;
  loading_ = false;
  for (std::string& fault : loaded->faults) report(Event::Kind::error, std::move(fault));
  if (!loaded->model) return true;
  const ModelInfo& info = loaded->model->info();
  // A path of another space means nothing in this one, which then begins at its origin.
  if (model_ && model_->info().latents != info.latents) path_.reset();
  model_ = std::move(loaded->model);
  changed_ = true;
  fault_.clear();
  report(Event::Kind::loaded, info.path,
         {static_cast<float>(info.latents), static_cast<float>(info.grain),
          static_cast<float>(info.rate)});
  publish_model();
  return true;
}

void Session::make(const Pending& next, const GoesOn& goes_on) {
  joining_ = waiting_[next.requests - 1]->joining;
  if (!model_ && next.path) path_ = next.path;
  // A single point is nothing but live grains while these are all that sounds.
  const bool points = !next.path || next.path->kind == PathRequest::Kind::latent ||
                      next.path->kind == PathRequest::Kind::random;
  const bool alive = playing_live_.load() && !offline() && table() && !changed_ && points;
  if (model_ && next.stale) {
    if (alive && next.path) {
      accept(*next.path);
    } else if (!alive) {
      decode(next.path, goes_on);
    }
  }
  look();
  if (next.describing) describe();
  if (!next.write) return;
  if (behind_) decode(std::nullopt, goes_on);
  write(*next.write);
}

// What cannot be decoded is reported, and what sounded before goes on.
void Session::decode(const std::optional<PathRequest>& asked, const GoesOn& goes_on) {
  const int latents = model_->info().latents;
  const PathRequest origin{PathRequest::Kind::latent,
                           std::vector<float>(static_cast<std::size_t>(latents), 0.0f)};
  const PathRequest request = asked ? *asked : path_.value_or(origin);
  try {
    const std::vector<float> points = points_of(request, latents);
    auto table = decode_table(*model_, points, joining_.join, joining_.law, goes_on);
    if (!table) return;
    publish(std::move(*table));
    path_ = request;
    changed_ = behind_ = false;
    if (asked && request.kind == PathRequest::Kind::random) tell_drawn(points);
  } catch (const std::exception& error) {
    report(Event::Kind::error, error.what());
    // What was asked for before the model came does not fit it: play its origin instead.
    if (!asked && path_) {
      path_.reset();
      decode(std::nullopt, goes_on);
    }
  }
}

void Session::accept(const PathRequest& request) {
  try {
    const std::vector<float> points = points_of(request, model_->info().latents);
    path_ = request;
    behind_ = true;
    if (request.kind == PathRequest::Kind::random) tell_drawn(points);
  } catch (const std::exception& error) {
    report(Event::Kind::error, error.what());
  }
}

void Session::tell_drawn(const std::vector<float>& point) {
  auto sent = std::make_unique<SentPoint>();
  sent->values = point;
  live_.point.sent.publish(std::move(sent));
  report(Event::Kind::latents, "", point);
}

void Session::publish_model() {
  const ModelInfo& info = model_->info();
  auto model = std::make_unique<LiveModel>();
  model->shape = {info.grain, info.rate};
  if (info.latents <= LiveRequest::kMostLatents) {
    model->point.resize(static_cast<std::size_t>(info.latents));
  }
  live_.point.models.publish(std::move(model));
}

// Whether live grains can be what is wanted.
void Session::look() {
  if (!model_ || !playing_live_.load()) return;
  const int latents = model_->info().latents;
  const int signals = signals_.load();
  if (latents > LiveRequest::kMostLatents) {
    report_once("live takes a model of at most " + std::to_string(LiveRequest::kMostLatents) +
                " latents, and '" + model_->info().path + "' has " + std::to_string(latents) +
                "; its onsets play the table instead.");
  } else if (signals > latents) {
    report_once(std::to_string(signals) + " latents come as signals, and '" + model_->info().path +
                "' has " + std::to_string(latents) + "; those beyond are not heard.");
  }
}

void Session::report_once(const std::string& fault) {
  if (fault == fault_) return;
  fault_ = fault;
  report(Event::Kind::error, fault);
}

void Session::write(const std::string& path) {
  try {
    const std::shared_ptr<const Table> now = table();
    if (!now) {
      throw DecodeError("'" + path +
                        "' is not written, since there is no table yet; read a model.");
    }
    write_wav(path, *now);
    report(Event::Kind::written, path);
  } catch (const std::exception& error) {
    report(Event::Kind::error, error.what());
  }
}

void Session::describe() {
  const std::shared_ptr<const Table> now = table();
  const std::string model = model_ ? model_->info().path : "";
  if (!now) return report(Event::Kind::table, model, {0.0f, 0.0f, 0.0f});
  report(Event::Kind::table, model,
         {static_cast<float>(now->size()), static_cast<float>(now->grain()),
          static_cast<float>(now->rate())});
}

void Session::report(Event::Kind kind, std::string text, std::vector<float> values) {
  events_.push(new Event{kind, std::move(text), std::move(values)});
}

}  // namespace granvae
