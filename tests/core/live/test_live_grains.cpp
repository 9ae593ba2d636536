// Grains that a worker makes for onsets while they sound.
#include <doctest/doctest.h>

#include <array>
#include <atomic>
#include <cmath>
#include <cstdint>
#include <memory>
#include <optional>
#include <thread>
#include <vector>

#include "core/live/late_watch.hpp"
#include "stage.hpp"

using namespace granvae::core;

namespace {

constexpr double kRate = 44100.0;
constexpr int kGrain = 128;  // samples

// A grain is as loud as its latent, from end to end: what is heard shows which one it is.
void make_grain(LiveGrains& grains, const LiveRequest& request) {
  const std::vector<float> samples(kGrain, request.point[0]);
  grains.finish(request.slot, samples, kRate);
}

// Makes all grains that are asked for.
void make_all(LiveGrains& grains) {
  while (const LiveRequest* request = grains.oldest()) {
    const LiveRequest taken = *request;
    grains.pop();
    make_grain(grains, taken);
  }
}

// One output and one latent, which rises by kStep with every sample.
class Voice {
 public:
  static constexpr double kStep = 1e-6;

  Voice(LiveExchange& live, Mode mode, double hz, int latency) : stage(kRate, 1, &live) {
    auto model = std::make_unique<LiveModel>();
    model->shape = {kGrain, kRate};
    model->point = {0.0f};
    live.point.models.publish(std::move(model));
    settings.mode = mode;
    settings.live = {true, latency};
    settings.cloud.grains = kMostGrains;
    controls_ = ControlChunk::constant({hz, 0.0, 0.0, 1.0});
  }

  void slow_down() { controls_[3].fill(1e-3); }

  // `between`: what happens after the grains were asked for.
  template <class Between>
  void play(Between between) {
    for (double& latent : latent_) latent = kStep * static_cast<double>(now_++);
    const double* latents = latent_.data();
    stage.player.prepare(settings, controls_.controls(), LatentSignals(&latents, 1, 0), kChunk);
    between();
    stage.player.play(stage.outputs(), kChunk);
  }

  // Chunks whose grains are made in time.
  void play_in_time(LiveGrains& grains, int chunks) {
    for (int chunk = 0; chunk < chunks; ++chunk) play([&] { make_all(grains); });
  }

  PlayerSettings settings;
  granvae::testing::Stage stage;
  const std::array<float, kChunk>& out = stage.sound[0];

 private:
  std::int64_t now_ = 0;
  ControlChunk controls_;
  std::array<double, kChunk> latent_;
};

}  // namespace

TEST_CASE("a grain that is made in time sounds exactly the latency after its onset") {
  constexpr int kLatency = 150;
  LiveExchange live;
  Voice voice(live, Mode::loop, kRate / 100.0, kLatency);
  for (int chunk = 0; chunk < 100; ++chunk) {
    voice.play([&] { make_all(live.grains); });
    for (int i = 0; i < kChunk; ++i) {
      const int heard = chunk * kChunk + i - kLatency;
      if (heard < 0) continue;
      const double latent = Voice::kStep * (heard / 100 * 100);
      CHECK(voice.out[static_cast<std::size_t>(i)] == doctest::Approx(latent).epsilon(1e-5));
    }
  }
  CHECK(live.grains.late() == 0);
}

TEST_CASE("a grain that is not made in time is replaced by the one before, and counted") {
  constexpr int kPeriod = 64;
  constexpr int kLatency = 64;
  LiveExchange live;
  Voice voice(live, Mode::loop, kRate / kPeriod, kLatency);
  // Made three chunks after they are asked for, where one would be in time.
  std::vector<LiveRequest> waiting;
  for (int chunk = 0; chunk < 50; ++chunk) {
    voice.play([&] {
      while (const LiveRequest* request = live.grains.oldest()) {
        waiting.push_back(*request);
        live.grains.pop();
      }
      while (waiting.size() > 3) {
        make_grain(live.grains, waiting.front());
        waiting.erase(waiting.begin());
      }
    });
    if (chunk < 6) continue;
    const double latent = Voice::kStep * kPeriod * (chunk - 3);
    CHECK(voice.out[10] == doctest::Approx(latent).epsilon(1e-5));
  }
  CHECK(live.grains.late() == 49);
}

TEST_CASE("a host that asks for chunks in a row needs as much latency, and is told how much") {
  for (const int chunks : {1, 2, 8}) {
    CAPTURE(chunks);
    LateWatch watch;
    int latency = kChunk;
    // With one chunk of latency, and with what is then said to be enough.
    for (const bool enough : {false, true}) {
      LiveExchange live;
      Voice voice(live, Mode::loop, kRate / kChunk, latency);
      std::optional<int> told;
      const int bursts = 256 / chunks;
      for (int burst = 0; burst < bursts; ++burst) {
        for (int chunk = 0; chunk < chunks; ++chunk) voice.play([] {});
        while (const LiveRequest* request = live.grains.oldest()) {
          const LiveRequest taken = *request;
          live.grains.pop();
          make_grain(live.grains, taken);
          watch.done(live.grains.lateness(taken.due));
        }
        if (const auto found = watch.look(live.grains, latency)) {
          CHECK(!told);
          told = found;
        }
      }
      const auto in_a_row = static_cast<std::uint64_t>(enough ? 0 : chunks - 1);
      CHECK(live.grains.late() == static_cast<std::uint64_t>(bursts) * in_a_row);
      CHECK(told.has_value() == (chunks == 8 && !enough));
      if (!told) break;
      CHECK(*told >= chunks * kChunk);
      CHECK(*told <= (chunks + 1) * kChunk);
      latency = *told;
    }
  }
}

TEST_CASE("more grains than there is room for take those before them, and room comes back") {
  LiveExchange live;
  Voice voice(live, Mode::cloud, 2000.0, 64);
  voice.slow_down();  // grains of three seconds: far more sound than there are slots
  const auto play = [&](int chunks) {
    voice.play_in_time(live.grains, chunks);
    return live.grains.late();
  };
  CHECK(play(300) == 0);
  CHECK(play(500) > 0);
  for (const float sample : voice.out) CHECK(std::isfinite(sample));
  voice.settings.cloud.grains = 10;
  const std::uint64_t settled = play(100);
  CHECK(play(100) == settled);
}

TEST_CASE("a worker that stops for a while costs late grains, and nothing else") {
  LiveExchange live;
  Voice voice(live, Mode::loop, kRate / 64.0, 64);
  voice.play_in_time(live.grains, 20);
  voice.play([] {});  // the last one that was made
  const float before = voice.out[kChunk - 1];
  for (int chunk = 0; chunk < 2 * LiveGrains::kSlots; ++chunk) voice.play([] {});
  CHECK(voice.out[0] == before);
  make_all(live.grains);
  voice.play_in_time(live.grains, 3);
  const std::uint64_t late = live.grains.late();
  CHECK(late >= 2 * LiveGrains::kSlots - 2);
  voice.play_in_time(live.grains, 20);
  CHECK(live.grains.late() == late);
}

TEST_CASE("grains made by another thread are whole, never early, and never go back") {
  constexpr int kPeriod = 100;
  LiveExchange live;
  Voice voice(live, Mode::loop, kRate / kPeriod, 1000);
  std::atomic<bool> playing{true};
  std::thread worker([&] {
    while (playing.load()) {
      make_all(live.grains);
      std::this_thread::yield();
    }
  });
  int torn = 0;
  int wrong = 0;
  double last = 0.0;
  float level = 0.0f;
  for (int chunk = 0; chunk < 20000; ++chunk) {
    voice.play([] {});
    if (chunk % 16 == 0) std::this_thread::yield();
    for (std::size_t i = 0; i < kChunk; ++i) {
      const double heard = static_cast<double>(chunk) * kChunk + static_cast<double>(i) - 1000.0;
      if (voice.stage.onset[i] != 0.0) {
        level = voice.out[i];
        const double most = Voice::kStep * heard * (1.0 + 1e-5) + 1e-9;
        if (level > most || level < last * (1.0 - 1e-5)) ++wrong;
        last = level;
      } else if (std::abs(voice.out[i] - level) > 1e-5f * std::abs(level) + 1e-9f) {
        ++torn;
      }
    }
  }
  playing.store(false);
  worker.join();
  CHECK(torn == 0);
  CHECK(wrong == 0);
  CHECK(last > 0.5);
  MESSAGE("late: ", live.grains.late());
}
