// A sound turned into a path of latents.
#pragma once

#include <optional>

#include "engine/path/decode_table.hpp"

namespace granvae::engine {

// A path whose places are the sound's, so that the decoded table follows it sample by sample; a
// last grain reaches past its end, into silence. The sound is resampled to the model's rate, and
// scaled down to a peak of 1 where it is louder, as the trainer reads it. For a model that learned
// grains with their peak in the middle, each grain is taken where that holds, as in training; of
// others, one for each hop (see hop_of). Nothing where `keep_going` says no. Throws
// std::runtime_error.
std::optional<LatentPath> encoded(decoder::Decoder& decoder, const Recording& recording,
                                  const DecodeSettings& settings, const KeepGoing& keep_going);

}  // namespace granvae::engine
