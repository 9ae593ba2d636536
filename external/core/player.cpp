#include "core/player.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/crossfade.hpp"

namespace granvae::core {
namespace {

// Without a branch for each, since nearly always they are.
bool all_finite(const double* values, int count) {
  bool finite = true;
  for (int i = 0; i < count; ++i) {
    finite &= std::abs(values[i]) <= std::numeric_limits<double>::max();
  }
  return finite;
}

}  // namespace

Player::Player(TableExchange& exchange, double sample_rate, int channels, LiveExchange* live)
    : tables_(exchange, live == nullptr ? nullptr : &live->grains),
      loop_(tables_, sample_rate),
      cloud_(tables_, sample_rate, channels),
      sample_rate_(sample_rate),
      channels_(channels),
      frozen_start_(std::numeric_limits<double>::quiet_NaN()) {
  last_.fill(std::numeric_limits<double>::quiet_NaN());
  if (live != nullptr) ahead_.emplace(*live, sample_rate);
}

void Player::set_sample_rate(double sample_rate) {
  sample_rate_ = sample_rate;
  loop_.set_sample_rate(sample_rate);
  cloud_.set_sample_rate(sample_rate);
  if (ahead_) ahead_->set_sample_rate(sample_rate);
}

double Player::phase() const {
  return modes_.mode() == Mode::loop ? loop_.phase() : cloud_.phase();
}

void Player::listen(const PlayerSettings& settings, const Controls& controls,
                    const LatentSignals& latents, int count) {
  const std::array<double, kControls> before = last_;
  hold(controls, settings.freeze, count);
  if (ahead_ && !settings.live.on) ahead_->end();
  if (ahead_ && settings.live.on) {
    if (!ahead_->goes_on(settings.live.latency)) {
      const PlayerSettings& held = modes_.begun() ? settings_ : settings;
      ahead_->begin(now_, settings.live.latency, held, before,
                    {sample_rate_, modes_, loop_.clock(), loop_.fades(), cloud_.clock()},
                    modes_.begun());
    }
    std::uint64_t replaced = 0;
    ahead_->listen(now_, settings, held_, latents, count, replaced);
    count_replaced(replaced);
  }
  settings_ = settings;
}

void Player::play(const Outputs& outputs, int count) {
  if (ahead_ && settings_.live.on) {
    play_live(*ahead_, outputs, count);
  } else {
    tables_.not_live();
    render(settings_, pointers(held_), outputs, count);
  }
  now_ += count;
}

void Player::play_live(LiveAhead& ahead, const Outputs& outputs, int count) {
  HeldControls held;
  int done = ahead.hear(held, count);
  for (int c = 0; c < outputs.count; ++c) std::fill_n(outputs.channels[c], done, 0.0f);
  if (outputs.phase != nullptr) std::fill_n(outputs.phase, done, 0.0);
  if (outputs.onset != nullptr) std::fill_n(outputs.onset, done, 0.0);
  std::array<float*, kChannels> channels;
  while (done < count) {
    const std::int64_t now = now_ + done;
    const LiveAhead::Heard& heard = ahead.heard(now);
    const int size = ahead.until_change(now, count - done);
    heard.decodes ? tables_.live(heard.shape, now) : tables_.not_live();
    for (int c = 0; c < outputs.count; ++c) {
      channels[static_cast<std::size_t>(c)] = outputs.channels[c] + done;
    }
    const Controls all = pointers(held);
    render(
        heard.settings,
        {all.frequency + done, all.start + done, all.crossfade + done, all.rate + done},
        {channels.data(), outputs.count, outputs.phase == nullptr ? nullptr : outputs.phase + done,
         outputs.onset == nullptr ? nullptr : outputs.onset + done},
        size);
    done += size;
  }
}

void Player::render(const PlayerSettings& settings, const Controls& controls,
                    const Outputs& outputs, int count) {
  tables_.freeze(settings.freeze);
  if (settings.mode != modes_.mode() && modes_.enter(settings.mode)) {
    settings.mode == Mode::cloud ? cloud_.reset() : loop_.reset();
  }
  if (count > 0) modes_.begin();
  for (int c = 0; c < outputs.count; ++c) std::fill_n(outputs.channels[c], count, 0.0f);

  const bool cloud = settings.mode == Mode::cloud;
  Outputs silent = outputs;
  silent.phase = silent.onset = nullptr;
  if (modes_.loop_sounds()) add_loop(settings, controls, cloud ? silent : outputs, count);
  cloud_.process(settings.cloud, controls, cloud ? outputs : silent, count, cloud);
  stolen_.store(cloud_.stolen(), std::memory_order_relaxed);
}

void Player::count_replaced(std::uint64_t replaced) {
  if (replaced > 0) non_finite_.store(non_finite() + replaced, std::memory_order_relaxed);
}

void Player::hold(const Controls& controls, bool freeze, int count) {
  const std::array<const double*, kControls> signals{controls.frequency, controls.start,
                                                     controls.crossfade, controls.rate};
  std::uint64_t replaced = 0;
  for (std::size_t c = 0; c < kControls; ++c) {
    if (count > 0 && all_finite(signals[c], count)) {
      std::copy_n(signals[c], count, held_[c].begin());
      last_[c] = signals[c][count - 1];
      continue;
    }
    for (int i = 0; i < count; ++i) {
      const double value = signals[c][i];
      if (std::isfinite(value)) {
        last_[c] = value;
      } else if (std::isfinite(last_[c])) {
        ++replaced;
      }
      held_[c][static_cast<std::size_t>(i)] = last_[c];
    }
  }
  count_replaced(replaced);
  auto& starts = held_[1];
  if (freeze) {
    std::fill_n(starts.begin(), count, frozen_start_);
  } else if (count > 0) {
    frozen_start_ = last_[1];
  }
}

// The same signal on every channel. While it fades out, the newer tables are the cloud's.
void Player::add_loop(const PlayerSettings& settings, const Controls& controls,
                      const Outputs& outputs, int count) {
  const bool stays = modes_.mode() == Mode::loop;
  const double step = settings.loop.swap_step(sample_rate_);
  std::array<double, kChunk> share;
  int heard = 0;
  for (; heard < count && modes_.loop_sounds(); ++heard) {
    share[static_cast<std::size_t>(heard)] = modes_.share();
    modes_.advance(step);
  }
  std::array<float, kChunk> sound;
  loop_.process(settings.loop, controls, sound.data(), outputs.phase, outputs.onset, heard, stays);
  for (std::size_t i = 0; i < static_cast<std::size_t>(heard); ++i) {
    if (share[i] == 1.0) continue;
    sound[i] *= static_cast<float>(crossfade_gains(CrossfadeLaw::cosine, share[i]).in);
  }
  for (int c = 0; c < outputs.count; ++c) {
    for (int i = 0; i < heard; ++i) outputs.channels[c][i] += sound[static_cast<std::size_t>(i)];
  }
}

}  // namespace granvae::core
