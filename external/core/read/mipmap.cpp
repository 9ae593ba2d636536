#include "core/read/mipmap.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <utility>

#include "core/read/fft.hpp"
#include "core/read/kernel.hpp"

namespace granvae::core {
namespace {

constexpr int kGuard = Kernel::kTaps;  // neighbours on either side
constexpr std::size_t kSmallest = 4;   // samples of the last level, which holds the mean alone

// How much of a partial a level keeps, by its place in the level's band: 1 up to kWhole, then down
// to 0 at the band's edge in half a cosine.
double level_gain(double place) {
  const double x = (place - Mipmap::kWhole) / (1.0 - Mipmap::kWhole);
  return x <= 0.0 ? 1.0 : x >= 1.0 ? 0.0 : 0.5 + 0.5 * std::cos(std::numbers::pi * x);
}

// What a level makes of the table's partials.
struct Response {
  std::size_t size;           // samples of the level
  std::vector<double> gains;  // of partials 0, 1, …; further ones are not there
};

// Of the last table size: live grains come in one size, and it takes longer to find this than to
// use it.
const std::vector<Response>& responses(std::size_t table) {
  thread_local std::size_t of = 0;
  thread_local std::vector<Response> found;
  if (of == table) return found;
  of = table;
  found.clear();
  const auto table_size = static_cast<double>(table);
  const std::size_t nyquist = table % 2 == 0 ? table / 2 : table;
  auto size = std::bit_ceil(static_cast<std::size_t>(Kernel::kOversampling * table_size));
  for (double band = 0.5 * table_size; size >= kSmallest; size /= 2, band /= 2) {
    Response level{size, {}};
    for (std::size_t k = 0; k < std::min(table / 2 + 1, size / 2 + 1); ++k) {
      const double place = static_cast<double>(k) / band;
      // The bin at half the table's rate stands for itself and its mirror image.
      const double share = found.empty() ? (k == nyquist ? 0.5 : 1.0) : level_gain(place);
      if (share == 0.0) break;
      const double response = Kernel::response(static_cast<double>(k) / static_cast<double>(size));
      level.gains.push_back(share * static_cast<double>(size) / table_size / response);
    }
    found.push_back(std::move(level));
  }
  return found;
}

void wrap_around(const std::vector<double>& signal, std::vector<float>& padded) {
  const std::size_t mask = signal.size() - 1;
  padded.resize(signal.size() + std::size_t{2} * kGuard);
  for (std::size_t i = 0; i < padded.size(); ++i) {
    padded[i] = static_cast<float>(signal[(i - kGuard) & mask]);
  }
}

}  // namespace

void Mipmap::assign(std::span<const float> table) {
  Kernel::shared();  // there before anything can be read with it on the audio thread
  const Bins bins = transform(table);
  const std::vector<Response>& levels = responses(table.size());
  samples_.resize(levels.size());
  levels_.resize(levels.size());
  for (std::size_t i = 0; i < levels.size(); ++i) {
    const auto& [size, gains] = levels[i];
    Bins limited(size / 2 + 1);
    for (std::size_t k = 0; k < gains.size(); ++k) limited[k] = bins[k] * gains[k];
    wrap_around(inverse_transform(limited), samples_[i]);
    levels_[i] = {samples_[i].data() + kGuard, static_cast<int>(size) - 1,
                  static_cast<double>(size) / static_cast<double>(table.size())};
  }
}

Blend Mipmap::blend(double speed) noexcept {
  const double ratio = std::abs(speed) / kFirst;
  if (!(ratio >= 1.0)) return {};
  // An octave is an exponent, and the place within it the mantissa.
  const auto bits = std::bit_cast<std::uint64_t>(ratio);
  const int octave = static_cast<int>(bits >> 52) - 1023;
  const double mantissa =
      std::bit_cast<double>((bits & 0xfffffffffffff) | std::bit_cast<std::uint64_t>(1.0));
  const double x = (mantissa - 1.0) / (kLast / kFirst - 1.0);
  if (x >= 1.0) return {octave + 1, 0.0f};
  return {octave, static_cast<float>(x * x * (3.0 - 2.0 * x))};
}

}  // namespace granvae::core
