#include "decoder/shared_library.hpp"

#if defined(_WIN32)
#include <windows.h>

#include <system_error>
#else
#include <dlfcn.h>
#endif

namespace granvae::decoder {

#if defined(_WIN32)

std::filesystem::path module_folder() {
  HMODULE module = nullptr;
  GetModuleHandleExW(
      GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS | GET_MODULE_HANDLE_EX_FLAG_UNCHANGED_REFCOUNT,
      reinterpret_cast<LPCWSTR>(&module_folder), &module);
  std::wstring name(MAX_PATH, L'\0');
  for (;;) {
    const DWORD size = GetModuleFileNameW(module, name.data(), static_cast<DWORD>(name.size()));
    if (size < name.size()) return std::filesystem::path(name.substr(0, size)).parent_path();
    name.resize(2 * name.size());
  }
}

void* open_library(const std::filesystem::path& file, std::string& fault) {
  // Without a dialog where something is missing, which is no fault of the program's.
  DWORD mode = 0;
  SetThreadErrorMode(SEM_FAILCRITICALERRORS, &mode);
  // What it needs is looked for beside it, which takes a whole path.
  HMODULE opened =
      LoadLibraryExW(std::filesystem::absolute(file).c_str(), nullptr,
                     LOAD_LIBRARY_SEARCH_DLL_LOAD_DIR | LOAD_LIBRARY_SEARCH_DEFAULT_DIRS);
  if (opened == nullptr) {
    fault = std::system_category().message(static_cast<int>(GetLastError()));
  }
  SetThreadErrorMode(mode, nullptr);
  return reinterpret_cast<void*>(opened);
}

void* symbol_of(void* library, const char* name) {
  return reinterpret_cast<void*>(GetProcAddress(reinterpret_cast<HMODULE>(library), name));
}

#else

std::filesystem::path module_folder() {
  Dl_info info{};
  dladdr(reinterpret_cast<void*>(&module_folder), &info);
  return std::filesystem::absolute(info.dli_fname).parent_path();
}

void* open_library(const std::filesystem::path& file, std::string& fault) {
  void* const opened = dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (opened == nullptr) fault = dlerror();
  return opened;
}

void* symbol_of(void* library, const char* name) { return dlsym(library, name); }

#endif

}  // namespace granvae::decoder
