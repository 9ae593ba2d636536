// The hand-over of tables from the decode worker to the audio thread, and their way back.
#pragma once

#include <atomic>
#include <memory>

#include "core/lock_free_stack.hpp"
#include "core/table.hpp"

namespace granvae {

// A table on its way through the exchange. `users` is touched by the audio thread alone.
struct SharedTable {
  explicit SharedTable(std::shared_ptr<const Table> content) : table(std::move(content)) {}
  std::shared_ptr<const Table> table;
  SharedTable* next = nullptr;
  int users = 0;
};

// Newest wins: a table that was never taken is dropped when a newer one arrives. The audio thread
// takes and returns; everything is made and freed by the publishing side.
class TableExchange {
 public:
  TableExchange() = default;
  TableExchange(const TableExchange&) = delete;
  TableExchange& operator=(const TableExchange&) = delete;
  ~TableExchange() { delete newest_.load(); }

  // Not on the audio thread: allocates, and frees what came back.
  void publish(std::shared_ptr<const Table> table) {
    delete newest_.exchange(new SharedTable(std::move(table)), std::memory_order_acq_rel);
    collect();
  }

  // Not on the audio thread: frees what the audio thread no longer uses.
  void collect() {
    for (SharedTable* table = returned_.take_all(); table != nullptr;) {
      SharedTable* next = table->next;
      delete table;
      table = next;
    }
  }

  // Audio thread. Null when nothing new was published since the last call.
  SharedTable* take() { return newest_.exchange(nullptr, std::memory_order_acq_rel); }
  bool has_new() const { return newest_.load(std::memory_order_acquire) != nullptr; }

  // Audio thread: for each place that keeps a table.
  static void retain(SharedTable* table) {
    if (table != nullptr) ++table->users;
  }
  void release(SharedTable* table) {
    if (table != nullptr && --table->users == 0) returned_.push(table);
  }

 private:
  std::atomic<SharedTable*> newest_{nullptr};
  LockFreeStack<SharedTable> returned_;
};

}  // namespace granvae
