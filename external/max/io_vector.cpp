#include "max/io_vector.hpp"

#include <algorithm>

#include "core/settings.hpp"

#if defined(_WIN32)
#include <windows.h>
#else
#include <dlfcn.h>
#endif

namespace granvae::max {
namespace {

// MaxAudio exports it beside what its header declares (max-sdk-base: the import library and the
// framework's symbols); null where it does not.
const int* find_io_vector() {
  constexpr const char* kName = "sys_ioblksize";
#if defined(_WIN32)
  const HMODULE audio = GetModuleHandleA("MaxAudio.dll");
  return audio == nullptr ? nullptr : reinterpret_cast<const int*>(GetProcAddress(audio, kName));
#else
  return static_cast<const int*>(dlsym(RTLD_DEFAULT, kName));
#endif
}

}  // namespace

int io_vector(int vector) {
  static const int* const size = find_io_vector();
  const bool known = size != nullptr && *size > 0 && *size <= core::LiveSettings::kLongest;
  return known ? std::max(*size, vector) : vector;
}

}  // namespace granvae::max
