#include "core/read/reader.hpp"

#include <algorithm>
#include <array>
#include <cassert>

#include "core/read/read_level.hpp"

namespace granvae::core {
namespace {

// Samples of the same level; `next` of each is the share of the next coarser one.
void read_blend(const Mipmap& mipmap, int level, const float* next, const double* positions,
                float* out, int count) {
  std::array<float, kMostRead> fine;
  read_level(mipmap.level(level), positions, fine.data(), count);
  if (std::all_of(next, next + count, [](float share) { return share == 0.0f; })) {
    std::copy_n(fine.begin(), count, out);
    return;
  }
  std::array<float, kMostRead> coarse;
  read_level(mipmap.level(level + 1), positions, coarse.data(), count);
  for (int i = 0; i < count; ++i) {
    const auto k = static_cast<std::size_t>(i);
    out[i] = fine[k] + next[i] * (coarse[k] - fine[k]);
  }
}

}  // namespace

void read_line(const Table& table, Interpolation interpolation, const Line& line, float* out,
               int count) noexcept {
  assert(count >= 0 && count <= kMostRead);
  if (interpolation != Interpolation::sinc) {
    return read_plain(table, interpolation, line, out, count);
  }
  const Mipmap& mipmap = table.mipmap();
  const Blend blend = Mipmap::blend(line.step);
  read_level(mipmap.level(blend.level), line, out, count);
  if (blend.next == 0.0f) return;
  std::array<float, kMostRead> coarse;
  read_level(mipmap.level(blend.level + 1), line, coarse.data(), count);
  for (int i = 0; i < count; ++i) {
    out[i] += blend.next * (coarse[static_cast<std::size_t>(i)] - out[i]);
  }
}

void read_positions(const Table& table, Interpolation interpolation, const double* positions,
                    const double* speeds, float* out, int count) noexcept {
  assert(count >= 0 && count <= kMostRead);
  if (interpolation != Interpolation::sinc) {
    return read_plain(table, interpolation, positions, out, count);
  }
  std::array<float, kMostRead> next;
  Blend blend;
  int begun = 0;
  int level = 0;
  const auto finish = [&](int end) {
    if (end == begun) return;
    read_blend(table.mipmap(), level, next.data() + begun, positions + begun, out + begun,
               end - begun);
    begun = end;
  };
  for (int i = 0; i < count; ++i) {
    if (i == 0 || speeds[i] != speeds[i - 1]) blend = Mipmap::blend(speeds[i]);
    if (blend.level != level) finish(i);
    level = blend.level;
    next[static_cast<std::size_t>(i)] = blend.next;
  }
  finish(count);
}

}  // namespace granvae::core
