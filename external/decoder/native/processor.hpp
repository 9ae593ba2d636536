// What of the processor the kernels may use.
#pragma once

#if (defined(__x86_64__) || defined(_M_X64)) && !defined(_M_ARM64EC)
#define GRANVAE_X86

namespace granvae::decoder::native {

// Whether the processor has these, and the system keeps their registers.
bool has_avx2();  // and FMA
bool has_avx512();

}  // namespace granvae::decoder::native
#endif

// Marks functions for an instruction set. Where the compiler knows no such marks, as MSVC does not,
// all of the file is compiled for it.
#if defined(__GNUC__)
#define GRANVAE_FOR_ISA(set) [[gnu::target(set)]]
#define GRANVAE_INLINE_FOR_ISA(set) [[gnu::target(set), gnu::always_inline]] inline
#else
#define GRANVAE_FOR_ISA(set)
#define GRANVAE_INLINE_FOR_ISA(set) inline
#endif
