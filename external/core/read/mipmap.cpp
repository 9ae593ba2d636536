#include "core/read/mipmap.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <mutex>
#include <numbers>
#include <utility>

#include "core/elementary.hpp"
#include "core/read/fft.hpp"
#include "core/read/kernel.hpp"

namespace granvae::core {
namespace {

constexpr int kGuard = Kernel::kTaps;  // neighbours on either side
constexpr std::size_t kSmallest = 4;   // samples of the last level, which holds the mean alone
// Table samples up to which it takes longer to make a plan than to use it, and plans are small.
constexpr std::size_t kKept = std::size_t{1} << 16;

// How much of a partial a level keeps, by its place in the level's band: 1 up to kWhole, then down
// to 0 at the band's edge in half a cosine.
double level_gain(double place) {
  const double x = (place - Mipmap::kWhole) / (1.0 - Mipmap::kWhole);
  return x <= 0.0 ? 1.0 : x >= 1.0 ? 0.0 : 0.5 + 0.5 * cosine_of(0.5 * x);
}

void wrap_around(const std::vector<double>& signal, std::vector<float>& padded) {
  const std::size_t mask = signal.size() - 1;
  padded.resize(signal.size() + std::size_t{2} * kGuard);
  for (std::size_t i = 0; i < padded.size(); ++i) {
    padded[i] = static_cast<float>(signal[(i - kGuard) & mask]);
  }
}

struct HalfOctaves {
  int count;
  double rest;  // 1 … √2
};
// A ratio of at least 1 in half octaves. An octave is an exponent, and the place within it the
// mantissa.
HalfOctaves half_octaves(double ratio) {
  const auto bits = std::bit_cast<std::uint64_t>(ratio);
  const int octaves = static_cast<int>(bits >> 52) - 1023;
  const double mantissa =
      std::bit_cast<double>((bits & 0xfffffffffffff) | std::bit_cast<std::uint64_t>(1.0));
  if (mantissa < std::numbers::sqrt2) return {2 * octaves, mantissa};
  return {2 * octaves + 1, mantissa * (0.5 * std::numbers::sqrt2)};
}

}  // namespace

// What the levels of all tables of one size are made with.
struct Mipmap::Plan {
  // What a level makes of the table's partials.
  struct Response {
    const RealFft* fft;         // of the level's size
    std::size_t size;           // samples of the level
    std::vector<double> gains;  // of partials 0, 1, …; further ones are not there
  };

  explicit Plan(std::size_t table) : table_size(table), transform(table) {
    const auto samples = static_cast<double>(table);
    const std::size_t nyquist = table % 2 == 0 ? table / 2 : table;
    for (int i = 0;; ++i) {
      const double narrowed = samples * power_of_two(-0.5 * i);  // samples that hold the band
      const auto least = static_cast<std::size_t>(Kernel::kOversampling * narrowed);
      const std::size_t size = std::max(std::bit_ceil(least), kSmallest);
      if (inverses.empty() || sizes.back() != size) {
        inverses.push_back(std::make_unique<RealFft>(size));
        sizes.push_back(size);
      }
      Response level{inverses.back().get(), size, {}};
      for (std::size_t k = 0; k <= table / 2; ++k) {
        const double place = static_cast<double>(k) / (0.5 * narrowed);
        // The bin at half the table's rate stands for itself and its mirror image.
        const double share = i == 0 ? (k == nyquist ? 0.5 : 1.0) : level_gain(place);
        if (share == 0.0) break;
        const double response =
            Kernel::response(static_cast<double>(k) / static_cast<double>(size));
        level.gains.push_back(share * static_cast<double>(size) / samples / response);
      }
      levels.push_back(std::move(level));
      if (narrowed <= 2.0) return;
    }
  }

  std::size_t table_size;
  RealFft transform;
  std::vector<std::unique_ptr<const RealFft>> inverses;
  std::vector<std::size_t> sizes;  // of these
  std::vector<Response> levels;
};

// Live grains come in one size. A plan goes with the last table that holds it.
std::shared_ptr<const Mipmap::Plan> Mipmap::plan_for(std::size_t table) {
  struct Plans {
    std::mutex mutex;
    std::vector<std::weak_ptr<const Plan>> all;
  };
  // Never destroyed, since a thread may still make tables, and nothing of a thread's, which MinGW
  // frees before it is destroyed.
  static auto* const plans = new Plans;
  {
    const std::lock_guard lock(plans->mutex);
    for (const auto& each : plans->all) {
      auto plan = each.lock();
      if (plan && plan->table_size == table) return plan;
    }
  }
  // Nobody waits for a long one.
  auto plan = std::make_shared<const Plan>(table);
  const std::lock_guard lock(plans->mutex);
  std::erase_if(plans->all, [](const auto& each) { return each.expired(); });
  plans->all.push_back(plan);
  return plan;
}

void Mipmap::assign(std::span<const float> table) {
  Kernel::shared();  // there before anything can be read with it on the audio thread
  const std::shared_ptr<const Plan> plan = plan_for(table.size());
  const Bins bins = plan->transform.transform(table);
  samples_.resize(plan->levels.size());
  levels_.resize(plan->levels.size());
  for (std::size_t i = 0; i < plan->levels.size(); ++i) {
    const auto& [fft, size, gains] = plan->levels[i];
    Bins limited(gains.size());
    for (std::size_t k = 0; k < gains.size(); ++k) limited[k] = bins[k] * gains[k];
    wrap_around(fft->inverse(limited), samples_[i]);
    levels_[i] = {samples_[i].data() + kGuard, static_cast<int>(size) - 1,
                  static_cast<double>(size) / static_cast<double>(table.size())};
  }
  plan_ = table.size() <= kKept ? plan : nullptr;
}

Blend Mipmap::blend(double speed) noexcept {
  const double ratio = std::abs(speed) / kFirst;
  if (!(ratio >= 1.0)) return {};
  const auto [level, rest] = half_octaves(ratio);
  const double x = (rest - 1.0) / (kLast / kFirst - 1.0);
  if (x >= 1.0) return {level + 1, 0.0f};
  return {level, static_cast<float>(x * x * (3.0 - 2.0 * x))};
}

int Mipmap::level_at(double speed) noexcept {
  const double ratio = std::abs(speed) / kLast;
  return ratio >= 1.0 ? half_octaves(ratio).count + 1 : 0;
}

}  // namespace granvae::core
