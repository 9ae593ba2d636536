#include "pd/call_queue.hpp"

#include <stdexcept>
#include <utility>

namespace granvae::pd {

void CallQueue::advance(engine::Engine& engine, bool whole) {
  for (bool copied = false; !waiting_.empty(); waiting_.pop_front()) {
    auto& [call, array] = waiting_.front();
    try {
      if (array && !array->done()) {
        if (std::exchange(copied, true) && !whole) return;
        array->advance(whole);
        if (!array->done()) return;
      }
      if (array) call.sound = array->recording();
      engine.send(std::move(call));
    } catch (const std::runtime_error& error) {
      engine.fail(error.what());
    }
  }
}

}  // namespace granvae::pd
