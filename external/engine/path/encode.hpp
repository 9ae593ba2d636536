// A sound turned into a path of latents.
#pragma once

#include <optional>

#include "engine/path/decode_table.hpp"

namespace granvae::engine {

// One point for each hop of the sound (see hop_of), so that the decoded table follows it in time; a
// last grain reaches past its end, into silence. The sound is resampled to the model's rate, and
// scaled down to a peak of 1 where it is louder, as the trainer reads it. For a model that learned
// grains with their peak in the middle, each grain moves to where that holds, as in training.
// Nothing where `keep_going` says no. Throws std::runtime_error.
std::optional<LatentPath> encoded(decoder::Decoder& decoder, const Recording& recording,
                                  double join, const KeepGoing& keep_going);

// Where a grain of `grain` samples moves to that was requested at `offset`: the largest local
// maximum of the wave within 3/8 of a grain to either side of its middle comes to lie at `grain` /
// 2 (the largest sample where there is no local maximum), as far as the sound goes. The same place
// that GrainSampler finds in granvae/data/grain_sampler.py.
std::size_t aligned(std::span<const float> sound, std::size_t grain, std::size_t offset);

}  // namespace granvae::engine
