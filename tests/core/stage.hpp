// A player with its tables and the memory that a host gives it.
#pragma once

#include <array>

#include "core/player.hpp"

namespace granvae::testing {

using namespace core;

struct Stage {
  static constexpr int kMostChannels = 5;

  explicit Stage(double sample_rate, int channels = 1, LiveExchange* live = nullptr)
      : player(exchange, sample_rate, channels, live), count(channels) {}

  // From sample `from` of the chunk on.
  Outputs outputs(int from = 0) {
    for (std::size_t c = 0; c < kMostChannels; ++c) pointers[c] = sound[c].data() + from;
    return {pointers.data(), count, phase.data() + from, onset.data() + from};
  }

  TableExchange exchange;
  Player player;
  int count;  // channels
  std::array<std::array<float, kChunk>, kMostChannels> sound{};
  std::array<float*, kMostChannels> pointers{};
  std::array<double, kChunk> phase{};
  std::array<double, kChunk> onset{};
};

}  // namespace granvae::testing
