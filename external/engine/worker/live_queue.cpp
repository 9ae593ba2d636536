#include "engine/worker/live_queue.hpp"

#include <utility>

namespace granvae::engine {

// As they are due; but where one was missed, the newest: a model that is too slow for all of them
// would come too late for each.
std::optional<LiveQueue::Grain> LiveQueue::next(core::LiveGrains& grains, core::LateWatch& watch,
                                                int latents, bool all) {
  while (!waiting_.empty()) {
    const bool missed = !all && waiting_.size() > 1 && grains.passed(waiting_.front().due);
    behind_ = behind_ || missed;
    const bool newest = behind_ && !missed && !all;
    Grain grain = std::move(newest ? waiting_.back() : waiting_.front());
    newest ? waiting_.pop_back() : waiting_.pop_front();
    if (waiting_.empty()) behind_ = false;
    if (!missed && grain.point.size() == static_cast<std::size_t>(latents)) return grain;
    watch.done(grains.lateness(grain.due));
    grains.drop(grain.slot);
  }
  return std::nullopt;
}

void LiveQueue::drop_all(core::LiveGrains& grains) {
  for (const Grain& grain : waiting_) grains.drop(grain.slot);
  waiting_.clear();
  behind_ = false;
}

}  // namespace granvae::engine
