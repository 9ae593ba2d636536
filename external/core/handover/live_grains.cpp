#include "core/handover/live_grains.hpp"

#include <algorithm>
#include <cassert>

#include "core/handover/wait.hpp"

namespace granvae::core {
namespace {

constexpr std::int64_t kNever = -1;

}  // namespace

LiveGrains::LiveGrains() : ring_(kRequests) {
  slots_.reserve(kSlots);
  free_.reserve(kSlots);
  pending_.reserve(kSlots);
  for (int place = 0; place < kSlots; ++place) slots_.push_back(std::make_unique<Slot>(place));
  for (int place = kSlots; place > 0; --place) free_.push_back(static_cast<Place>(place - 1));
}

void LiveGrains::request(std::int64_t due, std::span<const float> point) noexcept {
  assert(point.size() <= LiveRequest::kMostLatents);
  const std::uint32_t written = written_.load(std::memory_order_relaxed);
  if (free_.empty() || written - read_.load(std::memory_order_acquire) >= kRequests) return;
  const Place place = free_.back();
  free_.pop_back();
  Slot& slot = *slots_[place];
  slot.due = due;
  slot.done.store(false, std::memory_order_relaxed);
  LiveRequest& request = ring_[written % kRequests];
  request.due = due;
  request.slot = place;
  request.latents = static_cast<int>(point.size());
  std::copy(point.begin(), point.end(), request.point.begin());
  pending_.push_back(place);
  ++requested_;
  written_.store(written + 1, std::memory_order_release);
}

SharedTable* LiveGrains::take(std::int64_t due) noexcept {
  SharedTable* found = nullptr;
  const auto settled = [&](Place place) {
    Slot& slot = *slots_[place];
    if (slot.due > due || !slot.done.load(std::memory_order_acquire)) return false;
    if (slot.decoded && slot.due > taken_) {
      if (found != nullptr) give_back(found);
      found = &slot.shared;
      taken_ = slot.due;
    } else {
      free_.push_back(place);
    }
    return true;
  };
  std::erase_if(pending_, settled);
  if (due >= promised_) {
    onsets_.store(promised() + 1, std::memory_order_relaxed);
    if (taken_ < due) late_.store(late() + 1, std::memory_order_relaxed);
  }
  return found;
}

void LiveGrains::forget() noexcept {
  for (const Place place : pending_) slots_[place]->due = kNever;
}

const LiveRequest* LiveGrains::oldest() const noexcept {
  const std::uint32_t read = read_.load(std::memory_order_relaxed);
  if (read == written_.load(std::memory_order_acquire)) return nullptr;
  return &ring_[read % kRequests];
}

void LiveGrains::finish(int place, std::span<const float> samples, double rate) {
  Slot& slot = *slots_[static_cast<std::size_t>(place)];
  if (slot.table) {
    slot.table->assign(samples, rate, 0);
  } else {
    slot.table = std::make_shared<Table>(samples, rate);
    slot.shared.table = slot.table;
  }
  done(slot, true);
}

void LiveGrains::drop(int place) noexcept { done(*slots_[static_cast<std::size_t>(place)], false); }

void LiveGrains::done(Slot& slot, bool decoded) noexcept {
  slot.decoded = decoded;
  slot.done.store(true, std::memory_order_release);
  finished_.fetch_add(1);
  finished_.notify_all();
}

void LiveGrains::wait() const {
  for (auto done = finished_.load(); done != requested_; done = finished_.load()) {
    wait_for_change(finished_, done);
  }
}

}  // namespace granvae::core
