#include "core/live/live_ahead.hpp"

#include <algorithm>
#include <limits>

namespace granvae::core {

void LiveAhead::begin(std::int64_t now, int latency, const PlayerSettings& before,
                      const std::array<double, kControls>& held, const OnsetScout& player,
                      bool begun) {
  exchange_.point.follow();
  exchange_.grains.forget();
  on_ = true;
  latency_ = latency;
  silent_ = begun ? 0 : latency;
  controls_.fill(latency, held);
  changes_.fill(as_heard(before));
  scout_ = player;
  // Without a latency no grain of an onset can be there in time, and none is promised.
  const auto never = std::numeric_limits<std::int64_t>::max();
  exchange_.grains.promise_from(latency > 0 ? now + latency : never);
  if (!begun) return;
  // The scout is always ahead by the latency: it has to go through what the player still holds.
  HeldControls chunk;
  for (std::size_t c = 0; c < chunk.size(); ++c) chunk[c].fill(held[c]);
  for (int done = 0; done < latency; done += kChunk) {
    scout_.process(before, pointers(chunk), exchange_.point.shape(),
                   std::min(kChunk, latency - done), [](int) {});
  }
}

void LiveAhead::end() {
  if (on_) exchange_.grains.forget();
  on_ = false;
}

void LiveAhead::listen(std::int64_t now, const PlayerSettings& settings, const HeldControls& held,
                       const LatentSignals& latents, int count, std::uint64_t& replaced) {
  exchange_.grains.pass(now);
  exchange_.point.follow();
  controls_.push(held, count);
  const std::int64_t due = now + latency_;
  changes_.push(due, as_heard(settings));
  scout_.process(settings, pointers(held), exchange_.point.shape(), count, [&](int i) {
    const auto point = exchange_.point.at(latents, i, replaced);
    if (!point.empty() && !settings.freeze) exchange_.grains.request(due + i, point);
  });
}

int LiveAhead::hear(HeldControls& held, int count) {
  controls_.pop(held, count);
  const int silent = std::min(silent_, count);
  silent_ -= silent;
  return silent;
}

}  // namespace granvae::core
