// The table that the next grain will read.
#pragma once

#include "core/table_exchange.hpp"

namespace granvae {

// The audio thread's end of the exchange, shared by the ways of playing. Whoever keeps a table in
// a place of its own says so by `assign`, and empties the place before it ends.
class NewestTable {
 public:
  // `exchange` outlives this.
  explicit NewestTable(TableExchange& exchange) : exchange_(exchange) {}
  ~NewestTable() { exchange_.release(table_); }
  NewestTable(const NewestTable&) = delete;
  NewestTable& operator=(const NewestTable&) = delete;

  // While frozen, newer tables wait.
  void freeze(bool on) { frozen_ = on && table_ != nullptr; }
  bool has_newer() const { return !frozen_ && exchange_.has_new(); }

  // The newest table, which from now on is the current one; null before there is any.
  SharedTable* take() {
    SharedTable* taken = frozen_ ? nullptr : exchange_.take();
    if (taken != nullptr) {
      TableExchange::retain(taken);
      exchange_.release(table_);
      table_ = taken;
    }
    return table_;
  }
  // As last taken.
  const Table* current() const { return table_ == nullptr ? nullptr : table_->table.get(); }

  void assign(SharedTable*& place, SharedTable* table) {
    TableExchange::retain(table);
    exchange_.release(place);
    place = table;
  }

 private:
  TableExchange& exchange_;
  SharedTable* table_ = nullptr;
  bool frozen_ = false;
};

}  // namespace granvae
