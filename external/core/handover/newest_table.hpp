// The table that the next grain will read.
#pragma once

#include <cassert>
#include <cstdint>
#include <utility>

#include "core/handover/live_grains.hpp"
#include "core/handover/table_exchange.hpp"

namespace granvae::core {

// A use of a table by the audio thread; when its last use ends, it goes back to where it came from.
class TableUse {
 public:
  TableUse() noexcept = default;
  TableUse(const TableUse& other) noexcept : TableUse(other.shared_) {}
  TableUse(TableUse&& other) noexcept : shared_(std::exchange(other.shared_, nullptr)) {}
  TableUse& operator=(const TableUse& other) noexcept { return *this = TableUse(other); }
  TableUse& operator=(TableUse&& other) noexcept {
    std::swap(shared_, other.shared_);
    other.release();
    return *this;
  }
  ~TableUse() { release(); }

  explicit operator bool() const noexcept { return shared_ != nullptr; }
  const Table* get() const noexcept { return shared_ == nullptr ? nullptr : shared_->table.get(); }
  const Table& operator*() const noexcept {
    assert(shared_ != nullptr);
    return *shared_->table;
  }
  const Table* operator->() const noexcept { return &**this; }

 private:
  friend class NewestTable;
  explicit TableUse(SharedTable* shared) noexcept : shared_(shared) {
    if (shared_ != nullptr) ++shared_->users;
  }
  inline void release() noexcept;

  SharedTable* shared_ = nullptr;
};

// The audio thread's end of the exchange, shared by the ways of playing. Outlives every use.
class NewestTable {
 public:
  // Both outlive this; there may be no live grains.
  explicit NewestTable(TableExchange& exchange, LiveGrains* grains = nullptr) noexcept
      : exchange_(exchange), grains_(grains) {}
  NewestTable(const NewestTable&) = delete;
  NewestTable& operator=(const NewestTable&) = delete;
  ~NewestTable() {
    if (next_ != nullptr) exchange_.give_back(next_);
  }

  // While frozen, newer tables wait.
  void freeze(bool on) noexcept { frozen_ = on && newest_; }

  // From the sample of this number on, each onset takes the grain that was decoded for it. `shape`:
  // of these grains, decoded or not.
  void live(const GrainShape& shape, std::int64_t now) noexcept {
    assert(grains_ != nullptr);
    live_ = true;
    shape_ = shape;
    now_ = now;
  }
  void not_live() noexcept { live_ = false; }
  bool is_live() const noexcept { return live_; }
  bool frozen() const noexcept { return frozen_; }
  const TableUse& newest() const noexcept { return newest_; }

  bool has_newer() noexcept { return !live_ && !frozen_ && look() && !walk_goes_on(); }
  // Whether the table that plays is of a walk, and the one that goes on from it is there.
  bool walk_goes_on() noexcept {
    return !live_ && !frozen_ && look() && newest_ && next_->table->goes_on_from(*newest_);
  }

  // The newest table, which from now on is the current one; empty before there is any. One that
  // goes on from the current one is taken only where that is `over`. `sample`: of this chunk.
  const TableUse& take(int sample, bool over = false) noexcept {
    if (frozen_) return newest_;
    SharedTable* taken = live_ ? grains_->take(now_ + sample) : nullptr;
    if (taken == nullptr && (!live_ || !newest_) && look() && (over || !walk_goes_on())) {
      taken = std::exchange(next_, nullptr);
      if (taken->table->walks()) exchange_.begin(taken->table->seam().serial);
    }
    if (taken != nullptr) {
      taken->taken_by = this;
      newest_ = TableUse(taken);
    }
    return newest_;
  }

  // Of the grains that one who reads `table`, which may be null, deals with.
  GrainShape shape(const Table* table) const noexcept {
    if (live_) return shape_;
    return table == nullptr ? GrainShape{} : table->shape();
  }
  // With the table that was taken last.
  GrainShape shape() const noexcept { return shape(newest_.get()); }

 private:
  friend class TableUse;
  // Whether there is a newer table, which is then `next_`.
  bool look() noexcept {
    if (SharedTable* newer = exchange_.has_new() ? exchange_.take() : nullptr; newer != nullptr) {
      if (next_ != nullptr) exchange_.give_back(next_);
      next_ = newer;
    }
    return next_ != nullptr;
  }
  void give_back(SharedTable* table) noexcept {
    if (table->slot == SharedTable::kNoSlot) {
      exchange_.give_back(table);
    } else {
      grains_->give_back(table);
    }
  }

  TableExchange& exchange_;
  LiveGrains* grains_;
  TableUse newest_;              // as last taken
  SharedTable* next_ = nullptr;  // that waits for its time
  bool frozen_ = false;
  bool live_ = false;
  GrainShape shape_;
  std::int64_t now_ = 0;  // number of the chunk's first sample
};

void TableUse::release() noexcept {
  if (shared_ != nullptr && --shared_->users == 0) shared_->taken_by->give_back(shared_);
  shared_ = nullptr;
}

}  // namespace granvae::core
