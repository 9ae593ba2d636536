#include "pd/offline.hpp"

#include <cstring>
#include <fstream>
#include <string>

#if defined(__APPLE__)
#include <crt_externs.h>
#elif defined(_WIN32)
#include <cstdlib>
#endif

namespace granvae::pd {
bool running_in_batch() {
#if defined(__APPLE__) || defined(_WIN32)
#if defined(__APPLE__)
  const int count = *_NSGetArgc();
  char** arguments = *_NSGetArgv();
#else
  const int count = __argc;
  char** arguments = __argv;
#endif
  for (int i = 1; i < count; ++i) {
    if (std::strcmp(arguments[i], "-batch") == 0) return true;
  }
#else
  std::ifstream file("/proc/self/cmdline", std::ios::binary);
  for (std::string argument; std::getline(file, argument, '\0');) {
    if (argument == "-batch") return true;
  }
#endif
  return false;
}

}  // namespace granvae::pd
