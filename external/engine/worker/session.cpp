#include "engine/worker/session.hpp"

#include <algorithm>
#include <iterator>
#include <thread>
#include <utility>

#include "core/handover/wait.hpp"
#include "engine/corpus/corpus_edits.hpp"
#include "engine/path/encode.hpp"
#include "engine/worker/aside.hpp"

namespace granvae::engine {

void Session::submit(std::unique_ptr<Request> request) {
  submitted_.fetch_add(1);
  requests_.push(request.release());
}

void Session::send_point(std::vector<float> point) {
  auto sent = std::make_unique<core::SentPoint>();
  sent->values = std::move(point);
  live_->point.sent.publish(std::move(sent));
}

void Session::wait() const {
  for (auto done = done_.load(); done != submitted_.load(); done = done_.load()) {
    core::wait_for_change(done_, done);
  }
}

void Session::wait_for(std::chrono::milliseconds time) const {
  constexpr std::chrono::milliseconds kPoll{1};
  const auto end = std::chrono::steady_clock::now() + time;
  while (!idle() && std::chrono::steady_clock::now() < end) std::this_thread::sleep_for(kPoll);
}

std::shared_ptr<const core::Table> Session::table() const {
  const std::lock_guard lock(kept_mutex_);
  return table_;
}

LatentPath Session::path() const {
  const std::lock_guard lock(kept_mutex_);
  return kept_.path;
}

void Session::publish(core::Table table, LatentPath path) {
  auto shared = std::make_shared<const core::Table>(std::move(table));
  exchange_.publish(shared);
  const std::lock_guard lock(kept_mutex_);
  table_ = std::move(shared);
  kept_.path = std::move(path);
}

void Session::report(std::string selector, Atoms atoms) {
  events_.push(new Event{std::move(selector), std::move(atoms)});
}

std::vector<Event> Session::take_events() {
  std::vector<Event> events;
  events_.drain([&](std::unique_ptr<Event> event) { events.push_back(std::move(*event)); });
  return events;
}

void Session::report_once(const std::string& error) {
  if (error == last_live_error_) return;
  last_live_error_ = error;
  report("error", {error});
}

// Newest wins: of several requests that waited, only the last model and the last path with its
// edits are made; before it, only messages that are answered, and these without a table. Whatever
// uses what was requested before it parts them.
std::vector<std::string> Session::work(const KeepGoing& keep_going) {
  requests_.drain(
      [this](std::unique_ptr<Request> request) { waiting_.push_back(std::move(request)); });
  renew_settings();
  continue_walk(keep_going);
  if (loading_ && !adopt_model()) return {};
  while (!waiting_.empty()) {
    Pending next = pending();
    if (!next.models.empty()) {
      for (std::uint64_t k = 0; k < next.requests; ++k) {
        Request& request = *waiting_[k];
        if (request.call && request.call->id == MessageId::read) {
          request.call.reset();
          request.change = Change::live;
        }
      }
      loading_ = true;
      by_libtorch_ = next.libtorch;
      return std::move(next.models);
    }
    const auto requests = next.requests;
    make(std::move(next), keep_going);
    waiting_.erase(waiting_.begin(), waiting_.begin() + static_cast<std::ptrdiff_t>(requests));
    waiting_.insert(waiting_.begin(), std::move_iterator(follow_ups_.begin()),
                    std::move_iterator(follow_ups_.end()));
    follow_ups_.clear();
    renew_settings();
    exchange_.collect();
    done_.fetch_add(requests);
    done_.notify_all();
    // Whoever closed it still wants what it was to write.
    if (!waiting_.empty()) keep_going();
  }
  return {};
}

Session::Pending Session::pending() const {
  Pending next;
  for (const auto& request : waiting_) {
    ++next.requests;
    const std::optional<Call>& call = request->call;
    if (!call) {
      const bool noisy = model_ && model_->info().noisy;
      next.stale = next.stale || request->change == Change::settings ||
                   (request->change == Change::noise && noisy) ||
                   (request->change == Change::law && path().count() > 1);
    } else if (call->id == MessageId::read) {
      // One that cannot be played must not keep an older one from it.
      next.models.insert(next.models.begin(), call->file);
    } else if (changes_path(call->id) && !is_endless_walk(*call)) {
      if (replaces_path(call->id)) {
        std::erase_if(next.edits, [](const Call& edit) { return !answers(edit.id); });
      }
      next.edits.push_back(*call);
    } else {
      next.task = true;
      break;
    }
  }
  if (next.requests > 0) next.libtorch = waiting_[next.requests - 1]->settings.libtorch;
  // Another back end reads the model again.
  if (next.models.empty() && model_ && next.libtorch != by_libtorch_) {
    next.models.push_back(model_->info().path);
  }
  return next;
}

void Session::make(Pending next, const KeepGoing& keep_going) {
  const Request& last = *waiting_[next.requests - 1];
  if (next.task && last.call && last.call->state) {
    return restore(*last.call, last.moment, keep_going);
  }
  use(last, next.stale);
  if (!model_) {
    keep_early(std::move(next.edits));
  } else {
    const std::vector<Call> early = std::exchange(early_edits_, {});
    next.edits.insert(next.edits.begin(), early.begin(), early.end());
    if (next.stale || model_changed_ || !next.edits.empty()) decode(next, keep_going);
  }
  check_live();
  if (next.task) perform(last, keep_going);
}

void Session::keep_early(std::vector<Call> edits) {
  if (edits.empty()) return;
  constexpr std::ptrdiff_t kMost = 256;  // a patch may ask and ask, and no model come
  if (replaces_path(edits.front().id)) {
    std::erase_if(early_edits_, [](const Call& edit) { return !answers(edit.id); });
  }
  if (replaces_path(edits.front().id) || !early_edits_.empty()) {
    early_edits_.insert(early_edits_.end(), edits.begin(), edits.end());
    if (std::ssize(early_edits_) > kMost) {
      early_edits_.erase(early_edits_.begin(), early_edits_.end() - kMost);
    }
  } else {
    report("error", {std::string(message_of(edits.front().id).name) +
                     " has no path to change, since there is no model yet; read one."});
  }
}

// What cannot be done is reported, and what sounded before goes on. Edits that waited together are
// decoded together, or none of them is; a new model that cannot decode the path begins at its
// origin.
bool Session::decode(const Pending& pending, const KeepGoing& keep_going) {
  const LatentPath origin = LatentPath::origin(model_->info().latents);
  const LatentPath before = path();
  // A path of another space means nothing in this one, which then begins at its origin.
  LatentPath next = before.latents == origin.latents ? before : origin;
  bool changed = false;
  std::vector<Event> events;
  for (const Call& call : pending.edits) {
    try {
      std::optional<LatentPath> after = edited(next, call, keep_going, events);
      if (!after) return true;
      next = std::move(*after);
      changed = true;
    } catch (const std::exception& error) {
      report("error", {error.what()});
    }
  }
  if (!changed && !pending.stale && !model_changed_) return true;
  if (walk_ && !changed && !model_changed_) return true;  // its next second follows
  end_walk();
  // A single point is nothing but live grains while these are all that sounds.
  if (only_live_sounds() && (!changed || next.count() == 1)) {
    table_outdated_ = true;
    const std::lock_guard lock(kept_mutex_);
    kept_.path = next;
  } else if (!publish_table(next, keep_going)) {
    if (model_changed_ && next.points != origin.points) publish_table(origin, keep_going);
    return false;
  }
  if (changed) send_path_point(next, pending.edits);
  for (Event& event : events) report(std::move(event.selector), std::move(event.atoms));
  return true;
}

std::optional<LatentPath> Session::edited(const LatentPath& before, const Call& call,
                                          const KeepGoing& keep_going, std::vector<Event>& events) {
  std::optional<LatentPath> after;
  std::string source = call.file;
  if (call.state) return fitting_path(call, before.latents);
  if (made_of_corpus(call.id)) {
    after = from_corpus(before, call, keep_going);
  } else if (call.id != MessageId::encode) {
    const auto change = [&] { return changed(before, call, kept_.stored); };
    after = call.id == MessageId::latent ? change() : aside(keep_going, change);
  } else if (call.sound) {
    source = call.sound->name;
    after = encoded(*model_, *call.sound, settings_, keep_going);
  } else {
    const auto sound = aside(keep_going, [&] { return read_recording(call.file); });
    if (!sound) return std::nullopt;
    after = encoded(*model_, *sound, settings_, keep_going);
  }
  if (!after) return after;
  if (call.id == MessageId::encode || call.id == MessageId::readpath) {
    events.push_back({"path", {source, static_cast<std::int64_t>(after->count())}});
  } else if (call.id == MessageId::random) {
    events.push_back({"latents", Atoms(after->points.begin(), after->points.end())});
  }
  return after;
}

std::optional<std::string> Session::try_table(const LatentPath& path, const KeepGoing& keep_going) {
  try {
    auto table = decode_table(*model_, path, settings_, keep_going);
    if (table) {
      publish(std::move(*table), path);
      model_changed_ = table_outdated_ = false;
      proven_ = settings_;
    }
    return std::nullopt;
  } catch (const std::exception& error) {
    return error.what();
  }
}

bool Session::publish_table(const LatentPath& path, const KeepGoing& keep_going) {
  const std::optional<std::string> fault = try_table(path, keep_going);
  if (!fault) {
    last_table_error_.clear();
    return true;
  }
  report_table_error(*fault);
  const DecodeSettings asked = settings_;
  settings_.join = proven_.join;
  settings_.fit = proven_.fit;
  if (asked == settings_ || try_table(path, keep_going)) {
    settings_ = asked;
    return false;
  }
  refused_ = asked;
  keep_setting(ParameterId::join, asked.join, settings_.join);
  keep_setting(ParameterId::fit, asked.fit ? 1.0 : 0.0, settings_.fit ? 1.0 : 0.0);
  return true;
}

// A host that waits for each decode gets each error; a patch that sends a hundred latents a second
// to a model that cannot play them, one.
void Session::report_table_error(const std::string& fault) {
  if (offline() || fault != last_table_error_) report("error", {fault});
  last_table_error_ = fault;
}

}  // namespace granvae::engine
