#include "perform.hpp"

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "../core/stage.hpp"
#include "script.hpp"

namespace granvae::fuzz {

using testing::Stage;

namespace {

void demand(bool kept, const char* promise) {
  if (kept) return;
  std::fprintf(stderr, "broken promise: %s\n", promise);
  std::abort();
}

void play(Stage& stage, const Script& script, int from, int count) {
  stage.player.set_sample_rate(script.sample_rate());
  stage.player.process(script.settings(), script.controls(from), stage.outputs(from), count);
}

// `most`: the largest value that a sample may have.
void check(const Stage& stage, const Script& script, double most) {
  for (std::size_t i = 0; i < static_cast<std::size_t>(script.count()); ++i) {
    for (const auto& channel : stage.sound) {
      demand(std::isfinite(channel[i]), "every sample is finite");
      demand(std::abs(channel[i]) <= most, "every sample is as loud as grains can make it at most");
    }
    demand(stage.phase[i] >= 0.0 && stage.phase[i] < 1.0, "the phase is at least 0 and below 1");
    demand(stage.onset[i] == 0.0 || stage.onset[i] == 1.0, "an onset is 1 or 0");
  }
  const double phase = stage.player.phase();
  demand(phase >= 0.0 && phase < 1.0, "the phase after a call is at least 0 and below 1");
}

void compare(const Stage& whole, const Stage& cut) {
  const auto same = [](const auto& a, const auto& b) { return std::memcmp(&a, &b, sizeof a) == 0; };
  demand(same(whole.sound, cut.sound), "the samples are the same however they are cut");
  demand(same(whole.phase, cut.phase), "the phase is the same however samples are cut");
  demand(same(whole.onset, cut.onset), "onsets are the same however samples are cut");
  const Player& a = whole.player;
  const Player& b = cut.player;
  demand(a.onsets() == b.onsets(), "as many grains begin however samples are cut");
  demand(a.stolen() == b.stolen(), "as many grains are stolen however samples are cut");
  demand(a.non_finite() == b.non_finite(), "as many values are replaced however samples are cut");
}

}  // namespace

std::uint64_t perform(std::span<const std::uint8_t> bytes) {
  Script script(bytes);
  Stage whole(script.sample_rate(), script.channels());
  Stage cut(script.sample_rate(), script.channels());
  std::uint64_t calls = 0;
  while (script.next()) {
    if (script.table()) {
      whole.exchange.publish(script.table());
      cut.exchange.publish(script.table());
    }
    play(whole, script, 0, script.count());
    play(cut, script, 0, script.cut());
    play(cut, script, script.cut(), script.count() - script.cut());
    calls += 3;
    constexpr double kGrains = kMostGrains + CloudPool::kReserve;
    check(whole, script, script.loudest_loop() + kGrains * script.loudest_grain());
    compare(whole, cut);
  }
  return calls;
}

}  // namespace granvae::fuzz
