// Marks what the audio thread calls: for RealtimeSanitizer, and for the compiler's own check.
#pragma once

#if defined(__has_cpp_attribute)
#if __has_cpp_attribute(clang::nonblocking)
#define GRANVAE_NONBLOCKING [[clang::nonblocking]]
#endif
#endif
#if !defined(GRANVAE_NONBLOCKING)
#define GRANVAE_NONBLOCKING
#endif
