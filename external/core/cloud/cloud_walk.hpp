// How far a cloud has come along a walk.
#pragma once

#include "core/handover/newest_table.hpp"

namespace granvae::core {

// Along the table of a walk, at the speed of the recording, from which its onsets read.
class CloudWalk {
 public:
  // The table for an onset; `sample`: of this chunk.
  const TableUse& take(NewestTable& tables, int sample) noexcept {
    const TableUse before = tables.newest();
    const bool over = before && before->walks() && at_ >= new_samples(*before);
    const TableUse& table = tables.take(sample, over);
    if (table.get() != before.get()) {
      at_ = before && table->goes_on_from(*before) ? at_ - new_samples(*before) : 0.0;
    } else if (over && !tables.frozen()) {
      at_ -= new_samples(*before);  // the next is late: the last second again
    }
    return table;
  }
  // Table samples from its beginning; 0 in a table of no walk.
  double at() const noexcept { return at_; }
  // Goes on by one sample of the host, at `sample_rate` Hz.
  void advance(const NewestTable& tables, double sample_rate) noexcept {
    const Table* table = tables.newest().get();
    if (table == nullptr || !table->walks()) {
      at_ = 0.0;
    } else if (!tables.frozen()) {
      at_ += table->rate() / sample_rate;
    }
  }

 private:
  // What the next table does not repeat.
  static double new_samples(const Table& table) noexcept {
    return table.size() - table.seam().lead;
  }

  double at_ = 0.0;
};

}  // namespace granvae::core
