// The inputs of a player, delayed.
#pragma once

#include <algorithm>
#include <array>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/signals.hpp"

namespace granvae::core {

// Control signals, by up to `longest` samples.
class ControlDelay {
 public:
  explicit ControlDelay(int longest) {
    for (auto& signal : signals_) signal.resize(static_cast<std::size_t>(longest) + kChunk);
  }

  // The next `delay` samples are `held`.
  void fill(int delay, const std::array<double, kControls>& held) noexcept {
    assert(delay >= 0 && static_cast<std::size_t>(delay) + kChunk <= signals_[0].size());
    for (std::size_t c = 0; c < signals_.size(); ++c) {
      std::fill_n(signals_[c].begin(), delay, held[c]);
    }
    read_ = 0;
    write_ = static_cast<std::size_t>(delay);
  }

  void push(const ControlChunk& chunk, int count) noexcept {
    write_ = pass(write_, count, [&](std::size_t at, int from, int size) {
      for (std::size_t c = 0; c < signals_.size(); ++c) {
        std::copy_n(chunk[c].begin() + from, size, signals_[c].begin() + offset(at));
      }
    });
  }
  void pop(ControlChunk& chunk, int count) noexcept {
    read_ = pass(read_, count, [&](std::size_t at, int from, int size) {
      for (std::size_t c = 0; c < signals_.size(); ++c) {
        std::copy_n(signals_[c].begin() + offset(at), size, chunk[c].begin() + from);
      }
    });
  }

 private:
  static std::ptrdiff_t offset(std::size_t at) noexcept { return static_cast<std::ptrdiff_t>(at); }

  // Calls `move` with one or two stretches of the ring; returns the place after them.
  template <class Move>
  std::size_t pass(std::size_t at, int count, Move move) noexcept {
    const std::size_t ring = signals_[0].size();
    for (int done = 0; done < count;) {
      at = at < ring ? at : 0;
      const int size = std::min(count - done, static_cast<int>(ring - at));
      move(at, done, size);
      done += size;
      at += static_cast<std::size_t>(size);
    }
    return at;
  }

  std::array<std::vector<double>, kControls> signals_;
  std::size_t read_ = 0;
  std::size_t write_ = 0;
};

// A value that changes now and then. Where it does so more often than there is room for, the last
// change takes the place of the one before.
template <class Value>
class ChangeDelay {
 public:
  static constexpr std::size_t kChanges = 128;

  ChangeDelay() : ring_(kChanges) {}

  // From now on `value`, until the first change.
  void fill(const Value& value) noexcept {
    begin_ = 0;
    count_ = 1;
    ring_[0] = {0, value};
  }
  // From the sample of this number on.
  void push(std::int64_t at, const Value& value) noexcept {
    if (ring_[place(count_ - 1)].value == value) return;
    if (count_ < kChanges) ++count_;
    ring_[place(count_ - 1)] = {at, value};
  }

  // At the sample of this number, which never goes back.
  const Value& at(std::int64_t now) noexcept {
    while (count_ > 1 && ring_[place(1)].at <= now) {
      begin_ = place(1);
      --count_;
    }
    return ring_[begin_].value;
  }
  // Samples from this one up to the next change, at most `most`.
  int until_change(std::int64_t now, int most) const noexcept {
    if (count_ == 1) return most;
    return static_cast<int>(std::min<std::int64_t>(ring_[place(1)].at - now, most));
  }

 private:
  struct Change {
    std::int64_t at;
    Value value;
  };
  std::size_t place(std::size_t index) const noexcept { return (begin_ + index) % kChanges; }

  std::vector<Change> ring_;
  std::size_t begin_ = 0;
  std::size_t count_ = 0;
};

}  // namespace granvae::core
