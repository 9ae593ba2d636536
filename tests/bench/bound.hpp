// The machine's own bound: loops that interpolate and accumulate, and do nothing else.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace granvae::bench {

// A position in a table: samples in the upper 32 bits, a fraction of one in the lower.
using Position = std::uint64_t;
Position position(double samples);

// A table whose size is a power of two, with neighbours copied on both sides.
class PaddedTable {
 public:
  explicit PaddedTable(std::span<const float> samples);
  const float* data() const { return samples_.data() + kGuard; }
  std::uint32_t mask() const { return mask_; }

 private:
  static constexpr std::size_t kGuard = 8;
  std::vector<float> samples_;
  std::uint32_t mask_;
};

inline constexpr int kMost = 512;  // samples in one call of the functions below

// Reads at `count` positions from `where` on, `step` apart. `out` has room for kMost.
using Read = void (*)(const PaddedTable& table, Position where, Position step, float* out,
                      int count);

// A line between two samples.
void read_linear(const PaddedTable& table, Position where, Position step, float* out, int count);

// 8 taps, whose coefficients are blended linearly from a table of 256 rows: the work of the kernel
// of `sinc` on one level of its mipmap, whatever the coefficients are.
void read_kernel(const PaddedTable& table, Position where, Position step, float* out, int count);

// Adds what was read, times one gain a sample, to two channels.
void mix(const float* read, const float* window, float to_left, float to_right, float* left,
         float* right, int count);

}  // namespace granvae::bench
