#include "pd/samples_ahead.hpp"

#include "pd/symbols.hpp"

namespace granvae::pd {

int samples_ahead(double sample_rate) {
  // Microseconds. No header of Pd's for externals has it; null where Pd does not export it.
  static const auto* const advance = static_cast<const int*>(find_symbol("sys_schedadvance"));
  constexpr double kLongest = 1e6;  // microseconds: what is not such a number is none
  if (advance == nullptr || *advance < 0 || *advance > kLongest) return 0;
  return static_cast<int>(*advance * 1e-6 * sample_rate);
}

}  // namespace granvae::pd
