// Bytes as a performance: whatever a player may be given, in any order.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <random>
#include <span>
#include <vector>

#include "core/player.hpp"

namespace granvae::fuzz {

using namespace core;

inline std::vector<std::uint8_t> random_bytes(std::mt19937& generator, std::size_t count) {
  std::vector<std::uint8_t> bytes(count);
  for (auto& byte : bytes) byte = static_cast<std::uint8_t>(generator());
  return bytes;
}

// Every byte sequence is a performance, and each of its calls takes two bytes at least. What
// changes is changed between calls; signals are functions of the sample's number, so that a call
// may be cut anywhere.
class Script {
 public:
  explicit Script(std::span<const std::uint8_t> bytes);

  // Goes on to the next call; false where the bytes end.
  bool next();

  // Of the call. `cut`: where it may be cut in two, 0 … count.
  int count() const { return count_; }
  int cut() const { return cut_; }
  const PlayerSettings& settings() const { return settings_; }
  // A table that comes before the call, or null.
  const std::shared_ptr<const Table>& table() const { return table_; }
  // From sample `from` of the call on.
  Controls controls(int from) const { return values_.controls().from(from); }

  double sample_rate() const { return sample_rate_; }  // Hz, 1 … 1e7; may change between calls
  int channels() const { return channels_; }           // 1 … 5
  // The most that one grain, and a crossfade of two, may reach with the tables and gains so far.
  double loudest_grain() const { return kOvershoot * loudest_sample_ * loudest_gain_; }
  double loudest_loop() const { return kOvershoot * kFades * loudest_sample_; }

 private:
  static constexpr double kOvershoot = 4.0;  // of sound between samples, by the kernel's and FFT's
  static constexpr double kFades = 3.0;      // nine grains laid over each other by equal power

  struct Signal {
    enum class Shape { constant, alternating, line, noise, spike } shape = Shape::constant;
    double first = std::numeric_limits<double>::quiet_NaN();
    double second = 0.0;
    double at(std::uint64_t sample) const;
  };

  std::uint8_t byte();
  int below(int limit) { return byte() % limit; }
  // One of the first `count` of an enumeration.
  template <class Choice>
  Choice choice(int count) {
    return static_cast<Choice>(below(count));
  }
  template <class Value, std::size_t count>
  Value among(const Value (&values)[count]) {
    return values[choice<std::size_t>(count)];
  }
  // Often about as large as `scale`, and at times anything at all.
  double number(double scale);
  void change_setting();
  void change_signal();
  void make_table();

  std::span<const std::uint8_t> bytes_;
  std::size_t read_ = 0;
  int count_ = 0;
  int cut_ = 0;
  double sample_rate_ = 44100.0;
  int channels_ = 1;
  PlayerSettings settings_;
  std::shared_ptr<const Table> table_;
  std::array<Signal, kControls> signals_;
  ControlChunk values_{};
  std::uint64_t sample_ = 0;  // number of the first of the call
  double loudest_sample_ = 0.0;
  double loudest_gain_ = 1.0;
};

}  // namespace granvae::fuzz
