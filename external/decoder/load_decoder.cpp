// Which back end decodes which file.
#include <fstream>

#include "decoder/decoder.hpp"
#include "decoder/native/kernels.hpp"
#include "decoder/native/native_decoder.hpp"
#include "decoder/path_of.hpp"
#include "decoder/torch_library.hpp"

namespace granvae::decoder {

std::unique_ptr<Decoder> load_decoder(const std::string& path, BackEnd back_end) {
  if (!std::ifstream(path_of(path))) {
    throw DecodeError("'" + path +
                      "' cannot be opened; check that the file exists and may be read.");
  }
  if (back_end == BackEnd::libtorch) return load_by_libtorch(path);
  if (auto decoder = native::load_decoder(path, native::kernels(), load_by_libtorch))
    return decoder;
  return load_by_libtorch(path);
}

}  // namespace granvae::decoder
