// What a buffer~ holds.
#pragma once

#include <memory>
#include <string>

#include "max/state.hpp"

namespace granvae::max {

// Null if there is no buffer~ of this name. The main thread.
std::shared_ptr<const engine::Recording> sound_of(t_granvae* x, const std::string& name);

}  // namespace granvae::max
