// How the worker shares its time, by what comes after what.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <filesystem>
#include <functional>
#include <iterator>
#include <memory>
#include <semaphore>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "engine/path/decode_table.hpp"
#include "engine/worker/aside.hpp"
#include "engine/worker/worker.hpp"
#include "plain_decoder.hpp"

using namespace granvae;
using namespace granvae::decoder;
using namespace granvae::engine;

namespace {

constexpr int kGrain = 64;

// Calls back whenever it decodes, on the worker.
class WatchedDecoder : public Decoder {
 public:
  const ModelInfo& info() const override { return info_; }
  int largest_batch() const override { return 1; }
  void decode(std::span<const float>, std::span<const Noise>, std::span<float> samples) override {
    std::fill(samples.begin(), samples.end(), 0.5f);
    ++decoded;
    if (on_decode) on_decode();
  }
  int decoded = 0;
  std::function<void()> on_decode;

 private:
  ModelInfo info_ = testing::model_info("watched", 1, kGrain);
};

void send(Session& session, Call call) {
  auto request = std::make_unique<Request>();
  request->call = std::move(call);
  session.submit(std::move(request));
}

// With a model of its own, not yet served by the worker.
struct Stage {
  std::shared_ptr<Worker> worker = Worker::shared();
  std::shared_ptr<WatchedDecoder> model = std::make_shared<WatchedDecoder>();
  std::shared_ptr<Session> session = std::make_shared<Session>();

  Stage() {
    send(*session, {MessageId::read, {"watched"}, "watched", nullptr});
    const auto keep_going = [] { return true; };
    session->work(keep_going);
    LoadedModel loaded;
    loaded.model.decoder = model;
    session->receive(std::move(loaded));
    session->work(keep_going);
    model->decoded = 0;
  }
  ~Stage() {
    session->close();
    worker->wake();
  }
  void ask_for_info() { send(*session, {MessageId::info, {}, "", nullptr}); }
  void ask_for_line(double grains) {
    send(*session, {MessageId::line, {grains, 1.0}, "", nullptr});
  }
};

void serve(const std::vector<Stage*>& stages) {
  for (Stage* stage : stages) stage->worker->attach(stage->session);
  stages.front()->worker->wake();
}

}  // namespace

TEST_CASE("who plays more live grains than can be decoded keeps nobody from an answer") {
  constexpr int kEnough = 500;
  Stage greedy;
  Stage asking;
  std::atomic<int> answered{0};  // how many grains were made before
  auto& grains = greedy.session->live().grains;
  std::int64_t due = 1;
  const auto want = [&] { grains.request(++due, std::array{0.5f}); };
  std::binary_semaphore done{0};
  greedy.model->on_decode = [&] {
    if (auto* made = grains.take(due); made != nullptr) grains.give_back(made);
    const int decoded = greedy.model->decoded;
    if (decoded == 10) asking.ask_for_info();
    if (decoded > 10 && asking.session->idle() && answered == 0) answered = decoded;
    if (decoded < kEnough) return want();
    done.release();
  };
  want();
  want();
  greedy.session->set_live(true);
  serve({&greedy, &asking});
  done.acquire();
  CHECK(answered > 0);
  CHECK(answered < kEnough);
}

TEST_CASE("while one decodes a long path, others are answered and decode theirs, each in turn") {
  constexpr int kLong = 2000;
  Stage patient;
  Stage busy;  // asks for the next long path as soon as it has one
  Stage asking;
  int asked = 0;
  int answered = 0;
  busy.model->on_decode = [&] {
    if (busy.model->decoded == 100) {
      asking.ask_for_info();
      asked = patient.model->decoded + busy.model->decoded;
    }
    if (asked > 0 && answered == 0 && asking.session->idle()) {
      answered = patient.model->decoded + busy.model->decoded;
    }
    if (busy.model->decoded % 200 == 0 && !patient.session->idle()) busy.ask_for_line(200.0);
  };
  patient.model->on_decode = [&] {
    if (patient.model->decoded == 10) busy.ask_for_line(200.0);
  };
  patient.ask_for_line(kLong);
  serve({&patient, &busy, &asking});
  patient.session->wait();
  busy.session->wait();
  CHECK(answered - asked <= 3);
  // The others' paths took no more turns than its own.
  CHECK(busy.model->decoded >= kLong / 4);
  CHECK(busy.model->decoded <= kLong + 400);
}

TEST_CASE("live grains are made while a long table is, which needs no model") {
  Stage stage;
  LatentPath path{std::vector<float>(30000, 0.5f), 1};
  std::string order;
  stage.model->on_decode = [&] { order += 'd'; };
  const auto table = decode_table(*stage.model, path, {}, [&] {
    order += 'k';
    return true;
  });
  REQUIRE(table);
  CHECK(order.substr(0, 4) == "kdkd");
  CHECK(order.back() == 'k');
}

TEST_CASE("work aside goes on beside what is done meanwhile, even beside other work aside") {
  std::counting_semaphore<> turns{0};
  int calls = 0;
  int inner = 0;
  const auto result = aside(
      [&] {
        if (++calls == 2) inner = aside([] { return true; }, [] { return 7; }).value();
        turns.release();
        return true;
      },
      [&] {
        for (int k = 0; k < 3; ++k) turns.acquire();
        return 5;
      });
  CHECK(result == 5);
  CHECK(inner == 7);
  CHECK(calls >= 3);
  end_aside();
}

TEST_CASE("what work aside throws comes back, and of work that is no longer wanted, nothing") {
  const auto going = [] { return true; };
  CHECK_THROWS_WITH(aside(going, [] { throw std::runtime_error("no room."); }), "no room.");
  bool done = false;
  CHECK(!aside([] { return false; }, [&] { return done = true; }));
  CHECK(done);
  end_aside();
}

TEST_CASE("the worker's threads end with the last who holds it, who waits for nothing") {
  const auto threads = [] {
    const std::filesystem::directory_iterator all("/proc/self/task");
    return std::distance(begin(all), end(all));
  };
  const auto ended = [&] {
    const auto patience = std::chrono::steady_clock::now() + std::chrono::minutes(1);
    while (threads() > 1 && std::chrono::steady_clock::now() < patience) {
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    return threads() == 1;
  };
  REQUIRE(ended());
  std::binary_semaphore decoding{0};
  std::binary_semaphore released{0};
  std::weak_ptr<WatchedDecoder> model;
  for (int k = 0; k < 3; ++k) {
    Stage stage;
    model = stage.model;
    stage.model->on_decode = [&, first = true]() mutable {
      if (!std::exchange(first, false)) return;
      decoding.release();
      released.acquire();
    };
    stage.ask_for_line(10.0);
    serve({&stage});
    decoding.acquire();
    CHECK(threads() > 1);
  }
  CHECK(!model.expired());  // it still decodes, and so do those before
  released.release();
  released.release();
  released.release();
  CHECK(ended());
  CHECK(model.expired());
}
