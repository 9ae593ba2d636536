#include "pd/samples_ahead.hpp"

#if defined(_WIN32)
#include <windows.h>
#else
#include <dlfcn.h>
#endif

namespace granvae::pd {
namespace {

// Microseconds. No header of Pd's for externals has it; null where Pd does not export it.
const int* find_advance() {
  constexpr const char* kName = "sys_schedadvance";
#if defined(_WIN32)
  const HMODULE pd = GetModuleHandleA("pd.dll");
  return pd == nullptr ? nullptr : reinterpret_cast<const int*>(GetProcAddress(pd, kName));
#else
  return static_cast<const int*>(dlsym(RTLD_DEFAULT, kName));
#endif
}

}  // namespace

int samples_ahead(double sample_rate) {
  static const int* const advance = find_advance();
  constexpr double kLongest = 1e6;  // microseconds: what is not such a number is none
  if (advance == nullptr || *advance < 0 || *advance > kLongest) return 0;
  return static_cast<int>(*advance * 1e-6 * sample_rate);
}

}  // namespace granvae::pd
