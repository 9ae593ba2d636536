#include "engine/latent_path.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <random>
#include <span>

namespace granvae {
namespace {

std::string plural(std::size_t count, const std::string& noun) {
  return std::to_string(count) + " " + noun + (count == 1 ? "" : "s");
}

// The standard library's normal distribution differs between platforms; Box and Muller's (1958)
// does not.
std::vector<float> draw(int latents, std::uint64_t seed) {
  std::mt19937_64 generator(seed);
  const auto uniform = [&generator] {
    return (static_cast<double>(generator() >> 11) + 0.5) * 0x1p-53;
  };
  std::vector<float> point(static_cast<std::size_t>(latents));
  for (float& value : point) {
    const double radius = std::sqrt(-2.0 * std::log(uniform()));
    value = static_cast<float>(radius * std::cos(2.0 * std::numbers::pi * uniform()));
  }
  return point;
}

void check_values(const PathRequest& request, const std::string& name, int latents) {
  const auto size = request.values.size();
  const auto wanted = static_cast<std::size_t>(latents);
  const bool many = request.kind == PathRequest::Kind::path;
  if (size == 0 || (many ? size % wanted != 0 : size != wanted)) {
    throw DecodeError(name + ": the model has " + plural(wanted, "latent") + " and " +
                      plural(size, "value") + " came; send " + (many ? "a multiple of " : "") +
                      plural(wanted, "number") + ".");
  }
  for (std::size_t i = 0; i < size; ++i) {
    if (!std::isfinite(request.values[i])) {
      throw DecodeError(name + ": value " + std::to_string(i + 1) +
                        " is not a finite number; send latents in deviations, such as -2 to 2.");
    }
  }
}

void check_count(std::size_t count, const std::string& name) {
  if (count < 1 || count > kLongestPath) {
    throw DecodeError(name + ": a path has 1 to " + std::to_string(kLongestPath) + " grains, not " +
                      std::to_string(count) + ".");
  }
}

}  // namespace

std::vector<float> points_of(const PathRequest& request, int latents) {
  switch (request.kind) {
    case PathRequest::Kind::random:
      return draw(latents, request.seed);
    case PathRequest::Kind::latent:
      check_values(request, "latent", latents);
      return request.values;
    case PathRequest::Kind::path:
      check_values(request, "path", latents);
      check_count(request.values.size() / static_cast<std::size_t>(latents), "path");
      return request.values;
    case PathRequest::Kind::line:
      break;
  }
  check_count(static_cast<std::size_t>(std::max(request.count, 0)), "line");
  check_values(request, "line", latents);
  std::vector<float> points;
  points.reserve(request.values.size() * static_cast<std::size_t>(request.count));
  for (int k = 0; k < request.count; ++k) {
    const float share =
        request.count > 1 ? static_cast<float>(k) / static_cast<float>(request.count - 1) : 1.0f;
    for (const float end : request.values) points.push_back(share * end);
  }
  return points;
}

std::optional<Table> decode_table(Decoder& decoder, const std::vector<float>& points, double join,
                                  CrossfadeLaw law, const GoesOn& goes_on) {
  const ModelInfo& info = decoder.info();
  const auto latents = static_cast<std::size_t>(info.latents);
  const auto grain = static_cast<std::size_t>(info.grain);
  const auto count = points.size() / latents;
  const double asked = join < 0.0 ? std::floor(info.grain / 4.0) : join;
  const auto overlap = static_cast<std::size_t>(std::min(asked, std::floor(info.grain / 2.0)));
  const auto hop = grain - overlap;

  const std::size_t size = (count - 1) * hop + grain;
  if (size > Table::kLargest) {
    throw DecodeError("a path of " + plural(count, "grain") + " of this model makes a table of " +
                      plural(size, "sample") + ", and " + std::to_string(Table::kLargest) +
                      " are the most; send fewer points.");
  }
  std::vector<float> samples(size, 0.0f);
  const auto largest = static_cast<std::size_t>(decoder.largest_batch());
  std::vector<float> grains(std::min(largest, count) * grain);
  for (std::size_t first = 0; first < count; first += largest) {
    if (!goes_on()) return std::nullopt;
    const auto batch = std::min(largest, count - first);
    decoder.decode(std::span(points).subspan(first * latents, batch * latents),
                   std::span(grains).first(batch * grain));
    for (std::size_t k = 0; k < batch; ++k) {
      float* at = samples.data() + (first + k) * hop;
      const float* from = grains.data() + k * grain;
      const bool joined = first + k > 0;
      for (std::size_t i = 0; i < grain; ++i) {
        if (joined && i < overlap) {
          const double passed = static_cast<double>(i) / static_cast<double>(overlap);
          const Gains gains = crossfade_gains(law, passed);
          at[i] = static_cast<float>(gains.out * at[i] + gains.in * from[i]);
        } else {
          at[i] = from[i];
        }
      }
    }
  }
  return Table(samples, info.rate, info.grain);
}

}  // namespace granvae
