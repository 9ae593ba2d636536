#include "allocations.hpp"

#include <cstdlib>
#include <new>
#if defined(_WIN32)
#include <malloc.h>
#endif

namespace {

thread_local bool counting = false;
thread_local int allocations = 0;

void* counted(void* memory) {
  if (counting) ++allocations;
  return memory != nullptr ? memory : throw std::bad_alloc();
}

void freed(void* memory) {
  if (counting) ++allocations;
  std::free(memory);
}

// Windows has no aligned_alloc, and frees apart what is aligned.
#if defined(_WIN32)
void* aligned(std::size_t size, std::size_t step) { return _aligned_malloc(size, step); }
void freed_aligned(void* memory) {
  if (counting) ++allocations;
  _aligned_free(memory);
}
#else
// aligned_alloc asks for a multiple of the alignment.
void* aligned(std::size_t size, std::size_t step) {
  return std::aligned_alloc(step, (size + step - 1) / step * step);
}
void freed_aligned(void* memory) { freed(memory); }
#endif

}  // namespace

void* operator new(std::size_t size) { return counted(std::malloc(size)); }
void* operator new[](std::size_t size) { return counted(std::malloc(size)); }
void* operator new(std::size_t size, std::align_val_t alignment) {
  return counted(aligned(size, static_cast<std::size_t>(alignment)));
}
void operator delete(void* memory, std::align_val_t) noexcept { freed_aligned(memory); }
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept {
  freed_aligned(memory);
}
void operator delete(void* memory) noexcept { freed(memory); }
void operator delete[](void* memory) noexcept { freed(memory); }
void operator delete(void* memory, std::size_t) noexcept { freed(memory); }
void operator delete[](void* memory, std::size_t) noexcept { freed(memory); }

namespace granvae::testing {

void count_allocations() {
  allocations = 0;
  counting = true;
}

int counted_allocations() {
  counting = false;
  return allocations;
}

}  // namespace granvae::testing
