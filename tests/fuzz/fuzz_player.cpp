// The entry of libFuzzer.
#include <cstddef>
#include <cstdint>

#include "perform.hpp"

extern "C" [[gnu::visibility("default")]] int LLVMFuzzerTestOneInput(const std::uint8_t* bytes,
                                                                     std::size_t size) {
  granvae::fuzz::perform({bytes, size});
  return 0;
}
