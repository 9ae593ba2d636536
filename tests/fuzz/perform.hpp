// Plays a script, and holds the players to what they promise.
#pragma once

#include <cstdint>
#include <span>

namespace granvae::fuzz {

// Plays the bytes with two players, of which one makes each call in two. Reports on stderr what was
// not as promised, and aborts: a sample that is not finite or too loud, a phase outside [0, 1), an
// onset that is neither 0 nor 1, or anything in which the two differ. Returns the number of calls
// of Player::process().
std::uint64_t perform(std::span<const std::uint8_t> bytes);

}  // namespace granvae::fuzz
