// The attributes that granvae~ has.
#pragma once

#include "max/state.hpp"

namespace granvae::max {

// Every parameter of the engine's table that is no signal, and autoread, offline and latents.
void add_attributes(t_class* c);

}  // namespace granvae::max
