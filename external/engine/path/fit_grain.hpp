// Where a grain fits the one before it best.
#pragma once

#include <span>

namespace granvae::engine {

// How many samples after the beginning of `before` the next grain `after`, as long, is to begin so
// that what they share is most alike: the largest normalised correlation within half a `hop` of it,
// as far as neighbours overlap by a sixteenth to a half of a grain (WSOLA: Verhelst and Roelands
// 1993, "An overlap-add technique based on waveform similarity"). Tones go on without a break, if
// their period lies in that range; where nothing is alike it is about the hop. The same on all
// platforms.
int fitted_interval(std::span<const float> before, std::span<const float> after, int hop);

}  // namespace granvae::engine
