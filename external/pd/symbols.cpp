#include "pd/symbols.hpp"

#if defined(_WIN32)
#include <windows.h>
#else
#include <dlfcn.h>
#endif

namespace granvae::pd {

void* find_symbol(const char* name) {
#if defined(_WIN32)
  const HMODULE pd = GetModuleHandleA(PD_FLOATSIZE == 64 ? "pd64.dll" : "pd.dll");
  return pd == nullptr ? nullptr : reinterpret_cast<void*>(GetProcAddress(pd, name));
#else
  return dlsym(RTLD_DEFAULT, name);
#endif
}

}  // namespace granvae::pd
