#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/elementary.hpp"
#include "core/read/bessel.hpp"
#include "engine/files/recording.hpp"

namespace granvae::engine {
namespace {

constexpr int kCrossings = 48;  // of the sinc, to either side
constexpr int kSteps = 2048;    // of its table from one crossing to the next: lines between are
                                // 130 dB below it
constexpr double kBeta = 10.0;  // of the Kaiser window: 100 dB
// Of the band: what is 100 dB softer begins at its end. A Kaiser window of this length falls within
// (100 - 8) / (2.285 * 2 pi * 48) of the rate (Kaiser 1974), half of it on either side of the edge.
constexpr double kPass = 0.933;

std::vector<double> kernel() {
  std::vector<double> values;
  for (int i = 0; i <= kCrossings * kSteps + 1; ++i) {
    const double x = static_cast<double>(i) / kSteps;
    const double place = std::min(1.0, x / kCrossings);
    const double cycles = 0.5 * kPass * x;
    const double sinc = i == 0 ? 1.0 : core::sine_of(cycles) / (2.0 * std::numbers::pi * cycles);
    values.push_back(kPass * sinc * core::bessel_i0(kBeta * std::sqrt(1.0 - place * place)) /
                     core::bessel_i0(kBeta));
  }
  return values;
}

}  // namespace

std::vector<float> resampled(std::span<const float> samples, double from, double to) {
  if (from == to) return {samples.begin(), samples.end()};
  const std::vector<double> values = kernel();
  const double band = std::min(1.0, to / from);  // of the sound's own
  const double reach = kCrossings / band;        // samples
  const auto size = static_cast<std::ptrdiff_t>(samples.size());
  const auto count = static_cast<std::size_t>(std::ceil(static_cast<double>(size) * to / from));
  std::vector<float> out(count);
  for (std::size_t n = 0; n < count; ++n) {
    const double place = static_cast<double>(n) * from / to;
    const auto first = static_cast<std::ptrdiff_t>(std::ceil(std::max(0.0, place - reach)));
    const auto last = std::min(size - 1, static_cast<std::ptrdiff_t>(place + reach));
    double sum = 0.0;
    for (std::ptrdiff_t i = first; i <= last; ++i) {
      const double step = std::abs(place - static_cast<double>(i)) * band * kSteps;
      const auto k = static_cast<std::size_t>(step);
      const double share = step - static_cast<double>(k);
      sum +=
          samples[static_cast<std::size_t>(i)] * (values[k] + share * (values[k + 1] - values[k]));
    }
    out[n] = static_cast<float>(band * sum);
  }
  return out;
}

}  // namespace granvae::engine
