// The signals that granvae~ takes and gives.
#pragma once

#include "max/state.hpp"

namespace granvae::max {

void add_signals(t_class* c);

}  // namespace granvae::max
