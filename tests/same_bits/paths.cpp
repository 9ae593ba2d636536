#include <cstdint>
#include <cstdlib>
#include <optional>
#include <utility>

#include "../core/samples.hpp"
#include "decoder/decoder.hpp"
#include "engine/corpus/corpus_edits.hpp"
#include "engine/files/recording.hpp"
#include "engine/path/decode_table.hpp"
#include "engine/path/latent_path.hpp"
#include "report.hpp"

namespace granvae::same_bits {
namespace {

using namespace engine;

// Latents as samples, since what models decode differs in the last bits.
class LatentsAsSamples : public decoder::Decoder {
 public:
  explicit LatentsAsSamples(int latents) {
    info_.latents = latents;
    info_.grain = 100 * latents;
    info_.rate = 44100.0;
  }
  const decoder::ModelInfo& info() const override { return info_; }
  void decode(std::span<const float> latents, std::span<const decoder::Noise>,
              std::span<float> samples) override {
    for (std::size_t i = 0; i < samples.size(); ++i) samples[i] = latents[i / 100];
  }

 private:
  decoder::ModelInfo info_;
};

bool keep_going() { return true; }

// Work that nothing stops is done.
template <class Made>
Made done(std::optional<Made> made) {
  if (!made) std::abort();
  return std::move(*made);
}

Call call_of(MessageId id, Atoms atoms) {
  Call call;
  call.id = id;
  call.atoms = std::move(atoms);
  return call;
}

Hash hash_of(const LatentPath& path) {
  Hash hash;
  hash.add_all(std::span<const float>(path.points));
  hash.add_all(std::span<const int>(path.places));
  return hash;
}

Hash hash_of(const JoinedGrains& joined) {
  Hash hash;
  hash.add_all(std::span<const float>(joined.samples()));
  hash.add_all(std::span<const int>(joined.starts()));
  return hash;
}

}  // namespace

void make_paths(const std::string& model, const Report& report) {
  const auto made_by = decoder::load_decoder(model);
  const decoder::ModelInfo& model_info = made_by->info();
  const auto map = read_grain_map(model_info);
  WalkSettings walk;
  walk.jump = 20.0;
  const Call along = call_of(MessageId::walk, {200.0, 3.0});
  const LatentPath walk_path = done(walked(along, map, model_info.rate, walk, keep_going));
  report("path of a walk", hash_of(walk_path));
  for (std::int64_t seed = 0; seed < 20; ++seed) {
    const Call prior = call_of(MessageId::random, {"prior", seed});
    report("path drawn by seed " + std::to_string(seed),
           hash_of(drawn(prior, map.get(), {}, model_info.latents)));
  }
  const auto edit = [&](MessageId id, Atoms atoms) {
    const LatentPath path =
        changed(walk_path, call_of(id, std::move(atoms)), {{"walk", walk_path}});
    report("path after " + std::string(message_of(id).name), hash_of(path));
    return path;
  };
  edit(MessageId::offset, {0.3});
  edit(MessageId::scale, {-1.7});
  edit(MessageId::reverse, {});
  edit(MessageId::mix, {"walk", 0.37});
  const LatentPath smooth_path = edit(MessageId::smooth, {5.5});
  const LatentPath long_path = edit(MessageId::stretch, {2.3});
  report("path after snap", hash_of(done(snapped(smooth_path, 0.6, *map, {}, keep_going))));

  LatentsAsSamples decoder(model_info.latents);
  report("grains where they fit",
         hash_of(done(decode_grains(decoder, smooth_path, {}, keep_going))));
  report("grains at their places",
         hash_of(done(
             decode_grains(decoder, long_path, {.law = core::CrossfadeLaw::power}, keep_going))));
  Hash sound;
  sound.add_all(std::span<const float>(resampled(testing::noise(5000, 8), 48000.0, 44100.0)));
  report("resampled recording", sound);
}

}  // namespace granvae::same_bits
