// The one face of all models: latents in, grains out.
#pragma once

#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

namespace granvae {

// What a host needs to know of a model.
struct ModelInfo {
  std::string path;
  int latents = 0;                  // dimensions
  int grain = 0;                    // samples
  double rate = 0.0;                // Hz
  std::vector<std::string> labels;  // of the latent dimensions; may be empty
};

// Its text is one sentence for a musician: what was wrong, with which file or value, what to do.
class DecodeError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// Used by one thread at a time, never by the audio thread.
class Decoder {
 public:
  Decoder() = default;
  Decoder(const Decoder&) = delete;
  Decoder& operator=(const Decoder&) = delete;
  virtual ~Decoder() = default;

  virtual const ModelInfo& info() const = 0;

  // `latents`: (count, info().latents) in deviations, row by row. Returns (count, info().grain)
  // finite samples. Throws DecodeError.
  virtual std::vector<float> decode(std::span<const float> latents) = 0;
};

// Reads a TorchScript model of the nn~ convention and warms it up: the first calls of a graph are
// many times slower than the rest. Throws DecodeError.
std::unique_ptr<Decoder> load_torch_decoder(const std::string& path);

// Brings up those parts of libtorch that come up when they are first used. Whoever stops a decoding
// thread at the process's end calls this before being constructed: what libtorch makes afterwards,
// it destroys before, under the feet of that thread.
void prepare_torch();

}  // namespace granvae
