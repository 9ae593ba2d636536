// A way along recordings that a model learned from, which jumps from one to the other where they
// sound alike.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "engine/corpus/grain_map.hpp"
#include "engine/corpus/nearest_grains.hpp"
#include "engine/corpus/random_source.hpp"

namespace granvae::engine {

struct WalkSettings {
  double jump = 1.0;       // jumps a second, in the mean, beside those at the end of a stretch
  int near = 8;            // a jump leads to one of so many nearest grains
  std::uint64_t seed = 0;  // of all random choices
  std::vector<bool> stay;  // for each recording, whether the walk may go there; empty: all

  bool allows(const GrainMap& map, std::size_t grain) const {
    return stay.empty() || stay[map.sounds[grain]];
  }
};

class CorpusWalk {
 public:
  struct Step {
    std::size_t grain;  // of the map
    int place;          // samples from the grain before; of the first, 0
  };

  // `rate`: Hz, of the model. Throws std::runtime_error where nothing goes on in the recordings.
  CorpusWalk(std::shared_ptr<const GrainMap> map, double rate, WalkSettings settings);

  // Takes a fraction of a millisecond, at most.
  Step next();

  // From the next step on. A new seed begins its random sequence there. Throws std::runtime_error,
  // as the constructor does, and goes on as before.
  void set(WalkSettings settings);

  const GrainMap& map() const { return *map_; }

 private:
  // Whether the recording goes on there, and the walk may follow it.
  bool goes_on(std::size_t grain) const {
    return map_->goes_on(grain) && settings_.allows(*map_, grain);
  }
  void check(const WalkSettings& settings) const;
  Step begin();
  Step jump();

  std::shared_ptr<const GrainMap> map_;
  double rate_;  // Hz
  WalkSettings settings_;
  RandomSource random_;
  NearestGrains nearest_;
  std::size_t grain_ = 0;
  bool begun_ = false;
};

}  // namespace granvae::engine
