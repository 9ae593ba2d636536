// The back end that plays any model of the nn~ convention.
#pragma once

#include <memory>
#include <string>

#include "decoder/decoder.hpp"

namespace granvae::decoder::libtorch {

// Throws DecodeError.
std::unique_ptr<Decoder> load_decoder(const std::string& path);

// Brings up what comes up when it is first used: what libtorch makes later, it destroys earlier.
void prepare();

}  // namespace granvae::decoder::libtorch
