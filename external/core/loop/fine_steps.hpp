// Half steps of a loop's phase, and the filter that makes whole ones of them again.
#pragma once

#include <algorithm>
#include <array>
#include <cassert>
#include <cstddef>
#include <cstdint>

#include "core/phase.hpp"
#include "core/signals.hpp"

namespace granvae::core {

// A short crossfade spreads the sound beyond half the sample rate. It is made at twice the rate,
// as far around the samples as the filter reaches, as if cycle followed cycle as it is. Phases are
// counted from any of the samples in fixed point, and so are the same however these are cut.
class FineSteps {
 public:
  static constexpr int kReach = 12;  // half steps on either side of a sample
  static constexpr int kMost = 2 * kChunk + 2 * kReach;

  // `count` samples from `phase` on, in 2^-64 of a cycle, all of one cycle; each goes `stride` on.
  FineSteps(std::uint64_t phase, std::int64_t stride, int count) noexcept
      : count_(2 * count - 1 + 2 * kReach) {
    assert(count > 0 && count <= kChunk);
    const std::int64_t first = stride >> 1;  // then the rest, which makes a whole step
    const std::int64_t second = stride - first;
    std::uint64_t value = phase;
    int turn = 0;
    for (int i = kReach; i < count_; ++i) {
      put(i, value, turn);
      turn += move(value, i % 2 == 0 ? first : second);
    }
    value = phase;
    turn = 0;
    for (int i = kReach; i > 0; --i) {
      turn += move(value, i % 2 == 0 ? -second : -first);
      put(i - 1, value, turn);
    }
  }

  int count() const noexcept { return count_; }
  double phase(int i) const noexcept { return phases_[static_cast<std::size_t>(i)]; }
  // The first half step after `begin` that lies in another cycle than that.
  int end_of_turn(int begin) const noexcept {
    int end = begin + 1;
    while (end < count_ && turn(end) == turn(begin)) ++end;
    return end;
  }
  // Cycles from that of the samples, in the direction of the phase.
  int turn(int i) const noexcept { return turns_[static_cast<std::size_t>(i)]; }

  // What is heard at the samples, of what is heard at the half steps.
  void filter(const std::array<float, kMost>& sound, float* out) const noexcept {
    std::array<float, kMost / 2> even{};
    std::array<float, kMost / 2> odd{};
    for (std::size_t i = 0; i < static_cast<std::size_t>(count_); ++i) {
      (i % 2 == 0 ? even : odd)[i / 2] = sound[i];
    }
    const auto samples = static_cast<std::size_t>((count_ + 1) / 2 - kReach);
    std::fill_n(out, samples, 0.0f);
    for (std::size_t tap = 0; tap < kTaps.size(); ++tap) {
      const float* from = (tap % 2 == 0 ? even : odd).data() + tap / 2;
      for (std::size_t n = 0; n < samples; ++n) out[n] += kTaps[tap] * from[n];
    }
  }

 private:
  // By linear programming. At 44.1 kHz, below -50 dB from 24.1 kHz on, which would fold to 20 kHz;
  // within 0.0004 dB up to 5 kHz, 0.005 dB to 10 kHz and 0.5 dB to 15.3 kHz.
  static constexpr std::array<float, 2 * kReach + 1> kTaps{
      -0.00170348885f,  0.0026728061f,   0.00524811327f, -0.00429454283f, -0.0156300284f,
      -0.000413100842f, 0.0321602292f,   0.021149983f,   -0.0500987556f,  -0.0756588251f,
      0.0636997455f,    0.307247544f,    0.431240642f,   0.307247544f,    0.0636997455f,
      -0.0756588251f,   -0.0500987556f,  0.021149983f,   0.0321602292f,   -0.000413100842f,
      -0.0156300284f,   -0.00429454283f, 0.00524811327f, 0.0026728061f,   -0.00170348885f};

  void put(int i, std::uint64_t value, int turn) noexcept {
    phases_[static_cast<std::size_t>(i)] = Phase::value(value);
    turns_[static_cast<std::size_t>(i)] = turn;
  }
  // By at most a quarter of a cycle; returns the border that was crossed.
  static int move(std::uint64_t& value, std::int64_t by) noexcept {
    const std::uint64_t before = value;
    value += static_cast<std::uint64_t>(by);
    if (by >= 0) return value < before ? 1 : 0;
    return value > before ? -1 : 0;
  }

  int count_;
  std::array<double, kMost> phases_;
  std::array<int, kMost> turns_;
};

}  // namespace granvae::core
