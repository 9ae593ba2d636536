#include "decoder/native/processor.hpp"

#if defined(GRANVAE_X86)
#if !defined(__GNUC__)
#include <intrin.h>
#endif

namespace granvae::decoder::native {

#if defined(__GNUC__)

bool has_avx2() { return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"); }
bool has_avx512() { return __builtin_cpu_supports("avx512f"); }

#else
namespace {

// Bits as in Intel's manual, volume 2A, CPUID, and volume 1, 13.3.
constexpr unsigned kFma = 1U << 12;
constexpr unsigned kSystemSaves = 1U << 27;  // OSXSAVE
constexpr unsigned kAvx2 = 1U << 5;
// F, DQ, CD, BW and VL, which the compiler may all use.
constexpr unsigned kAvx512 = 1U << 16 | 1U << 17 | 1U << 28 | 1U << 30 | 1U << 31;
constexpr unsigned long long kWide = 0x06;    // registers of 128 and 256 bits
constexpr unsigned long long kWidest = 0xe6;  // and of 512

enum Register { eax, ebx, ecx, edx };

bool has(int leaf, Register place, unsigned bits) {
  int registers[4];
  __cpuid(registers, 0);
  if (registers[eax] < leaf) return false;
  __cpuidex(registers, leaf, 0);
  return (static_cast<unsigned>(registers[place]) & bits) == bits;
}

bool keeps(unsigned long long registers) {
  return has(1, ecx, kSystemSaves) && (_xgetbv(0) & registers) == registers;
}

}  // namespace

bool has_avx2() { return keeps(kWide) && has(1, ecx, kFma) && has(7, ebx, kAvx2); }
bool has_avx512() { return keeps(kWidest) && has(7, ebx, kAvx512); }
#endif

}  // namespace granvae::decoder::native
#endif
