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
void Session::work(ModelStore& models) {
  std::uint64_t taken = 0;
  Pending pending;
  for (Request* request = requests_.take_all_in_order(); request != nullptr; ++taken) {
    const std::unique_ptr<Request> owned(request);
    request = owned->next;
    if (auto& file = owned->model) pending.models.push_back(std::move(*file));
    if (owned->path) pending.path = std::move(owned->path);
    joining_ = owned->joining;
    pending.describing = pending.describing || owned->describe;
    pending.stale = pending.stale || !(owned->describe || owned->write);
    if (const auto file = std::move(owned->write)) {
      make(models, std::exchange(pending, {}));
      write(*file);
    }
  }
  make(models, pending);
  exchange_.collect();
  done_.fetch_add(taken);
  done_.notify_all();
}

void Session::make(ModelStore& models, const Pending& pending) {
  // One that cannot be played must not keep an older one from it.
  for (auto file = pending.models.rbegin(); file != pending.models.rend(); ++file) {
    if (read(models, *file)) break;
  }
  if (!model_ && pending.path) path_ = pending.path;
  if (model_ && pending.stale) decode(pending.path);
  if (pending.describing) describe();
}

bool Session::read(ModelStore& models, const std::string& path) {
  try {
    std::shared_ptr<Decoder> loaded = models.load(path);
    const ModelInfo& info = loaded->info();
    // A path of another space means nothing in this one, which then begins at its origin.
    if (model_ && model_->info().latents != info.latents) path_.reset();
    model_ = std::move(loaded);
    report(Event::Kind::loaded, info.path,
           {static_cast<float>(info.latents), static_cast<float>(info.grain),
            static_cast<float>(info.rate)});
    return true;
  } catch (const std::exception& error) {
    report(Event::Kind::error, error.what());
    return false;
  }
}

// What cannot be decoded is reported, and what sounded before goes on.
void Session::decode(const std::optional<PathRequest>& asked) {
  const int latents = model_->info().latents;
  const PathRequest origin{PathRequest::Kind::latent,
                           std::vector<float>(static_cast<std::size_t>(latents), 0.0f)};
  const PathRequest request = asked ? *asked : path_.value_or(origin);
  try {
    const std::vector<float> points = points_of(request, latents);
    auto table = decode_table(*model_, points, joining_.join, joining_.law, closed_);
    if (!table) return;
    publish(std::move(*table));
    path_ = request;
    if (asked && request.kind == PathRequest::Kind::random) {
      report(Event::Kind::latents, "", points);
    }
  } catch (const std::exception& error) {
    report(Event::Kind::error, error.what());
    // What was asked for before the model came does not fit it: play its origin instead.
    if (!asked && path_) {
      path_.reset();
      decode(std::nullopt);
    }
  }
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
