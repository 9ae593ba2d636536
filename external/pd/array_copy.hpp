// An array of Pd on its way to the engine.
#pragma once

#include <m_pd.h>

#include <memory>
#include <optional>
#include <string>

#include "engine/files/recording.hpp"

namespace granvae::pd {

// Copies an array some thousands of samples at a time, since Pd makes no sound meanwhile.
class ArrayCopy {
 public:
  // Nothing if there is no such array.
  static std::optional<ArrayCopy> of(const std::string& name);

  // The next part of it, or with `whole` all that is left. Throws std::runtime_error where the
  // array is gone or has another size.
  void advance(bool whole);
  bool done() const { return recording_->samples.size() == size_; }
  // Once done: at Pd's own rate.
  std::shared_ptr<const engine::Recording> recording() const { return recording_; }

 private:
  std::shared_ptr<engine::Recording> recording_;
  std::size_t size_ = 0;  // samples
};

}  // namespace granvae::pd
