// How a session keeps what one has made, and returns to it.
#include <stdexcept>
#include <utility>

#include "engine/files/file.hpp"
#include "engine/state/state_json.hpp"
#include "engine/state/state_model.hpp"
#include "engine/worker/aside.hpp"
#include "engine/worker/session.hpp"

namespace granvae::engine {
namespace {

struct FoundState {
  ReadState read;
  std::string text;
};

FoundState found_state(const Call& call) {
  FoundState found{{}, call.text ? *call.text : read_file(call.file)};
  found.read = state_of(found.text, call.file);
  std::string& model = found.read.state.model;
  if (!model.empty()) model = found_model(model, call.text ? call.file : full_path(call.file));
  return found;
}

}  // namespace

State Session::state() const {
  const std::lock_guard lock(kept_mutex_);
  return kept_;
}

std::string Session::announced() const {
  const std::lock_guard lock(kept_mutex_);
  return announced_;
}

void Session::forget(const std::string& text) {
  const std::lock_guard lock(kept_mutex_);
  if (announced_ == text) announced_.clear();
}

void Session::write_state(const Request& request, const std::string& file,
                          const KeepGoing& keep_going) {
  State state = this->state();
  state.parameters = request.to_write;
  aside(keep_going, [&] { write_file(file, text_of(state)); });
  report("written", {file});
}

void Session::read_state(Call call, std::uint64_t moment, const KeepGoing& keep_going) {
  if (call.text) forget(*call.text);  // unless it turns out to be a state
  auto found = aside(keep_going, [&call] { return found_state(call); });
  if (!found) return;
  for (std::string& fault : found->read.faults) report("error", {std::move(fault)});
  const auto state = std::make_shared<const State>(std::move(found->read.state));
  if (announced().empty()) announce(found->text);
  call.text = std::move(found->text);
  call.state = state;
  // By which back end a model is read has to be known before; all else changes at once, with it.
  const auto libtorch = state->parameters.find(ParameterId::libtorch);
  if (libtorch != state->parameters.end()) {
    values_.set_at(moment, libtorch->first, libtorch->second);
    restored_ = values_.next_moment();
  }
  if (!state->model.empty() && (!model_ || state->model != kept_.model)) {
    follow_up({MessageId::read, {state->model}, state->model, nullptr}, moment);
  }
  follow_up(std::move(call), moment);
}

void Session::follow_up(Call call, std::uint64_t moment) {
  auto request = std::make_unique<Request>();
  request->call = std::move(call);
  request->adopt(values_);
  request->moment = moment;
  submitted_.fetch_add(1);
  follow_ups_.push_back(std::move(request));
}

void Session::restore(const Call& call, std::uint64_t moment, const KeepGoing& keep_going) {
  const State& state = *call.state;
  for (const auto& [id, value] : state.parameters) values_.set_at(moment, id, value);
  restored_ = values_.next_moment();
  set_live(values_.get(ParameterId::live) != 0.0);
  Request now;
  now.adopt(values_);
  use(now, true);
  keep(kept_.stored, state.stored);
  try {
    stay(state.stay);
  } catch (const std::exception& error) {
    report("error", {error.what()});
  }
  restore_sound(call, keep_going);
  check_live();
  forget(call.text.value_or(""));
  report("restored", {call.file});
}

void Session::restore_sound(const Call& call, const KeepGoing& keep_going) {
  const State& state = *call.state;
  const bool has_path = state.path.count() > 0;
  if (has_path) early_edits_.clear();
  if (!model_) {
    // One that comes later plays the path, as if it had been there.
    if (!state.model.empty()) keep(kept_.model, state.model);
    if (has_path) keep(kept_.path, state.path);
    return;
  }
  if (state.walk) {
    try {
      const auto seed = static_cast<std::int64_t>(*state.walk);
      return begin_walk({MessageId::walk, {"on", seed}, "", nullptr}, keep_going);
    } catch (const std::exception& error) {
      report("error", {error.what()});
    }
  }
  Pending pending;
  pending.stale = true;
  pending.edits = std::exchange(early_edits_, {});
  if (has_path) {
    pending.edits.push_back({MessageId::path, {}, call.file, nullptr});
    pending.edits.back().state = call.state;
  }
  decode(pending, keep_going);
}

LatentPath Session::fitting_path(const Call& call, int latents) {
  const LatentPath& path = call.state->path;
  if (path.latents == latents) return path;
  refuse(call.file, "holds a path of " + plural(static_cast<std::size_t>(path.latents), "latent") +
                        " and the model has " + std::to_string(latents) +
                        "; read the model that it was made with.");
}

}  // namespace granvae::engine
