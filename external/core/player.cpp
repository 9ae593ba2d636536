#include "core/player.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/crossfade.hpp"

namespace granvae {
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

Player::Player(TableExchange& exchange, double sample_rate, int channels)
    : tables_(exchange),
      loop_(tables_, sample_rate),
      cloud_(tables_, sample_rate, channels),
      sample_rate_(sample_rate),
      channels_(channels),
      frozen_start_(std::numeric_limits<double>::quiet_NaN()) {
  last_.fill(std::numeric_limits<double>::quiet_NaN());
}

void Player::set_sample_rate(double sample_rate) {
  sample_rate_ = sample_rate;
  loop_.set_sample_rate(sample_rate);
  cloud_.set_sample_rate(sample_rate);
}

double Player::phase() const { return mode_ == Mode::loop ? loop_.phase() : cloud_.phase(); }

void Player::process(const PlayerSettings& settings, const Controls& controls,
                     const Outputs& outputs, int count) {
  Held held;
  hold(controls, settings.freeze, count, held);
  const Controls given{held[0].data(), held[1].data(), held[2].data(), held[3].data()};
  tables_.freeze(settings.freeze);
  if (settings.mode != mode_) enter(settings.mode);
  begun_ = begun_ || count > 0;
  for (int c = 0; c < outputs.count; ++c) std::fill_n(outputs.channels[c], count, 0.0f);

  const bool cloud = mode_ == Mode::cloud;
  Outputs silent = outputs;
  silent.phase = silent.onset = nullptr;
  if (!cloud || loop_share_ > 0.0) {
    add_loop(settings, given, cloud ? silent : outputs, count);
  }
  cloud_.process(settings.cloud, given, cloud ? outputs : silent, count, cloud);
  stolen_.store(cloud_.stolen(), std::memory_order_relaxed);
}

void Player::enter(Mode mode) {
  mode_ = mode;
  if (!begun_) loop_share_ = mode == Mode::loop ? 1.0 : 0.0;
  if (mode == Mode::cloud) {
    cloud_.reset();
  } else if (loop_share_ == 0.0) {
    loop_.reset();
  }
}

void Player::hold(const Controls& controls, bool freeze, int count, Held& held) {
  const std::array<const double*, kControls> signals{controls.frequency, controls.start,
                                                     controls.crossfade, controls.rate};
  std::uint64_t replaced = 0;
  for (std::size_t c = 0; c < kControls; ++c) {
    if (count > 0 && all_finite(signals[c], count)) {
      std::copy_n(signals[c], count, held[c].begin());
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
      held[c][static_cast<std::size_t>(i)] = last_[c];
    }
  }
  if (replaced > 0) non_finite_.store(non_finite() + replaced, std::memory_order_relaxed);
  auto& starts = held[1];
  if (freeze) {
    std::fill_n(starts.begin(), count, frozen_start_);
  } else if (count > 0) {
    frozen_start_ = last_[1];
  }
}

// The same signal on every channel. While it fades out, the newer tables are the cloud's.
void Player::add_loop(const PlayerSettings& settings, const Controls& controls,
                      const Outputs& outputs, int count) {
  const bool stays = mode_ == Mode::loop;
  const double step = settings.loop.swap_step(sample_rate_);
  std::array<double, kChunk> share;
  int heard = 0;
  for (; heard < count && (stays || loop_share_ > 0.0); ++heard) {
    share[static_cast<std::size_t>(heard)] = loop_share_;
    loop_share_ = stays ? std::min(loop_share_ + step, 1.0) : std::max(loop_share_ - step, 0.0);
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

}  // namespace granvae
