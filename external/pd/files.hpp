// What the first atom of a message names in Pd: files by its search path, and arrays.
#pragma once

#include <m_pd.h>

#include <optional>
#include <string>

#include "engine/parameters/messages.hpp"

namespace granvae::pd {

// Completes a call whose first argument is a file or a sound; one sentence if there is none.
std::optional<std::string> find_file(t_canvas* canvas, const engine::Message& message,
                                     engine::Call& call);

}  // namespace granvae::pd
