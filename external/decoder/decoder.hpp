// The one face of all models: latents in, grains out.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <variant>
#include <vector>

#include "decoder/noise.hpp"

// One type in all libraries that throw and catch it.
#if defined(_MSC_VER)
#define GRANVAE_SHARED
#else
#define GRANVAE_SHARED __attribute__((visibility("default")))
#endif

namespace granvae::decoder {

// A value of an attribute, as hosts hold them: booleans are 0 and 1.
using AttributeValue = std::variant<double, std::string>;

// A setting that a model offers: its methods get_NAME and set_NAME.
struct Attribute {
  enum class Kind { boolean, integer, real, text };
  std::string name;
  std::vector<Kind> kinds;  // one for each of its values
};

// What a host needs to know of a model.
struct ModelInfo {
  std::string path;
  int latents = 0;                    // dimensions
  int grain = 0;                      // samples
  double rate = 0.0;                  // Hz
  std::vector<std::string> labels;    // of the latent dimensions; may be empty
  int channels = 1;                   // that it decodes; see select_channel
  bool encodes = false;               // whether there is encode()
  bool stochastic = false;            // whether one latent has many grains; see seed
  bool streams = false;               // whether it remembers what it made before; see decode_on
  bool noisy = false;                 // whether it has a branch for noise; see decode
  std::string back_end;               // what computes it: "libtorch" or "native"
  std::vector<Attribute> attributes;  // of a foreign model
};

// Its text is one sentence for a musician: what was wrong, with which file or value, what to do.
class GRANVAE_SHARED DecodeError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// What a model remembers of what it made: from decode_on() or encode_on() for the next call of it.
struct Memory {
  virtual ~Memory() = default;
};

// Used by one thread at a time, never by the audio thread. What is set or seeded holds for all who
// share the decoder.
class Decoder {
 public:
  Decoder() = default;
  Decoder(const Decoder&) = delete;
  Decoder& operator=(const Decoder&) = delete;
  virtual ~Decoder() = default;

  virtual const ModelInfo& info() const = 0;

  // `latents`: (count, info().latents) in standard deviations, row by row; `noise`: (count), or
  // empty for the tone alone; `samples`: (count, info().grain), finite afterwards. Any count; the
  // first call for a count up to largest_batch() is as fast as the next. Throws DecodeError, and
  // leaves `samples` undefined then.
  virtual void decode(std::span<const float> latents, std::span<const Noise> noise,
                      std::span<float> samples) = 0;

  // The same with what the noise adds apart: `tones` and `noises`, (count, info().grain) each.
  void decode_apart(std::span<const float> latents, std::span<const Noise> noise,
                    std::span<float> tones, std::span<float> noises);

  // `samples`: (count, info().grain) at info().rate; `latents`: (count, info().latents). Throws
  // DecodeError, and leaves `latents` undefined then.
  virtual void encode(std::span<const float> samples, std::span<float> latents);

  // Of a model that streams: as decode and encode, but grains that follow one another in one sound,
  // each going on from the one before: from a fresh memory, or from `before`, what was made last.
  virtual std::unique_ptr<Memory> decode_on(std::span<const float> latents,
                                            std::span<float> samples,
                                            std::unique_ptr<Memory> before);
  virtual std::unique_ptr<Memory> encode_on(std::span<const float> samples,
                                            std::span<float> latents,
                                            std::unique_ptr<Memory> before);

  // The most grains that are computed at once; more are decoded in parts of this many.
  virtual int largest_batch() const { return 8; }
  // The same for encoding. More in one call hold the thread for longer than live grains can wait.
  virtual int largest_encoded() const { return largest_batch(); }

  // Which of info().channels is heard, from 1; 0 is the mean of all. At first 1. Throws
  // DecodeError.
  virtual void select_channel(int channel);

  // Of info().attributes, by name. Throws DecodeError: unknown names, wrong values, values that the
  // model refuses.
  virtual std::vector<AttributeValue> get(const std::string& attribute);
  virtual void set(const std::string& attribute, std::span<const AttributeValue> values);

  // From here on a stochastic decoder makes the same grains of the same calls.
  virtual void seed(std::uint64_t) {}

 protected:
  // Throws DecodeError: the model's file and what is wrong with it.
  [[noreturn]] void fail(const std::string& what) const;
  // Throws DecodeError: decoded samples that are not finite, or louder than any recording.
  void check(std::span<const float> samples) const;
};

enum class BackEnd {
  fastest,
  libtorch,  // also for what the native back end plays
};

// Reads a model of the nn~ convention and warms it up for every batch up to the largest: first
// calls are many times slower than the rest. Any thread but the audio thread, several at a time.
// Throws DecodeError.
std::unique_ptr<Decoder> load_decoder(const std::string& path, BackEnd back_end = BackEnd::fastest);

}  // namespace granvae::decoder
