#include "engine/corpus/grain_map.hpp"

#include <algorithm>
#include <numeric>
#include <stdexcept>

#include "decoder/native/archive.hpp"
#include "engine/corpus/npz.hpp"

namespace granvae::engine {
namespace {

constexpr float kSilence = -50.0f;  // dBFS; as in granvae/analysis/metrics.py

void check(bool fits, const char* what) {
  if (!fits) throw std::runtime_error(what);
}

std::vector<float> transposed(const std::vector<float>& rows, std::size_t width) {
  const std::size_t count = rows.size() / width;
  std::vector<float> columns(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) columns[i % width * count + i / width] = rows[i];
  return columns;
}

std::vector<std::size_t> audible(std::size_t count, const std::optional<NpyArray>& loudness) {
  std::vector<std::size_t> grains(count);
  std::iota(grains.begin(), grains.end(), std::size_t{0});
  if (!loudness) return grains;
  const std::vector<float> levels = loudness->halves();
  check(levels.size() == count, "arrays of different lengths");
  std::vector<std::size_t> loud;
  std::copy_if(grains.begin(), grains.end(), std::back_inserter(loud),
               [&](std::size_t grain) { return levels[grain] >= kSilence; });
  return loud.empty() ? grains : loud;
}

GrainMap parsed(decoder::native::Archive& npz, const NpyArray& places,
                const decoder::ModelInfo& model) {
  const auto array = [&npz](const char* name) {
    auto found = NpyArray::read(npz, name);
    if (!found) throw std::runtime_error(std::string(name) + " is missing");
    return *found;
  };
  const NpyArray points = array("latents");
  const auto latents = static_cast<std::size_t>(model.latents);
  GrainMap map{.file = model.path,
               .latents = model.latents,
               .columns = {},
               .sounds = array("sound").whole_numbers(),
               .places = places.whole_numbers(),
               .names = array("names").texts(),
               .audible = {}};
  const std::size_t count = map.count();
  check(points.shape().size() == 2 && points.shape()[1] == latents, "latents of another model");
  check(count > 0, "no grains");
  check(points.shape()[0] == count && map.sounds.size() == count, "arrays of different lengths");
  map.columns = transposed(points.halves(), latents);
  map.audible = audible(count, NpyArray::read(npz, "descriptor_loudness"));
  for (std::size_t i = 0; i < count; ++i) {
    check(map.names.empty() || map.sounds[i] < map.names.size(), "sounds without a name");
    if (map.places[i] == 0) continue;
    check(i > 0 && map.sounds[i] == map.sounds[i - 1], "places that lead out of a sound");
    check(map.places[i] <= model.grain, "places farther than a grain");
  }
  return map;
}

}  // namespace

std::vector<float> GrainMap::point(std::size_t grain) const {
  std::vector<float> values;
  for (std::size_t at = grain; at < columns.size(); at += count()) values.push_back(columns[at]);
  return values;
}

std::shared_ptr<const GrainMap> read_grain_map(const decoder::ModelInfo& model) {
  const auto file = decoder::native::read_extra_file(model.path, "map.npz");
  if (!file) return nullptr;
  decoder::native::Archive npz(*file);
  try {
    const auto places = NpyArray::read(npz, "place");
    if (!places) return nullptr;
    return std::make_shared<const GrainMap>(parsed(npz, *places, model));
  } catch (const std::exception& error) {
    throw std::runtime_error("the learned grains (map.npz) in '" + model.path + "' are damaged (" +
                             error.what() + "); export the model again.");
  }
}

}  // namespace granvae::engine
