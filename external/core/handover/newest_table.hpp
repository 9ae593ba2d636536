// The table that the next grain will read.
#pragma once

#include <cstdint>

#include "core/handover/live_grains.hpp"
#include "core/handover/table_exchange.hpp"

namespace granvae::core {

// The audio thread's end of the exchange, shared by the ways of playing. Whoever keeps a table in
// a place of its own says so by `assign`, and empties the place before it ends.
class NewestTable {
 public:
  // Both outlive this; there may be no live grains.
  explicit NewestTable(TableExchange& exchange, LiveGrains* grains = nullptr)
      : exchange_(exchange), grains_(grains) {}
  ~NewestTable() { release(table_); }
  NewestTable(const NewestTable&) = delete;
  NewestTable& operator=(const NewestTable&) = delete;

  // While frozen, newer tables wait.
  void freeze(bool on) { frozen_ = on && table_ != nullptr; }

  // From the sample of this number on, each onset takes the grain that was decoded for it. `shape`:
  // of these grains, decoded or not.
  void live(const GrainShape& shape, std::int64_t now) {
    live_ = true;
    shape_ = shape;
    now_ = now;
  }
  void not_live() { live_ = false; }

  bool has_newer() const { return !live_ && !frozen_ && exchange_.has_new(); }

  // The newest table, which from now on is the current one; null before there is any. `sample`: of
  // this chunk.
  SharedTable* take(int sample) {
    if (frozen_) return table_;
    SharedTable* taken = live_ ? grains_->take(now_ + sample) : nullptr;
    if (taken == nullptr && (!live_ || table_ == nullptr)) taken = exchange_.take();
    if (taken != nullptr) {
      ++taken->users;
      release(table_);
      table_ = taken;
    }
    return table_;
  }
  // As last taken.
  const Table* current() const { return table_ == nullptr ? nullptr : table_->table.get(); }

  // Of the grains that one who reads `table` deals with.
  GrainShape shape(const Table* table) const {
    if (live_) return shape_;
    return table == nullptr ? GrainShape{} : table->shape();
  }

  void assign(SharedTable*& place, SharedTable* table) {
    if (table != nullptr) ++table->users;
    release(place);
    place = table;
  }

 private:
  void release(SharedTable* table) {
    if (table == nullptr || --table->users > 0) return;
    if (table->slot == SharedTable::kNoSlot) {
      exchange_.give_back(table);
    } else {
      grains_->give_back(table);
    }
  }

  TableExchange& exchange_;
  LiveGrains* grains_;
  SharedTable* table_ = nullptr;
  bool frozen_ = false;
  bool live_ = false;
  GrainShape shape_;
  std::int64_t now_ = 0;  // number of the chunk's first sample
};

}  // namespace granvae::core
