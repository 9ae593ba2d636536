#include "engine/path/path_edits.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <utility>

#include "core/elementary.hpp"

namespace granvae::engine {
namespace {

constexpr double kWidest = 1000.0;  // points to either side
constexpr double kLeastStretch = 0.01;
constexpr double kMostStretch = 100.0;

// Calls `change` with every value of the path and the number of its dimension.
template <class Change>
LatentPath each(LatentPath path, const Change& change) {
  const auto latents = static_cast<std::size_t>(path.latents);
  for (std::size_t i = 0; i < path.points.size(); ++i) change(path.points[i], i % latents);
  return path;
}

}  // namespace

std::vector<float> latents_of(const Call& call, std::size_t first, std::size_t latents,
                              Count count) {
  const std::string name(message_of(call.id).name);
  const std::size_t size = call.atoms.size() - first;
  const bool single = count == Count::one_or_all && size == 1;
  const bool fits = count == Count::many ? size > 0 && size % latents == 0 : size == latents;
  if (!fits && !single) {
    throw std::runtime_error(
        name + ": the model has " + plural(latents, "latent") + " and " + plural(size, "value") +
        " came; send " + (count == Count::many ? "a multiple of " : "") +
        plural(latents, "number") + (count == Count::one_or_all ? ", or one for all." : "."));
  }
  std::vector<float> values;
  for (std::size_t i = 0; i < size; ++i) {
    const auto value = static_cast<float>(number_of(call.atoms[first + i]));
    if (!std::isfinite(value)) {
      throw std::runtime_error(
          name + ": value " + std::to_string(i + 1) +
          " is not a finite number; send latents in standard deviations, such as -2 to 2.");
    }
    values.push_back(value);
  }
  if (single) values.resize(latents, values[0]);
  return values;
}

LatentPath moved(LatentPath path, const std::vector<float>& amounts) {
  return each(std::move(path), [&](float& value, std::size_t d) { value += amounts[d]; });
}

LatentPath scaled(LatentPath path, const std::vector<float>& amounts) {
  return each(std::move(path), [&](float& value, std::size_t d) { value *= amounts[d]; });
}

LatentPath mixed(LatentPath path, const LatentPath& other, double amount) {
  const auto latents = static_cast<std::size_t>(path.latents);
  const std::size_t last = other.count() - 1;
  const double stretch =
      path.count() > 1 ? static_cast<double>(last) / static_cast<double>(path.count() - 1) : 0.0;
  for (std::size_t k = 0; k < path.count(); ++k) {
    const double place = std::min(static_cast<double>(k) * stretch, static_cast<double>(last));
    const auto left = static_cast<std::size_t>(place);
    const double share = place - static_cast<double>(left);
    const float* from = other.points.data() + left * latents;
    const float* to = other.points.data() + std::min(left + 1, last) * latents;
    for (std::size_t d = 0; d < latents; ++d) {
      float& value = path.points[k * latents + d];
      const double wanted = (1.0 - share) * from[d] + share * to[d];
      value = static_cast<float>((1.0 - amount) * value + amount * wanted);
    }
  }
  return path;
}

LatentPath reversed(const LatentPath& path) {
  LatentPath back = path;
  const auto latents = static_cast<std::ptrdiff_t>(path.latents);
  const auto count = static_cast<std::ptrdiff_t>(path.count());
  for (std::ptrdiff_t k = 0; k < count; ++k) {
    std::copy_n(path.points.begin() + (count - 1 - k) * latents, latents,
                back.points.begin() + k * latents);
  }
  if (!path.places.empty()) {
    back.places.front() = 0;
    std::reverse_copy(path.places.begin() + 1, path.places.end(), back.places.begin() + 1);
  }
  return back;
}

LatentPath stretched(const LatentPath& path, double factor) {
  if (!(factor >= kLeastStretch && factor <= kMostStretch)) {
    throw std::runtime_error("stretch takes a factor from 0.01 to 100, not " + text_of(factor) +
                             ".");
  }
  const std::size_t last = path.count() - 1;
  const auto wanted = std::max(std::round(static_cast<double>(path.count()) * factor), 1.0);
  if (wanted > kLongestPath) {
    throw std::runtime_error("stretch would make " + text_of(wanted) +
                             " grains, and a path has at most " + std::to_string(kLongestPath) +
                             "; give a smaller factor.");
  }
  const auto count = static_cast<std::size_t>(wanted);
  const auto latents = static_cast<std::size_t>(path.latents);
  // A single grain has no neighbour to learn a distance from.
  const bool placed = !path.places.empty() && (last > 0 || count == 1);
  LatentPath made{{}, path.latents};
  made.points.reserve(count * latents);
  std::size_t before = 0;
  for (std::size_t j = 0; j < count; ++j) {
    const auto from = std::min(last, static_cast<std::size_t>(static_cast<double>(j) / factor));
    const float* point = path.points.data() + from * latents;
    made.points.insert(made.points.end(), point, point + latents);
    const bool repeated = j > 0 && from == before;
    if (placed) made.places.push_back(path.places[repeated ? std::min(from + 1, last) : from]);
    before = from;
  }
  return made;
}

LatentPath smoothed(const LatentPath& path, double grains) {
  if (!(grains >= 0.0 && grains <= kWidest)) {
    throw std::runtime_error("smooth takes 0 to 1000 grains, not " + text_of(grains) + ".");
  }
  // The window is zero at one point beyond, so that 0 grains change nothing.
  const auto reach = static_cast<std::ptrdiff_t>(grains);
  std::vector<double> weights;
  for (std::ptrdiff_t j = -reach; j <= reach; ++j) {
    const double place = static_cast<double>(j) / (grains + 1.0);
    weights.push_back(0.5 + 0.5 * core::cosine_of(0.5 * place));
  }
  const auto latents = static_cast<std::size_t>(path.latents);
  const auto count = static_cast<std::ptrdiff_t>(path.count());
  LatentPath smooth = path;
  std::vector<double> sums(latents);
  for (std::ptrdiff_t k = 0; k < count; ++k) {
    std::fill(sums.begin(), sums.end(), 0.0);
    double total = 0.0;
    const std::ptrdiff_t end = std::min(count - 1, k + reach);
    for (std::ptrdiff_t i = std::max<std::ptrdiff_t>(0, k - reach); i <= end; ++i) {
      const double weight = weights[static_cast<std::size_t>(i - k + reach)];
      const float* point = path.points.data() + static_cast<std::size_t>(i) * latents;
      for (std::size_t d = 0; d < latents; ++d) sums[d] += weight * point[d];
      total += weight;
    }
    for (std::size_t d = 0; d < latents; ++d) {
      smooth.points[static_cast<std::size_t>(k) * latents + d] =
          static_cast<float>(sums[d] / total);
    }
  }
  return smooth;
}

}  // namespace granvae::engine
