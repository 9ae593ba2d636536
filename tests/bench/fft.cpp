#include "core/read/fft.hpp"

#include <algorithm>
#include <ctime>
#include <limits>

#include "subjects.hpp"

namespace granvae::bench {
namespace {

double cpu_seconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

}  // namespace

FftTimes time_fft(std::span<const float> samples, int rounds) {
  const double never = std::numeric_limits<double>::max();
  FftTimes best{never, never};
  for (int i = 0; i < rounds; ++i) {
    const double begin = cpu_seconds();
    const core::RealFft fft(samples.size());
    const double planned = cpu_seconds();
    const core::Bins bins = fft.transform(samples);
    const double done = cpu_seconds();
    best.plan = std::min(best.plan, planned - begin);
    best.transform = std::min(best.transform, done - planned);
  }
  return best;
}

}  // namespace granvae::bench
