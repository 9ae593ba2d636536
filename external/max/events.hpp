// What the engine reports, out of the info outlet. All on the main thread.
#pragma once

#include "max/state.hpp"

namespace granvae::max {

void report_event(t_granvae* x, const engine::Event& event);
// How many grains have been late, if that has changed.
void report_late(t_granvae* x);

}  // namespace granvae::max
