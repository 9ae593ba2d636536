// A player, and signals that move its controls.
#pragma once

#include <array>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <vector>

#include "core/player.hpp"
#include "report.hpp"

namespace granvae::same_bits {

using namespace core;

// A triangle around `mean`, or with no depth a constant.
struct Swing {
  double mean = 0.0;
  double depth = 0.0;
  int period = 2;  // samples, even

  double at(int n) const {
    const int half = period / 2;
    return mean + depth * (1.0 - 2.0 * std::abs(n % period - half) / half);
  }
};

using Tables = std::vector<std::shared_ptr<const Table>>;

struct Performance {
  PlayerSettings settings;
  Swing frequency{110.0};
  Swing start{0.0};
  Swing crossfade{100.0};
  Swing rate{1.0};
  int channels = 1;
  int samples = 24000;
};

// Noise, the same on every machine.
std::shared_ptr<const Table> noise_table(int size, unsigned seed);

// One table after the other, each for the same time.
Hash played(const Performance& performance, const Tables& tables);

}  // namespace granvae::same_bits
