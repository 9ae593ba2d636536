// Which back end decodes which file.
#include "decoder/decoder.hpp"
#include "decoder/native/kernels.hpp"
#include "decoder/native/native_decoder.hpp"
#if defined(GRANVAE_TORCH)
#include "decoder/torch/torch_decoder.hpp"
#else
#include <fstream>
#endif

namespace granvae {

#if defined(GRANVAE_TORCH)

std::unique_ptr<Decoder> load_decoder(const std::string& path) {
  if (auto decoder = load_native_decoder(path, kernels(), load_torch_decoder)) return decoder;
  return load_torch_decoder(path);
}

void prepare_decoders() { prepare_torch(); }

#else

std::unique_ptr<Decoder> load_decoder(const std::string& path) {
  if (!std::ifstream(path)) {
    throw DecodeError("'" + path +
                      "' cannot be opened; check that the file exists and may be read.");
  }
  if (auto decoder = load_native_decoder(path, kernels(), {})) return decoder;
  throw DecodeError("'" + path +
                    "' needs libtorch, which this granvae~ is built without; export it again with "
                    "'granvae export', or take the granvae~ that has libtorch.");
}

void prepare_decoders() {}

#endif

}  // namespace granvae
