// What a session makes of the grains that its model learned from.
#include <utility>

#include "engine/corpus/corpus_edits.hpp"
#include "engine/worker/session.hpp"

namespace granvae::engine {

std::optional<LatentPath> Session::from_corpus(const LatentPath& before, const Call& call,
                                               const KeepGoing& keep_going) {
  if (call.id == MessageId::random) {
    if (!map_fault_.empty() && !asks_for_prior(call)) throw std::runtime_error(map_fault_);
    return drawn(call, map_.get(), walk_settings_, before.latents);
  }
  const std::shared_ptr<const GrainMap>& map = required_map(call);
  if (call.id == MessageId::walk) {
    return walked(call, map, model_->info().rate, walk_settings_, keep_going);
  }
  return snapped(before, number_of(call.atoms[0]), *map, walk_settings_, keep_going);
}

const std::shared_ptr<const GrainMap>& Session::required_map(const Call& call) const {
  if (map_) return map_;
  if (!map_fault_.empty()) throw std::runtime_error(map_fault_);
  throw std::runtime_error(
      std::string(message_of(call.id).name) +
      (model_ ? ": '" + model_->info().path +
                    "' holds no grains that it learned from; export it again with 'granvae export'."
              : ": there is no model yet; read one."));
}

void Session::switch_walk(const Call& call, const KeepGoing& keep_going) {
  const std::string& word = std::get<std::string>(call.atoms[0]);
  if (word == "on") return begin_walk(call, keep_going);
  if (word != "off") {
    throw std::runtime_error("walk takes a number of grains, on or off, not '" + word + "'.");
  }
  if (!walk_) return;
  end_walk();
  publish_table(path(), keep_going);
}

void Session::begin_walk(const Call& call, const KeepGoing& keep_going) {
  walk_seed_.reset();
  if (call.atoms.size() > 1) walk_seed_ = seed_of(call, 1);
  WalkSettings settings = walk_settings_;
  settings.seed = walk_seed_.value_or(settings.seed);
  const std::uint64_t seed = settings.seed;
  auto walk = std::make_unique<EndlessWalk>(
      CorpusWalk(required_map(call), model_->info().rate, std::move(settings)));
  auto first = walk->next(*model_, settings_, keep_going);
  if (!first) return;
  end_walk();
  first->table.set_seam({++walk_serial_, 0, first->lead});
  publish(std::move(first->table), std::move(first->path));
  walk_ = std::move(walk);
  keep(kept_.walk, seed);
  walk_made_.store(walk_serial_);
  model_changed_ = table_outdated_ = false;
}

void Session::continue_walk(const KeepGoing& keep_going) {
  if (!walk_ || !walk_is_due()) return;
  if (walk_next_) {
    const std::lock_guard lock(kept_mutex_);
    table_ = std::move(walk_next_->table);
    kept_.path = std::move(walk_next_->path);
    walk_next_.reset();
  }
  try {
    WalkSettings settings = walk_settings_;
    settings.seed = walk_seed_.value_or(settings.seed);
    keep(kept_.walk, settings.seed);
    walk_->set(std::move(settings));
    auto next = walk_->next(*model_, settings_, keep_going);
    if (!next) return;
    const std::uint64_t before = walk_serial_++;
    next->table.set_seam({walk_serial_, before, next->lead});
    walk_next_ = {std::make_shared<const core::Table>(std::move(next->table)),
                  std::move(next->path)};
    exchange_.publish(walk_next_->table);
    walk_made_.store(walk_serial_);
    walk_made_.notify_all();
  } catch (const std::exception& error) {
    report("error", {error.what()});
    end_walk();
  }
}

void Session::end_walk() {
  walk_.reset();
  keep(kept_.walk, std::nullopt);
  walk_next_.reset();
  walk_made_.store(0);
  walk_made_.notify_all();
}

void Session::adopt_map(const StoredModel& model) {
  map_ = model.map;
  map_fault_ = model.map_fault;
  walk_settings_.stay.clear();
  if (!map_ || kept_.stay.empty()) return;
  try {
    walk_settings_.stay = recordings_of(*map_, kept_.stay);
  } catch (const std::exception&) {
    keep(kept_.stay, Atoms());  // this one learned from others
  }
}

// Before there is a model, the names are kept for it.
void Session::stay(const Atoms& sounds) {
  if (model_ && !sounds.empty()) {
    walk_settings_.stay = recordings_of(*required_map({MessageId::stay, {}, {}, {}}), sounds);
  } else {
    walk_settings_.stay.clear();
  }
  keep(kept_.stay, sounds);
}

}  // namespace granvae::engine
