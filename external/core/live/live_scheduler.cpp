#include "core/live/live_scheduler.hpp"

#include <algorithm>
#include <cassert>
#include <limits>

namespace granvae::core {

void LiveScheduler::start(std::int64_t now, int latency, const PlayerSettings& before,
                          const std::array<double, kControls>& held, const OnsetLookahead& player,
                          bool started) {
  assert(latency >= 0 && latency <= LiveSettings::kLongest);
  exchange_.point.follow();
  exchange_.grains.forget();
  on_ = true;
  latency_ = latency;
  silent_ = started ? 0 : latency;
  controls_.fill(latency, held);
  changes_.fill(state_with(before));
  lookahead_ = player;
  // Without a latency no grain of an onset can be there in time, and none is promised.
  const auto never = std::numeric_limits<std::int64_t>::max();
  exchange_.grains.promise_from(latency > 0 ? now + latency : never);
  if (!started) return;
  // The lookahead is always ahead by the latency: it goes through what the player still holds.
  const ControlChunk chunk = ControlChunk::constant(held);
  for (int done = 0; done < latency; done += kChunk) {
    lookahead_.process(before, chunk.controls(), exchange_.point.shape(),
                       std::min(kChunk, latency - done), [](int) {});
  }
}

void LiveScheduler::stop() noexcept {
  if (on_) exchange_.grains.forget();
  on_ = false;
}

void LiveScheduler::write(std::int64_t now, const PlayerSettings& settings,
                          const ControlChunk& controls, const LatentSignals& latents, int count,
                          std::uint64_t& replaced) {
  exchange_.grains.pass(now);
  exchange_.point.follow();
  controls_.push(controls, count);
  const std::int64_t due = now + latency_;
  changes_.push(due, state_with(settings));
  lookahead_.process(settings, controls.controls(), exchange_.point.shape(), count, [&](int i) {
    const auto point = exchange_.point.at(latents, i, replaced);
    if (!point.empty() && !settings.freeze) exchange_.grains.request(due + i, point);
  });
}

int LiveScheduler::read(ControlChunk& controls, int count) noexcept {
  controls_.pop(controls, count);
  const int silent = std::min(silent_, count);
  silent_ -= silent;
  return silent;
}

}  // namespace granvae::core
