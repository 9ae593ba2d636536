#include "engine/worker/session.hpp"

#include <algorithm>
#include <utility>

#include "engine/path/encode.hpp"

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
  for (auto done = done_.load(); done != submitted_.load(); done = done_.load()) done_.wait(done);
}

std::shared_ptr<const core::Table> Session::table() const {
  const std::lock_guard lock(table_mutex_);
  return table_;
}

LatentPath Session::path() const {
  const std::lock_guard lock(table_mutex_);
  return path_;
}

void Session::publish(core::Table table, LatentPath path) {
  auto shared = std::make_shared<const core::Table>(std::move(table));
  exchange_.publish(shared);
  const std::lock_guard lock(table_mutex_);
  table_ = std::move(shared);
  path_ = std::move(path);
}

void Session::report(std::string selector, Words words) {
  events_.push(new Event{std::move(selector), std::move(words)});
}

void Session::report_once(const std::string& fault) {
  if (fault == fault_) return;
  fault_ = fault;
  report("error", {fault});
}

// Newest wins: of several requests that waited, only the last model and the last path with its
// edits are made. Whatever uses what was asked for before it parts them.
std::vector<std::string> Session::work(const GoesOn& goes_on) {
  for (Request* request = requests_.take_all_in_order(); request != nullptr;) {
    waiting_.emplace_back(request);
    request = request->next;
  }
  if (loading_ && !adopt()) return {};
  while (!waiting_.empty()) {
    Pending next = pending();
    if (!next.models.empty()) {
      for (std::uint64_t k = 0; k < next.requests; ++k) {
        Request& request = *waiting_[k];
        if (request.call && request.call->id == MessageId::read) {
          request.call.reset();
          request.look = true;
        }
      }
      loading_ = true;
      return std::move(next.models);
    }
    const auto requests = next.requests;
    make(std::move(next), goes_on);
    waiting_.erase(waiting_.begin(), waiting_.begin() + static_cast<std::ptrdiff_t>(requests));
    exchange_.collect();
    done_.fetch_add(requests);
    done_.notify_all();
  }
  return {};
}

Session::Pending Session::pending() const {
  Pending next;
  for (const auto& request : waiting_) {
    ++next.requests;
    const std::optional<Call>& call = request->call;
    if (!call) {
      next.stale = next.stale || !request->look;
    } else if (call->id == MessageId::read) {
      // One that cannot be played must not keep an older one from it.
      next.models.insert(next.models.begin(), call->file);
    } else if (changes_path(call->id)) {
      if (replaces_path(call->id)) next.steps.clear();
      next.steps.push_back(*call);
    } else {
      next.task = true;
      break;
    }
  }
  return next;
}

void Session::make(Pending next, const GoesOn& goes_on) {
  const Request& last = *waiting_[next.requests - 1];
  settings_ = last.settings;
  if (!model_) {
    keep(std::move(next.steps));
  } else {
    const std::vector<Call> early = std::exchange(early_, {});
    if (next.steps.empty() || !replaces_path(next.steps.front().id)) {
      next.steps.insert(next.steps.begin(), early.begin(), early.end());
    }
    if (next.stale || changed_ || !next.steps.empty()) decode(next, goes_on);
  }
  look();
  if (next.task) perform(last, goes_on);
}

void Session::keep(std::vector<Call> steps) {
  if (steps.empty()) return;
  if (replaces_path(steps.front().id)) {
    early_ = std::move(steps);
  } else if (!early_.empty()) {
    early_.insert(early_.end(), steps.begin(), steps.end());
  } else {
    report("error", {std::string(message_of(steps.front().id).name) +
                     " has no path to change, since there is no model yet; read one."});
  }
}

// What cannot be done is reported, and what sounded before goes on. Steps that waited together are
// decoded together, or none of them is; a new model that cannot decode the path begins at its
// origin.
void Session::decode(const Pending& pending, const GoesOn& goes_on) {
  const LatentPath origin = LatentPath::origin(model_->info().latents);
  const LatentPath before = path();
  // A path of another space means nothing in this one, which then begins at its origin.
  LatentPath next = before.latents == origin.latents ? before : origin;
  bool stepped = false;
  std::vector<Event> told;
  for (const Call& call : pending.steps) {
    try {
      std::optional<LatentPath> after = step(next, call, goes_on, told);
      if (!after) return;
      next = std::move(*after);
      stepped = true;
    } catch (const std::exception& error) {
      report("error", {error.what()});
    }
  }
  if (!stepped && !pending.stale && !changed_) return;
  // A single point is nothing but live grains while these are all that sounds.
  if (alive() && (!stepped || next.count() == 1)) {
    behind_ = true;
    const std::lock_guard lock(table_mutex_);
    path_ = next;
  } else if (!publish_table(next, goes_on)) {
    if (changed_ && next.points != origin.points) publish_table(origin, goes_on);
    return;
  }
  if (stepped) lead(next, pending.steps);
  for (Event& event : told) report(std::move(event.selector), std::move(event.words));
}

std::optional<LatentPath> Session::step(const LatentPath& before, const Call& call,
                                        const GoesOn& goes_on, std::vector<Event>& told) {
  std::optional<LatentPath> after;
  std::string source = call.file;
  if (call.id != MessageId::encode) {
    after = changed(before, call, stored_);
  } else if (call.sound) {
    source = call.sound->name;
    after = encoded(*model_, *call.sound, settings_.join, goes_on);
  } else {
    after = encoded(*model_, read_recording(call.file), settings_.join, goes_on);
  }
  if (!after) return after;
  if (call.id == MessageId::encode || call.id == MessageId::readpath) {
    told.push_back({"path", {source, static_cast<std::int64_t>(after->count())}});
  } else if (call.id == MessageId::random) {
    told.push_back({"latents", Words(after->points.begin(), after->points.end())});
  }
  return after;
}

bool Session::publish_table(const LatentPath& path, const GoesOn& goes_on) {
  try {
    auto table = decode_table(*model_, path, settings_, goes_on);
    if (!table) return true;
    publish(std::move(*table), path);
    changed_ = behind_ = false;
    refusal_.clear();
    return true;
  } catch (const std::exception& error) {
    // Who waits for each decode is told of each; a patch that sends a hundred latents a second to a
    // channel that there is not, once.
    if (offline() || error.what() != refusal_) report("error", {error.what()});
    refusal_ = error.what();
    return false;
  }
}

}  // namespace granvae::engine
