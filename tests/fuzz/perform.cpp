#include "perform.hpp"

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "core/player.hpp"
#include "script.hpp"

namespace granvae::fuzz {
namespace {

constexpr int kMostChannels = 5;

void demand(bool kept, const char* promise) {
  if (kept) return;
  std::fprintf(stderr, "broken promise: %s\n", promise);
  std::abort();
}

// A player with what it made in one call.
class Voice {
 public:
  Voice(double sample_rate, int channels) : player_(exchange_, sample_rate, channels) {
    for (std::size_t c = 0; c < channels_.size(); ++c) channels_[c] = sound_[c].data();
  }

  void receive(const std::shared_ptr<const Table>& table) { exchange_.publish(table); }

  void play(const Script& script, int from, int count) {
    player_.set_sample_rate(script.sample_rate());
    std::array<float*, kMostChannels> channels;
    for (std::size_t c = 0; c < channels.size(); ++c) channels[c] = channels_[c] + from;
    player_.process(
        script.settings(), script.controls(from),
        {channels.data(), script.channels(), phase_.data() + from, onset_.data() + from}, count);
  }

  // `most`: the largest value that a sample may have.
  void check(const Script& script, double most) const {
    for (std::size_t i = 0; i < static_cast<std::size_t>(script.count()); ++i) {
      for (const auto& channel : sound_) {
        demand(std::isfinite(channel[i]), "every sample is finite");
        demand(std::abs(channel[i]) <= most,
               "every sample is as loud as grains can make it at most");
      }
      demand(phase_[i] >= 0.0 && phase_[i] < 1.0, "the phase is at least 0 and below 1");
      demand(onset_[i] == 0.0 || onset_[i] == 1.0, "an onset is 1 or 0");
    }
    const double phase = player_.phase();
    demand(phase >= 0.0 && phase < 1.0, "the phase after a call is at least 0 and below 1");
  }

  void compare(const Voice& other) const {
    const auto same = [](const auto& a, const auto& b) {
      return std::memcmp(&a, &b, sizeof a) == 0;
    };
    demand(same(sound_, other.sound_), "the samples are the same however they are cut");
    demand(same(phase_, other.phase_), "the phase is the same however samples are cut");
    demand(same(onset_, other.onset_), "onsets are the same however samples are cut");
    demand(player_.onsets() == other.player_.onsets(), "as many grains begin however cut");
    demand(player_.stolen() == other.player_.stolen(), "as many grains are stolen however cut");
    demand(player_.non_finite() == other.player_.non_finite(),
           "as many values are replaced however cut");
  }

 private:
  TableExchange exchange_;
  Player player_;
  std::array<std::array<float, kChunk>, kMostChannels> sound_{};
  std::array<float*, kMostChannels> channels_{};
  std::array<double, kChunk> phase_{};
  std::array<double, kChunk> onset_{};
};

}  // namespace

std::uint64_t perform(std::span<const std::uint8_t> bytes) {
  Script script(bytes);
  Voice whole(script.sample_rate(), script.channels());
  Voice cut(script.sample_rate(), script.channels());
  std::uint64_t calls = 0;
  while (script.next()) {
    if (script.table()) {
      whole.receive(script.table());
      cut.receive(script.table());
    }
    whole.play(script, 0, script.count());
    cut.play(script, 0, script.cut());
    cut.play(script, script.cut(), script.count() - script.cut());
    calls += 3;
    constexpr double kGrains = kMostGrains + CloudPool::kReserve;
    whole.check(script, script.loudest_loop() + kGrains * script.loudest_grain());
    whole.compare(cut);
  }
  return calls;
}

}  // namespace granvae::fuzz
