#include "core/player.hpp"

#include <algorithm>
#include <cassert>
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
  if (live != nullptr) live_.emplace(*live, sample_rate);
}

void Player::set_sample_rate(double sample_rate) noexcept {
  sample_rate_ = sample_rate;
  loop_.set_sample_rate(sample_rate);
  cloud_.set_sample_rate(sample_rate);
  if (live_) live_->set_sample_rate(sample_rate);
}

double Player::phase() const noexcept {
  return modes_.mode() == Mode::loop ? loop_.phase() : cloud_.phase();
}

void Player::prepare(const PlayerSettings& settings, const Controls& controls,
                     const LatentSignals& latents, int count) noexcept GRANVAE_NONBLOCKING {
  assert(count >= 0 && count <= kChunk);
  const std::array<double, kControls> before = last_;
  hold(controls, settings.freeze, count);
  if (live_ && !settings.live.on) live_->stop();
  if (live_ && settings.live.on) {
    if (!live_->runs(settings.live.latency)) {
      const PlayerSettings& held = modes_.started() ? settings_ : settings;
      live_->start(now_, settings.live.latency, held, before,
                   {sample_rate_, modes_, loop_.clock(), loop_.cycle(), cloud_.clock()},
                   modes_.started());
    }
    std::uint64_t replaced = 0;
    live_->write(now_, settings, controls_, latents, count, replaced);
    count_replaced(replaced);
  }
  settings_ = settings;
}

void Player::play(const Outputs& outputs, int count) noexcept GRANVAE_NONBLOCKING {
  if (live_ && settings_.live.on) {
    play_live(*live_, outputs, count);
  } else {
    tables_.not_live();
    render(settings_, controls_.controls(), outputs, count);
  }
  now_ += count;
}

void Player::play_live(LiveScheduler& live, const Outputs& outputs, int count) noexcept {
  ControlChunk controls;
  int done = live.read(controls, count);
  for (int c = 0; c < outputs.count; ++c) std::fill_n(outputs.channels[c], done, 0.0f);
  if (outputs.phase != nullptr) std::fill_n(outputs.phase, done, 0.0);
  if (outputs.onset != nullptr) std::fill_n(outputs.onset, done, 0.0);
  std::array<float*, kChannels> channels;
  while (done < count) {
    const std::int64_t now = now_ + done;
    const LiveScheduler::State& state = live.state(now);
    const int size = live.until_change(now, count - done);
    state.decodes ? tables_.live(state.shape, now) : tables_.not_live();
    for (int c = 0; c < outputs.count; ++c) {
      channels[static_cast<std::size_t>(c)] = outputs.channels[c] + done;
    }
    const auto from = [done](double* signal) {
      return signal == nullptr ? nullptr : signal + done;
    };
    render(state.settings, controls.controls().from(done),
           {channels.data(), outputs.count, from(outputs.phase), from(outputs.onset)}, size);
    done += size;
  }
}

void Player::render(const PlayerSettings& settings, const Controls& controls,
                    const Outputs& outputs, int count) noexcept {
  tables_.freeze(settings.freeze);
  const bool cloud = settings.mode == Mode::cloud;
  if (modes_.follow(settings.mode, count)) cloud ? cloud_.reset() : loop_.reset();
  for (int c = 0; c < outputs.count; ++c) std::fill_n(outputs.channels[c], count, 0.0f);

  Outputs silent = outputs;
  silent.phase = silent.onset = nullptr;
  if (modes_.loop_sounds()) add_loop(settings, controls, cloud ? silent : outputs, count);
  // A cloud begins anew where it is entered: while none sounds, there is nothing to count.
  if (cloud || cloud_.sounds()) {
    cloud_.process(settings.cloud, controls, cloud ? outputs : silent, count, cloud);
  }
  stolen_.store(cloud_.stolen(), std::memory_order_relaxed);
  repeated_.store(loop_.repeated(), std::memory_order_relaxed);
}

void Player::count_replaced(std::uint64_t replaced) noexcept {
  if (replaced > 0) non_finite_.store(non_finite() + replaced, std::memory_order_relaxed);
}

void Player::hold(const Controls& controls, bool freeze, int count) noexcept {
  const std::array<const double*, kControls> signals{controls.frequency, controls.start,
                                                     controls.crossfade, controls.rate};
  std::uint64_t replaced = 0;
  for (std::size_t c = 0; c < kControls; ++c) {
    if (count > 0 && all_finite(signals[c], count)) {
      std::copy_n(signals[c], count, controls_[c].begin());
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
      controls_[c][static_cast<std::size_t>(i)] = last_[c];
    }
  }
  count_replaced(replaced);
  auto& starts = controls_[1];
  if (freeze) {
    std::fill_n(starts.begin(), count, frozen_start_);
  } else if (count > 0) {
    frozen_start_ = last_[1];
  }
}

// The same signal on every channel. While it fades out, the newer tables are the cloud's.
void Player::add_loop(const PlayerSettings& settings, const Controls& controls,
                      const Outputs& outputs, int count) noexcept {
  const bool stays = modes_.mode() == Mode::loop;
  const double step = settings.loop.swap_step(sample_rate_);
  std::array<double, kChunk> share;
  int sounding = 0;
  for (; sounding < count && modes_.loop_sounds(); ++sounding) {
    share[static_cast<std::size_t>(sounding)] = modes_.share();
    modes_.advance(step);
  }
  std::array<float, kChunk> sound;
  loop_.process(settings.loop, controls, sound.data(), outputs.phase, outputs.onset, sounding,
                stays);
  for (std::size_t i = 0; i < static_cast<std::size_t>(sounding); ++i) {
    if (share[i] == 1.0) continue;
    sound[i] *= static_cast<float>(crossfade_gains(CrossfadeLaw::cosine, share[i]).in);
  }
  for (int c = 0; c < outputs.count; ++c) {
    for (int i = 0; i < sounding; ++i) outputs.channels[c][i] += sound[static_cast<std::size_t>(i)];
  }
}

}  // namespace granvae::core
