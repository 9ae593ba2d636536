// libtorch, in a library of its own that is opened when a model first needs it.
#pragma once

#include <memory>
#include <string>

#include "decoder/decoder.hpp"

namespace granvae::decoder {

// Looks for granvae_torch beside the module that this is linked into, or in the folders of a Max
// package, and keeps it open. Any thread but the audio thread; the first call takes a while. Throws
// DecodeError: what is missing and what to do, or what is wrong with the model.
std::unique_ptr<Decoder> load_by_libtorch(const std::string& path);

// Whether a library lies there; it may still not fit.
bool finds_libtorch();

// A folder in which libtorch itself lies, where it is not beside granvae_torch; empty for none.
void set_libtorch_folder(std::string folder);

}  // namespace granvae::decoder
