// What is kept of an object: by the patcher that it is in, where the attribute embed is on, and by
// pattr and what reads through it. The main thread.
#pragma once

#include "max/state.hpp"

namespace granvae::max {

void add_keeping(t_class* c);

// Restores what the patcher that is being opened has kept of this object; whether it has.
bool restore_kept(t_granvae* x);

}  // namespace granvae::max
