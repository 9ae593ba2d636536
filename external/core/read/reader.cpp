#include "core/read/reader.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>

#include "core/read/read_level.hpp"

namespace granvae::core {
namespace {

// Positions in fixed point, with room for what is read by eights.
class ReadPlaces {
 public:
  ReadPlaces(const double* positions, double scale, int count) noexcept {
    for (int i = 0; i < count; ++i) at(i) = position(positions[i] * scale);
    for (int i = count; i % 8 != 0; ++i) at(i) = 0;
  }
  Points points() const noexcept { return {places_.data()}; }

 private:
  Position& at(int i) noexcept { return places_[static_cast<std::size_t>(i)]; }
  std::array<Position, kMostRead> places_;
};

void read_level(const Mipmap::Level& level, const double* positions, float* out, int count) {
  read_level(level, ReadPlaces(positions, level.scale, count).points(), out, count);
}

// A place in 2^-64 of the table's `size` samples. Of a product of 64 and 32 bits, the upper ones.
Position on_table(Position place, int size) {
  const auto samples = static_cast<Position>(size);
  const Position high = (place >> 32) * samples;
  const Position low = ((place & 0xffffffff) * samples) >> 32;
  return (high + low) << (kPositionBits - 32);
}

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

LevelLine level_line(const Table& table, Interpolation interpolation, double start, double step,
                     double fraction, int last) noexcept {
  const double size = table.size();
  double first = start + step * fraction;
  if (first >= 2.0 * size || first < 0.0) first -= size * std::floor(first / size);
  const bool sinc = interpolation == Interpolation::sinc;
  const double end = first + step * last;
  const bool turns = !sinc && (end < 0.0 || end >= 2.0 * size);
  const int level = sinc ? Mipmap::level_at(step) : 0;
  const double scale = turns ? std::ldexp(1.0 / size, 64 - kPositionBits)
                             : (sinc ? table.mipmap().level(level).scale : 1.0);
  if (turns && first >= size) first -= size;
  const Position begin = position(first * scale);
  const Position along = position(std::abs(step) * scale);
  if (step < 0.0) return {{begin + 1, Position{0} - along}, level, turns};
  return {{begin, along}, level, turns};
}

void read_line(const Table& table, Interpolation interpolation, const LevelLine& line, int first,
               float* out, int count) noexcept {
  assert(count >= 0 && count <= kMostRead);
  const Line from{line.line.at(first), line.line.step};
  if (line.turns) {
    std::array<Position, kMostRead> places;
    for (int i = 0; i < count; ++i) {
      places[static_cast<std::size_t>(i)] = on_table(from.at(i), table.size());
    }
    return read_plain(table, interpolation, Points{places.data()}, out, count);
  }
  if (interpolation != Interpolation::sinc) {
    return read_plain(table, interpolation, from, out, count);
  }
  read_level(table.mipmap().level(line.level), from, out, count);
}

void read_positions(const Table& table, Interpolation interpolation, const double* positions,
                    const double* speeds, float* out, int count) noexcept {
  assert(count >= 0 && count <= kMostRead);
  if (interpolation != Interpolation::sinc) {
    return read_plain(table, interpolation, ReadPlaces(positions, 1.0, count).points(), out, count);
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
