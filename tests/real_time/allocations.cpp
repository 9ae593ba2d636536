// The C library's allocator, with a tally before it: functions of the program take the place of
// those of the libraries that it loads, in these libraries too.
#include <cerrno>
#include <cstddef>

#include "tally.hpp"

using granvae::testing::note;
using granvae::testing::Tally;

extern "C" {

void* __libc_malloc(std::size_t size);
void* __libc_calloc(std::size_t count, std::size_t size);
void* __libc_realloc(void* memory, std::size_t size);
void* __libc_memalign(std::size_t alignment, std::size_t size);
void __libc_free(void* memory);

#pragma GCC visibility push(default)

void* malloc(std::size_t size) {
  note(&Tally::allocations, "malloc");
  return __libc_malloc(size);
}

void* calloc(std::size_t count, std::size_t size) {
  note(&Tally::allocations, "calloc");
  return __libc_calloc(count, size);
}

void* realloc(void* memory, std::size_t size) {
  note(&Tally::allocations, "realloc");
  return __libc_realloc(memory, size);
}

void* memalign(std::size_t alignment, std::size_t size) {
  note(&Tally::allocations, "memalign");
  return __libc_memalign(alignment, size);
}

void* aligned_alloc(std::size_t alignment, std::size_t size) {
  note(&Tally::allocations, "aligned_alloc");
  return __libc_memalign(alignment, size);
}

int posix_memalign(void** memory, std::size_t alignment, std::size_t size) {
  note(&Tally::allocations, "posix_memalign");
  *memory = __libc_memalign(alignment, size);
  return *memory == nullptr ? ENOMEM : 0;
}

void free(void* memory) {
  note(&Tally::allocations, "free");
  __libc_free(memory);
}

#pragma GCC visibility pop
}
