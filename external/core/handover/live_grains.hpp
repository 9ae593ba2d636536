// Grains that are decoded while sound plays, one for each onset.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "core/handover/table_exchange.hpp"

namespace granvae::core {

// A grain to decode.
struct LiveRequest {
  static constexpr int kMostLatents = 512;

  std::int64_t due = 0;  // number of the sample with which it begins to sound
  int slot = 0;
  int latents = 0;
  std::array<float, kMostLatents> point;  // standard deviations
};

// Requests go from the audio thread to the worker through a ring, and grains back in slots that
// belong to one of the two at a time. All slots are there from the beginning; the worker gives them
// memory when they are first used, and they keep it.
// NOLINTNEXTLINE(clang-analyzer-optin.performance.Padding): each thread has lines of its own
class LiveGrains {
 public:
  static constexpr int kSlots = 1024;    // grains that sound or are being made
  static constexpr int kRequests = 128;  // that wait for the worker

  LiveGrains();
  LiveGrains(const LiveGrains&) = delete;
  LiveGrains& operator=(const LiveGrains&) = delete;

  // Audio thread. Samples of lower number have been heard.
  void pass(std::int64_t now) noexcept { heard_.store(now, std::memory_order_relaxed); }
  // Without room nothing is requested, and the onset will be late.
  void request(std::int64_t due, std::span<const float> point) noexcept;
  // The newest grain that is there of those due by `due`, if it is newer than the one taken before.
  // An onset from `promised` on that does not get its own is counted.
  SharedTable* take(std::int64_t due) noexcept;
  void promise_from(std::int64_t promised) noexcept { promised_ = promised; }
  void give_back(SharedTable* table) noexcept { free_.push_back(static_cast<Place>(table->slot)); }
  // What was requested is no longer wanted.
  void forget() noexcept;

  // Any thread: onsets that were promised their own grain, and those that did not get it in time.
  std::uint64_t promised() const noexcept { return onsets_.load(std::memory_order_relaxed); }
  std::uint64_t late() const noexcept { return late_.load(std::memory_order_relaxed); }

  // Worker. The oldest request, or null.
  const LiveRequest* oldest() const noexcept;
  // Samples that were heard since it was due; below 0 where it is in time.
  std::int64_t lateness(std::int64_t due) const noexcept {
    return heard_.load(std::memory_order_relaxed) - due;
  }
  // Whether the sample of this number has been heard.
  bool passed(std::int64_t due) const noexcept { return lateness(due) > 0; }
  void pop() noexcept {
    read_.store(read_.load(std::memory_order_relaxed) + 1, std::memory_order_release);
  }
  // Either of them for each request that was popped. `samples`: one grain, at `rate` Hz.
  void finish(int slot, std::span<const float> samples, double rate);
  void drop(int slot) noexcept;

  // Whoever is allowed to wait, in place of the audio thread: until each request has its grain.
  void wait() const;
  bool waiting() const noexcept { return finished_.load() != requested_; }

 private:
  using Place = std::uint16_t;
  struct Slot {
    explicit Slot(int place) : shared(nullptr, place) {}
    SharedTable shared;
    std::shared_ptr<Table> table;   // the same, to be written
    std::int64_t due = 0;           // the audio thread's
    bool decoded = false;           // there is a grain in it
    std::atomic<bool> done{false};  // the worker will not touch it again
  };

  void done(Slot& slot, bool decoded) noexcept;

  static_assert(std::atomic<std::uint32_t>::is_always_lock_free &&
                std::atomic<std::int64_t>::is_always_lock_free &&
                std::atomic<bool>::is_always_lock_free);

  std::vector<std::unique_ptr<Slot>> slots_;
  std::vector<LiveRequest> ring_;
  alignas(64) std::atomic<std::uint32_t> written_{0};
  alignas(64) std::atomic<std::uint32_t> read_{0};
  alignas(64) std::atomic<std::int64_t> heard_{0};
  std::atomic<std::uint64_t> onsets_{0};
  std::atomic<std::uint64_t> late_{0};
  std::atomic<std::uint64_t> finished_{0};

  // The audio thread's.
  std::vector<Place> free_;
  std::vector<Place> pending_;  // by when they are due
  std::int64_t taken_ = -1;     // when the grain taken last was due
  std::int64_t promised_ = 0;
  std::uint64_t requested_ = 0;
};

}  // namespace granvae::core
