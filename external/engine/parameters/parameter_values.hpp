// What the parameters are set to.
#pragma once

#include <array>
#include <atomic>

#include "engine/parameters/parameters.hpp"

namespace granvae::engine {

// Numbers, of choices their places. Any thread.
class ParameterValues {
 public:
  ParameterValues() {
    for (const Parameter& parameter : parameters()) set(parameter.id, parameter.initial);
  }

  double get(ParameterId id) const noexcept { return at(id).load(std::memory_order_relaxed); }
  void set(ParameterId id, double value) noexcept {
    values_[static_cast<std::size_t>(id)].store(value);
  }
  // Unless it was set to something else since.
  void set_back(ParameterId id, double from, double to) noexcept {
    values_[static_cast<std::size_t>(id)].compare_exchange_strong(from, to);
  }

 private:
  const std::atomic<double>& at(ParameterId id) const noexcept {
    return values_[static_cast<std::size_t>(id)];
  }

  std::array<std::atomic<double>, kParameterCount> values_;
};

}  // namespace granvae::engine
