// What the parameters are set to.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <map>

#include "engine/parameters/parameters.hpp"

namespace granvae::engine {

// Numbers, of choices their places. Any thread.
class ParameterValues {
 public:
  ParameterValues() {
    for (const Parameter& parameter : parameters()) set(parameter.id, parameter.initial);
  }

  double get(ParameterId id) const noexcept { return at(id).value.load(std::memory_order_relaxed); }
  void set(ParameterId id, double value) noexcept {
    at(id).since.store(next_moment());
    at(id).value.store(value);
  }
  // Unless it was set to something else since.
  void set_back(ParameterId id, double from, double to) noexcept {
    at(id).value.compare_exchange_strong(from, to);
  }
  // Of all that can be set.
  std::map<ParameterId, double> all() const {
    std::map<ParameterId, double> values;
    for (const Parameter& parameter : parameters()) {
      if (parameter.timing != Timing::signal) values[parameter.id] = get(parameter.id);
    }
    return values;
  }

  // A count of changes.
  std::uint64_t moment() const noexcept { return moment_.load(); }
  std::uint64_t next_moment() noexcept { return moment_.fetch_add(1) + 1; }
  // As if it had been set at this moment: whatever was set since stays.
  void set_at(std::uint64_t moment, ParameterId id, double value) noexcept {
    double before = at(id).value.load();
    if (at(id).since.load() > moment) return;
    at(id).value.compare_exchange_strong(before, value);
  }

 private:
  struct Value {
    std::atomic<double> value;
    std::atomic<std::uint64_t> since;
  };
  const Value& at(ParameterId id) const noexcept { return values_[static_cast<std::size_t>(id)]; }
  Value& at(ParameterId id) noexcept { return values_[static_cast<std::size_t>(id)]; }

  std::atomic<std::uint64_t> moment_{0};
  std::array<Value, kParameterCount> values_;
};

}  // namespace granvae::engine
