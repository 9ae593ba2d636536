// The choices that a player offers.
#pragma once

namespace granvae::core {

// One grain after the other, or many at once.
enum class Mode { loop, cloud };

// How one grain gives way to the next.
enum class CrossfadeLaw { cosine, linear, power };

// sinc is band-limited at every rate, by the table's mipmap. The others read the table's own
// samples, and have their sound: the sample at or before the position, a line between two, or a
// cubic (Catmull & Rom 1974) between four.
enum class Interpolation { none, linear, cubic, sinc };

// What shapes a grain beside the fades at its ends: nothing; a decay of 60 dB over its length; the
// same backwards in time (Roads, Microsound, 2001: expodec and rexpodec).
enum class Window { fade, expodec, rexpodec };

// How onsets come: at the frequency; at every sample at which the frequency inlet rises above 0; or
// with the frequency inlet as the phase itself, at its wraps.
enum class Sync { off, trigger, phasor };

// What a start counts: samples of the table, or grains of the path that it was made of.
enum class StartUnit { samples, grains };

}  // namespace granvae::core
