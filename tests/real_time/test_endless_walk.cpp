// A walk without an end, as a host in real time plays it: the worker looks by itself whether the
// next second is due, and nobody wakes it.
#include <doctest/doctest.h>

#include <array>
#include <chrono>
#include <cmath>
#include <limits>
#include <memory>
#include <thread>
#include <vector>

#include "core/player.hpp"
#include "engine/worker/worker.hpp"
#include "plain_decoder.hpp"

using namespace granvae;
using namespace granvae::core;
using namespace granvae::engine;

namespace {

constexpr double kRate = 44100.0;
constexpr int kGrain = 512;
constexpr int kPlace = 300;  // samples from a grain to the next
constexpr std::size_t kGrains = 20000;

// Nowhere the same for long, so that a repeated or missing sample is heard.
float wave(double sample) {
  return static_cast<float>(0.5 * std::sin(0.02 * sample + 3.0 * std::sin(1e-4 * sample)));
}

// Its one latent is the place of a grain in the wave.
class WaveDecoder : public decoder::Decoder {
 public:
  const decoder::ModelInfo& info() const override { return info_; }
  void decode(std::span<const float> latents, std::span<const decoder::Noise>,
              std::span<float> samples) override {
    for (std::size_t i = 0; i < samples.size(); ++i) {
      samples[i] = wave(latents[i / kGrain] + static_cast<double>(i % kGrain));
    }
  }

 private:
  decoder::ModelInfo info_ = testing::model_info("wave", 1, kGrain);
};

// One recording of nearly two minutes.
StoredModel walkable() {
  auto map = std::make_shared<GrainMap>();
  map->file = "wave";
  map->latents = 1;
  map->names = {"wave"};
  for (std::size_t k = 0; k < kGrains; ++k) {
    map->columns.push_back(static_cast<float>(k * kPlace));
    map->sounds.push_back(0);
    map->places.push_back(k == 0 ? 0 : kPlace);
    map->audible.push_back(k);
  }
  return {std::make_shared<WaveDecoder>(), map, ""};
}

void send(Session& session, Call call) {
  auto request = std::make_unique<Request>();
  request->walk.jump = 0.0;
  request->call = std::move(call);
  session.submit(std::move(request));
}

// A session whose first second of the walk is there.
std::shared_ptr<Session> walking() {
  auto session = std::make_shared<Session>();
  const auto keep_going = [] { return true; };
  send(*session, {MessageId::read, {"wave"}, "wave", nullptr});
  session->work(keep_going);
  session->receive({walkable(), {}});
  session->work(keep_going);
  send(*session, {MessageId::walk, {"on"}, "", nullptr});
  session->work(keep_going);
  return session;
}

}  // namespace

TEST_CASE("a walk in real time plays every sample once, and each second after the one before") {
  const auto session = walking();
  REQUIRE(session->path().count() > 0);
  const double begin = session->path().points.front();
  Player player(session->exchange(), kRate, 1, &session->live());
  const auto worker = Worker::shared();
  worker->attach(session);
  worker->wake();

  constexpr double kAbsent = std::numeric_limits<double>::quiet_NaN();
  const ControlChunk controls = ControlChunk::constant({kAbsent, kAbsent, kAbsent, kAbsent});
  std::array<float, kChunk> sound{};
  const std::array<float*, 1> channels{sound.data()};
  const PlayerSettings settings;
  std::vector<float> heard;
  std::vector<std::uint64_t> serials;
  while (heard.size() < static_cast<std::size_t>(6.0 * kRate)) {
    // A host goes on before the second is over; this one gives the worker as long as it takes.
    while (session->walk_is_due()) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    player.process(settings, controls.controls(), {channels.data(), 1, nullptr, nullptr}, kChunk);
    heard.insert(heard.end(), sound.begin(), sound.end());
    const std::uint64_t playing = session->exchange().playing();
    if (serials.empty() || serials.back() != playing) serials.push_back(playing);
  }
  session->close();
  worker->wake();

  REQUIRE(serials.size() >= 5);
  for (std::size_t k = 0; k < serials.size(); ++k) CHECK(serials[k] == k + 1);
  CHECK(player.repeated() == 0);
  double largest = 0.0;
  for (std::size_t i = kGrain; i < heard.size(); ++i) {  // it fades in before
    largest = std::max<double>(largest, std::abs(heard[i] - wave(begin + static_cast<double>(i))));
  }
  CHECK(largest < 1e-3);
}
