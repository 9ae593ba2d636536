// The back end of our own models: kernels of ours in place of libtorch.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "decoder/decoder.hpp"

namespace granvae::decoder::native {

struct Kernels;

// Opens the same file with another back end, which encodes what has no native encoder.
using OpenEncoder = std::function<std::unique_ptr<Decoder>(const std::string& path)>;

// Null where the file holds no layers for this back end, or such that it does not know. Never
// throws for what is in the file. `encoder` may be empty: without a native one, the decoder does
// not encode then.
std::unique_ptr<Decoder> load_decoder(const std::string& path, const Kernels& kernels,
                                      OpenEncoder encoder);

}  // namespace granvae::decoder::native
