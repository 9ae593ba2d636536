// The C library's allocator, with a tally before it: functions of the program take the place of
// those of the libraries that it loads, in these libraries too.
#include <cerrno>
#include <cstddef>

#include "tally.hpp"

extern "C" {

void* __libc_malloc(std::size_t size);
void* __libc_calloc(std::size_t count, std::size_t size);
void* __libc_realloc(void* memory, std::size_t size);
void* __libc_memalign(std::size_t alignment, std::size_t size);
void __libc_free(void* memory);
}

namespace {

// Notes the call, and makes it by `act`.
template <class Result, class... Arguments>
Result pass_on(const char* name, Result (*act)(Arguments...), Arguments... arguments) {
  granvae::testing::note(&granvae::testing::Tally::allocations, name);
  return act(arguments...);
}

}  // namespace

extern "C" {
#pragma GCC visibility push(default)

void* malloc(std::size_t size) { return pass_on(__func__, __libc_malloc, size); }
void* calloc(std::size_t count, std::size_t size) {
  return pass_on(__func__, __libc_calloc, count, size);
}
void* realloc(void* memory, std::size_t size) {
  return pass_on(__func__, __libc_realloc, memory, size);
}
void* memalign(std::size_t alignment, std::size_t size) {
  return pass_on(__func__, __libc_memalign, alignment, size);
}
void* aligned_alloc(std::size_t alignment, std::size_t size) {
  return pass_on(__func__, __libc_memalign, alignment, size);
}
int posix_memalign(void** memory, std::size_t alignment, std::size_t size) {
  *memory = pass_on(__func__, __libc_memalign, alignment, size);
  return *memory == nullptr ? ENOMEM : 0;
}
void free(void* memory) { pass_on(__func__, __libc_free, memory); }

#pragma GCC visibility pop
}
