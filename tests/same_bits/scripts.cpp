// Anything that a player may be given, as tests/fuzz makes it of random bytes.
#include <random>

#include "../core/stage.hpp"
#include "../fuzz/script.hpp"
#include "report.hpp"

namespace granvae::same_bits {

void play_scripts(const Report& report) {
  constexpr int kScripts = 40;
  constexpr std::size_t kBytes = 800;
  std::mt19937 generator(1);
  for (int i = 0; i < kScripts; ++i) {
    const auto bytes = fuzz::random_bytes(generator, kBytes);
    fuzz::Script script(bytes);
    testing::Stage stage(script.sample_rate(), script.channels());
    Hash hash;
    while (script.next()) {
      if (script.table()) stage.exchange.publish(script.table());
      stage.player.set_sample_rate(script.sample_rate());
      stage.player.process(script.settings(), script.controls(0), stage.outputs(), script.count());
      for (const auto& channel : stage.sound) hash.add_all(std::span<const float>(channel));
    }
    report("script " + std::to_string(i), hash);
  }
}

}  // namespace granvae::same_bits
