// What granvae_torch, the library of libtorch's back end, gives to whoever opens it.
#pragma once

#include <memory>
#include <string>

#include "decoder/decoder.hpp"

namespace granvae::decoder::libtorch {

// Both sides speak C++: they are built together.
struct BackEnd {
  const char* build;  // kBuild, where the library was compiled
  std::unique_ptr<Decoder> (*load)(const std::string& path);  // throws DecodeError
};

// Changes with this header, the face of decoders and the compiler.
#if defined(_MSC_VER)
#define GRANVAE_TORCH_COMPILER "msvc"
#else
#define GRANVAE_TORCH_COMPILER __VERSION__
#endif
inline constexpr const char* kBuild = "1, " GRANVAE_TORCH_COMPILER;
#undef GRANVAE_TORCH_COMPILER

// The only name that the library exports.
inline constexpr const char* kEntry = "granvae_torch_back_end";
using Entry = const BackEnd* (*)();

}  // namespace granvae::decoder::libtorch
