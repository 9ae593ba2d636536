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

void Session::adopt_map(const StoredModel& model) {
  map_ = model.map;
  map_fault_ = model.map_fault;
  walk_settings_.stay.clear();
  if (!map_ || stay_.empty()) return;
  try {
    walk_settings_.stay = recordings_of(*map_, stay_);
  } catch (const std::exception&) {
    stay_.clear();  // this one learned from others
  }
}

// Before there is a model, the names are kept for it.
void Session::stay(const Atoms& sounds) {
  if (model_ && !sounds.empty()) {
    walk_settings_.stay = recordings_of(*required_map({MessageId::stay, {}, {}, {}}), sounds);
  } else {
    walk_settings_.stay.clear();
  }
  stay_ = sounds;
}

}  // namespace granvae::engine
