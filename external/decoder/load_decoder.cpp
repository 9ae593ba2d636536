// Which back end decodes which file.
#include "decoder/decoder.hpp"
#include "decoder/native/kernels.hpp"
#include "decoder/native/native_decoder.hpp"
#if defined(GRANVAE_TORCH)
#include "decoder/torch/torch_decoder.hpp"
#else
#include <fstream>
#endif

namespace granvae::decoder {

#if defined(GRANVAE_TORCH)

std::unique_ptr<Decoder> load_decoder(const std::string& path) {
  if (auto decoder = native::load_decoder(path, native::kernels(), libtorch::load_decoder))
    return decoder;
  return libtorch::load_decoder(path);
}

void prepare_decoders() { libtorch::prepare(); }

#else

std::unique_ptr<Decoder> load_decoder(const std::string& path) {
  if (!std::ifstream(path)) {
    throw DecodeError("'" + path +
                      "' cannot be opened; check that the file exists and may be read.");
  }
  if (auto decoder = native::load_decoder(path, native::kernels(), {})) return decoder;
  throw DecodeError("'" + path +
                    "' needs libtorch, which this granvae~ is built without; export it again with "
                    "'granvae export', or take the granvae~ that has libtorch.");
}

void prepare_decoders() {}

#endif

}  // namespace granvae::decoder
