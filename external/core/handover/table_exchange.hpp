// The hand-over of tables from the decode worker to the audio thread, and their way back.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <utility>

#include "core/handover/newest.hpp"
#include "core/read/table.hpp"

namespace granvae::core {

class NewestTable;

// A table on its way through the exchange. The audio thread alone touches what `users` and
// `taken_by` are.
struct SharedTable {
  static constexpr int kNoSlot = -1;

  explicit SharedTable(std::shared_ptr<const Table> content, int place = kNoSlot)
      : table(std::move(content)), slot(place) {}
  std::shared_ptr<const Table> table;
  SharedTable* next = nullptr;
  int slot;  // of LiveGrains, if it is one of those
  int users = 0;
  NewestTable* taken_by = nullptr;
};

class TableExchange {
 public:
  // Not on the audio thread.
  void publish(std::shared_ptr<const Table> table) {
    tables_.publish(std::make_unique<SharedTable>(std::move(table)));
  }
  void collect() { tables_.collect(); }

  // Audio thread.
  SharedTable* take() noexcept { return tables_.take(); }
  bool has_new() const noexcept { return tables_.has_new(); }
  void give_back(SharedTable* table) noexcept { tables_.give_back(table); }
  // That this table of a walk plays from now on.
  void begin(std::uint64_t serial) noexcept { playing_.store(serial, std::memory_order_release); }

  // Any thread: the serial of the last table of a walk that began; 0: none did.
  std::uint64_t playing() const noexcept { return playing_.load(std::memory_order_acquire); }

 private:
  static_assert(std::atomic<std::uint64_t>::is_always_lock_free);
  Newest<SharedTable> tables_;
  std::atomic<std::uint64_t> playing_{0};
};

}  // namespace granvae::core
