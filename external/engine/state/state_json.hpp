// States as JSON, the same for all hosts.
//
// {"format": 1, "model": "/…/model.ts", "parameters": {"mode": "loop", "transpose": 0, …},
// "path": {"latents": D, "places": [p1, …], "points": [[z1, …, zD], …]}, "stored": {"verse": {…}},
// "stay": ["cello", 2], "walk": 7}
//
// Without model, path or one of the parameters, that stays as it is when the state is restored; the
// rest is then as in a new object. Fields and parameters of no name that is known are passed over.
#pragma once

#include <string>
#include <vector>

#include "engine/state/state.hpp"

namespace granvae::engine {

std::string text_of(const State& state);

struct ReadState {
  State state;
  std::vector<std::string> faults;  // a sentence on each thing that is left out, since it is wrong
};
// `file`: by which sentences name it. Throws std::runtime_error where it is no state that this
// version knows.
ReadState state_of(const std::string& text, const std::string& file);

}  // namespace granvae::engine
