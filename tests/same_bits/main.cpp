// Whether machines play the same: `granvae_same_bits write FOLDER MODEL…` leaves in the folder what
// this one makes, and `granvae_same_bits compare FOLDER MODEL…` holds this one to what another
// left.
#include <algorithm>
#include <cinttypes>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <string_view>

#include "report.hpp"

namespace {

using granvae::same_bits::Hash;

constexpr float kFarthest = 2e-6f;  // of full scale, that decoded samples may lie apart

using Hashes = std::map<std::string, std::uint64_t>;

struct Results {
  Hashes scenes;
  std::vector<float> grains;
};

Results results(std::span<char*> models) {
  Results made;
  const auto report = [&](const std::string& scene, const Hash& hash) {
    made.scenes[scene] = hash.value();
  };
  granvae::same_bits::play_loops(report);
  granvae::same_bits::play_clouds(report);
  granvae::same_bits::play_scripts(report);
  granvae::same_bits::make_paths(models.front(), report);
  for (const char* model : models) {
    const std::vector<float> grains = granvae::same_bits::decoded_grains(model);
    made.grains.insert(made.grains.end(), grains.begin(), grains.end());
  }
  return made;
}

// A line for each scene: its hash, and its name.
void write(const Results& made, const std::filesystem::path& folder) {
  std::filesystem::create_directories(folder);
  std::ofstream scenes(folder / "scenes.txt");
  for (const auto& [name, hash] : made.scenes) scenes << std::hex << hash << ' ' << name << '\n';
  std::ofstream grains(folder / "grains.f32", std::ios::binary);
  grains.write(reinterpret_cast<const char*>(made.grains.data()),
               static_cast<std::streamsize>(made.grains.size() * sizeof(float)));
}

Results read(const std::filesystem::path& folder) {
  Results before;
  std::ifstream scenes(folder / "scenes.txt");
  std::uint64_t hash = 0;
  for (std::string name; scenes >> std::hex >> hash && std::getline(scenes >> std::ws, name);) {
    before.scenes[name] = hash;
  }
  std::ifstream grains(folder / "grains.f32", std::ios::binary);
  for (float value = 0.0f; grains.read(reinterpret_cast<char*>(&value), sizeof value);) {
    before.grains.push_back(value);
  }
  return before;
}

bool same(const Results& made, const Results& before) {
  int differ = 0;
  for (const auto& [name, hash] : before.scenes) {
    const auto found = made.scenes.find(name);
    if (found != made.scenes.end() && found->second == hash) continue;
    std::printf("differs: %s\n", name.c_str());
    ++differ;
  }
  if (made.scenes.size() != before.scenes.size() || made.grains.size() != before.grains.size()) {
    std::printf("differs: how much there is; write the folder anew\n");
    return false;
  }
  float farthest = 0.0f;
  for (std::size_t i = 0; i < made.grains.size(); ++i) {
    farthest = std::max(farthest, std::abs(made.grains[i] - before.grains[i]));
  }
  std::printf("%d of %zu scenes differ, and grains by up to %.2g\n", differ, before.scenes.size(),
              static_cast<double>(farthest));
  return differ == 0 && farthest <= kFarthest;
}

}  // namespace

int main(int count, char** arguments) {
  const std::string_view task = count > 3 ? arguments[1] : "";
  if (task != "write" && task != "compare") {
    std::fprintf(stderr, "granvae_same_bits write|compare FOLDER MODEL…\n");
    return 2;
  }
  const Results made = results({arguments + 3, static_cast<std::size_t>(count - 3)});
  if (task == "compare") return same(made, read(arguments[2])) ? 0 : 1;
  write(made, arguments[2]);
  std::printf("%zu scenes and %zu decoded samples\n", made.scenes.size(), made.grains.size());
  return 0;
}
