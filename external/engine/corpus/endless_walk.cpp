#include "engine/corpus/endless_walk.hpp"

#include <algorithm>
#include <utility>

namespace granvae::engine {
namespace {

constexpr double kNew = 1.0;    // seconds of a piece, beside its lead
constexpr double kLead = 0.25;  // seconds: the longest cycle of a loop that walks

}  // namespace

std::optional<EndlessWalk::Piece> EndlessWalk::next(decoder::Decoder& decoder,
                                                    const DecodeSettings& settings,
                                                    const KeepGoing& keep_going) {
  const decoder::ModelInfo& info = decoder.info();
  const int lead = std::max(static_cast<int>(kLead * info.rate), 2 * info.grain);
  const auto wanted = lead + std::max<std::int64_t>(static_cast<std::int64_t>(kNew * info.rate),
                                                    std::int64_t{2} * info.grain);
  while (grains_.empty() || grains_.back().begin < wanted) {
    if (!keep_going()) return std::nullopt;
    const CorpusWalk::Step step = walk_.next();
    const std::int64_t before = grains_.empty() ? 0 : grains_.back().begin;
    grains_.push_back({step, before + std::clamp<std::int64_t>(step.place, 0, info.grain)});
    if (grains_.size() > 1) {
      const Intervals allowed(info.grain);
      grains_.back().begin = before + std::clamp(step.place, allowed.least, allowed.most);
    }
  }
  // Where the last grain begins, all before it is settled.
  const std::int64_t end = grains_.back().begin;
  const std::int64_t cut = -grains_.front().begin;  // of what comes before the piece
  LatentPath path = path_of(grains_.size() - 1);
  DecodeSettings of_piece = settings;
  of_piece.seed += number_;
  const auto joined = decode_grains(decoder, path, of_piece, keep_going);
  if (!joined) return std::nullopt;
  std::vector<int> starts = joined->starts();
  for (int& start : starts) start = std::max(0, start - static_cast<int>(cut));
  const auto samples = std::span(joined->samples())
                           .subspan(static_cast<std::size_t>(cut), static_cast<std::size_t>(end));
  auto table = made_table(samples, info, std::move(starts), keep_going);
  if (!table) return std::nullopt;
  path.places.front() = -static_cast<int>(cut);

  // The next piece repeats `lead` samples. What it begins with has to be free of the grain before.
  for (Grain& grain : grains_) grain.begin -= end - lead;
  while (grains_.front().begin <= -info.grain) {
    grains_.pop_front();
    ++number_;
  }
  return Piece{std::move(path), std::move(*table), lead};
}

LatentPath EndlessWalk::path_of(std::size_t count) const {
  const GrainMap& map = walk_.map();
  LatentPath path{{}, map.latents};
  for (std::size_t k = 0; k < count; ++k) {
    const std::vector<float> point = map.point(grains_[k].step.grain);
    path.points.insert(path.points.end(), point.begin(), point.end());
    path.places.push_back(k == 0 ? 0 : static_cast<int>(grains_[k].begin - grains_[k - 1].begin));
  }
  return path;
}

}  // namespace granvae::engine
