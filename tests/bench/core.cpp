#include <algorithm>
#include <array>
#include <limits>

#include "core/cloud/cloud_player.hpp"
#include "core/loop/loop_player.hpp"
#include "subjects.hpp"

namespace granvae::bench {

using namespace core;
namespace {

constexpr double kSampleRate = 48000.0;  // of the table and of the output

Interpolation interpolation(std::string_view name) {
  if (name == "none") return Interpolation::none;
  if (name == "linear") return Interpolation::linear;
  if (name == "cubic") return Interpolation::cubic;
  return Interpolation::sinc;
}

// A table and control signals that stay as they are, and a player of the core.
template <class Player, class Settings>
class Core : public Subject {
 public:
  template <class... Arguments>
  explicit Core(const Job& job, Arguments... arguments)
      : tables_(exchange_), player_(tables_, kSampleRate, arguments...) {
    exchange_.publish(std::make_shared<const Table>(job.table, kSampleRate));
    settings_.interpolation = interpolation(job.interpolation);
  }

 protected:
  TableExchange exchange_;
  NewestTable tables_;
  Player player_;
  ControlChunk controls_;
  Settings settings_;
};

class Cloud final : public Core<CloudPlayer, CloudSettings> {
 public:
  explicit Cloud(const Job& job) : Core(job, 2) {
    const auto size = static_cast<double>(job.table.size());
    settings_.length = job.length * job.speed;
    settings_.grains = job.grains;
    settings_.spray = size;
    settings_.spread = 1.0;
    // Half a grain less, so that none ever makes room for another.
    controls_ = ControlChunk::constant(
        {(job.grains - 0.5) * kSampleRate / job.length, 0.0, size, job.speed});
  }

  void run(float* left, float* right, int count) override {
    std::fill_n(left, count, 0.0f);
    std::fill_n(right, count, 0.0f);
    for (int done = 0; done < count; done += kChunk) {
      const std::array<float*, 2> channels{left + done, right + done};
      player_.process(settings_, controls_.controls(), {channels.data(), 2, nullptr, nullptr},
                      std::min(kChunk, count - done), true);
    }
  }
};

class Loop final : public Core<LoopPlayer, LoopSettings> {
 public:
  explicit Loop(const Job& job) : Core(job) {
    // A quarter of the table is crossfade, and the rest is what a cycle moves on.
    const double hop = 0.75 * static_cast<double>(job.table.size());
    controls_ = ControlChunk::constant({job.speed * kSampleRate / hop, 0.0, hop / 3.0, 1.0});
  }

  void run(float* left, float* /*right*/, int count) override {
    for (int done = 0; done < count; done += kChunk) {
      player_.process(settings_, controls_.controls(), left + done, nullptr, nullptr,
                      std::min(kChunk, count - done));
    }
  }
};

}  // namespace

std::unique_ptr<Subject> core_cloud(const Job& job) { return std::make_unique<Cloud>(job); }
std::unique_ptr<Subject> core_loop(const Job& job) { return std::make_unique<Loop>(job); }

}  // namespace granvae::bench
