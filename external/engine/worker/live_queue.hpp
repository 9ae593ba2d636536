// The live grains of one session that wait for the worker.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

#include "core/handover/live_grains.hpp"
#include "core/live/late_watch.hpp"
#include "decoder/noise.hpp"

namespace granvae::engine {

// The worker's.
class LiveQueue {
 public:
  struct Grain {
    std::int64_t due;  // number of the sample with which it begins to sound
    int slot;          // of LiveGrains
    std::vector<float> point;
    decoder::Noise noise;
  };

  // Takes over what was requested so far. `next_noise` gives each its own.
  template <class NextNoise>
  void fetch(core::LiveGrains& grains, const NextNoise& next_noise) {
    while (const core::LiveRequest* request = grains.oldest()) {
      const float* point = request->point.data();
      waiting_.push_back(
          {request->due, request->slot, {point, point + request->latents}, next_noise()});
      grains.pop();
    }
  }

  // The next for a model of so many latents. Those for other models are dropped, and of several
  // those whose time has passed, unless `all` are wanted.
  // `watch` hears of these.
  std::optional<Grain> next(core::LiveGrains& grains, core::LateWatch& watch, int latents,
                            bool all);
  void drop_all(core::LiveGrains& grains);
  bool empty() const { return waiting_.empty(); }

 private:
  std::deque<Grain> waiting_;  // as they are due
  bool behind_ = false;        // since there was none
};

}  // namespace granvae::engine
