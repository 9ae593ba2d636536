#include "decoder/torch/torch_back_end.hpp"

#include "decoder/torch/torch_decoder.hpp"

#if defined(_WIN32)
#define GRANVAE_TORCH_EXPORT __declspec(dllexport)
#else
#define GRANVAE_TORCH_EXPORT __attribute__((visibility("default")))
#endif

extern "C" GRANVAE_TORCH_EXPORT const granvae::decoder::libtorch::BackEnd*
granvae_torch_back_end() {
  using namespace granvae::decoder::libtorch;
  static const BackEnd back_end = [] {
    prepare();
    return BackEnd{kBuild, load_decoder};
  }();
  return &back_end;
}
