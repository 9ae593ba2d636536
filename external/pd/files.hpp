// Files that the first atom of a message names, by Pd's search path.
#pragma once

#include <m_pd.h>

#include <optional>
#include <string>

#include "engine/parameters/messages.hpp"

namespace granvae::pd {

// Completes a call whose first argument is a file; one sentence if there is none.
std::optional<std::string> find_file(t_canvas* canvas, const engine::Message& message,
                                     engine::Call& call);

}  // namespace granvae::pd
