#include "decoder/native/kernels.hpp"

namespace granvae::decoder::native {

const Kernels& kernels() {
  if (const Kernels* widest = avx512_kernels()) return *widest;
  if (const Kernels* wide = avx2_kernels()) return *wide;
  return *plain_kernels();
}

}  // namespace granvae::decoder::native
