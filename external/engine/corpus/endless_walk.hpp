// A walk without an end, a second at a time.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

#include "core/read/table.hpp"
#include "engine/corpus/corpus_walk.hpp"
#include "engine/path/decode_table.hpp"
#include "engine/path/latent_path.hpp"

namespace granvae::engine {

// Its tables are cut out of the one table that the whole walk would be: each begins with the last
// samples of the one before, so that a player can go from one to the other where they are the same.
class EndlessWalk {
 public:
  explicit EndlessWalk(CorpusWalk walk) : walk_(std::move(walk)) {}

  struct Piece {
    LatentPath path;  // of all grains that are heard in it
    core::Table table;
    int lead;  // how many samples at its beginning are the last of the piece before, if any is
  };
  // Nothing where `keep_going` says no; the next call goes on then. Throws std::runtime_error.
  std::optional<Piece> next(decoder::Decoder& decoder, const DecodeSettings& settings,
                            const KeepGoing& keep_going);

  // As CorpusWalk::set.
  void set(WalkSettings settings) { walk_.set(std::move(settings)); }

 private:
  struct Grain {
    CorpusWalk::Step step;
    std::int64_t begin;  // samples from the beginning of the next piece
  };
  LatentPath path_of(std::size_t count) const;

  CorpusWalk walk_;
  std::deque<Grain> grains_;  // those that the next piece may need
  std::uint64_t number_ = 0;  // of the first of them in the walk
};

}  // namespace granvae::engine
