// What a session does at once, after all that was requested before it.
#include <utility>

#include "engine/files/wav.hpp"
#include "engine/path/path_file.hpp"
#include "engine/worker/aside.hpp"
#include "engine/worker/session.hpp"

namespace granvae::engine {

void Session::perform(const Request& request, const KeepGoing& keep_going) {
  if (!request.call) return;
  const Call& call = *request.call;
  const auto name = [&call] { return text_of(call.atoms[0]); };
  try {
    switch (call.id) {
      case MessageId::write:
        return write(call.file, keep_going);
      case MessageId::writepath:
        return write_path(call.file, keep_going);
      case MessageId::store:
        return store(name());
      case MessageId::readstate:
        return read_state(call, request.moment, keep_going);
      case MessageId::writestate:
        return write_state(request, call.file, keep_going);
      case MessageId::walk:
        return switch_walk(call, keep_going);
      case MessageId::stay:
        return stay(call.atoms);
      case MessageId::set:
        return set_attribute(call.atoms, keep_going);
      case MessageId::get:
        return get_attribute(name());
      default:
        return describe(request.engine_info);
    }
  } catch (const std::exception& error) {
    report("error", {error.what()});
  }
}

void Session::store(const std::string& name) {
  LatentPath now = path();
  if (now.latents == 0) throw std::runtime_error("there is no path to store; read a model.");
  const std::lock_guard lock(kept_mutex_);
  kept_.stored.insert_or_assign(name, std::move(now));
}

decoder::Decoder& Session::required_model() const {
  if (model_) return *model_;
  throw std::runtime_error("there is no model yet that has attributes; read one.");
}

void Session::write(const std::string& file, const KeepGoing& keep_going) {
  // What cannot be decoded is reported, and not written.
  if (table_outdated_ && !publish_table(path(), keep_going)) return;
  const std::shared_ptr<const core::Table> now = table();
  if (!now) {
    throw std::runtime_error("'" + file +
                             "' is not written, since there is no table yet; read a model.");
  }
  aside(keep_going, [&] { write_wav(file, *now); });
  report("written", {file});
}

void Session::write_path(const std::string& file, const KeepGoing& keep_going) {
  const LatentPath now = path();
  if (!model_ || now.latents == 0) {
    throw std::runtime_error("'" + file +
                             "' is not written, since there is no path yet; read a model.");
  }
  aside(keep_going, [&] { write_path_file(file, now, model_->info().labels); });
  report("written", {file});
}

void Session::set_attribute(const Atoms& atoms, const KeepGoing& keep_going) {
  std::vector<decoder::AttributeValue> values;
  for (std::size_t i = 1; i < atoms.size(); ++i) {
    const auto* text = std::get_if<std::string>(&atoms[i]);
    values.push_back(text == nullptr ? decoder::AttributeValue(number_of(atoms[i]))
                                     : decoder::AttributeValue(*text));
  }
  const std::string name = text_of(atoms[0]);
  const std::vector<decoder::AttributeValue> before = required_model().get(name);
  required_model().set(name, values);
  Pending pending;
  pending.stale = true;
  // What makes grains that cannot be played must not keep all later ones from it.
  if (!decode(pending, keep_going)) required_model().set(name, before);
}

void Session::get_attribute(const std::string& name) {
  Atoms atoms{name};
  for (const decoder::AttributeValue& value : required_model().get(name)) {
    std::visit([&atoms](const auto& held) { atoms.emplace_back(held); }, value);
  }
  report("attribute", std::move(atoms));
}

// The rate comes last, as a sign that this was all.
void Session::describe(const std::vector<Atoms>& engine_info) {
  const auto add = [this](std::string name, Atom value) {
    report("info", {std::move(name), std::move(value)});
  };
  const std::shared_ptr<const core::Table> now = table();
  add("model", model_ ? model_->info().path : "");
  if (model_) {
    add("decoder", model_->info().back_end);
    add("channels", std::int64_t{model_->info().channels});
    add("noisy", std::int64_t{model_->info().noisy ? 1 : 0});
    Atoms attributes{"attributes"};
    for (const decoder::Attribute& attribute : model_->info().attributes) {
      attributes.emplace_back(attribute.name);
    }
    if (attributes.size() > 1) report("info", std::move(attributes));
  }
  if (map_ && !map_->names.empty()) {
    Atoms sounds{"sounds"};
    sounds.insert(sounds.end(), map_->names.begin(), map_->names.end());
    report("info", std::move(sounds));
  }
  for (const Atoms& atoms : engine_info) report("info", atoms);
  add("points", static_cast<std::int64_t>(path().count()));
  add("table", std::int64_t{now ? now->size() : 0});
  add("grain", std::int64_t{now ? now->grain() : 0});
  add("rate", now ? now->rate() : 0.0);
}

}  // namespace granvae::engine
