// The hand-over of tables from the decode worker to the audio thread, and their way back.
#pragma once

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

 private:
  Newest<SharedTable> tables_;
};

}  // namespace granvae::core
