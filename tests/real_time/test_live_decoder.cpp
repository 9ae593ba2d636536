// How the worker serves live grains and models, without torch.
#include <doctest/doctest.h>

#include <array>
#include <chrono>
#include <memory>
#include <thread>
#include <vector>

#include "engine/engine.hpp"
#include "engine/worker/live_decoder.hpp"
#include "plain_decoder.hpp"

using namespace granvae;
using namespace granvae::core;
using namespace granvae::decoder;
using namespace granvae::engine;

namespace {

// Notes how many grains it is asked for at once, and refuses points above 1.
class NotingDecoder : public Decoder {
 public:
  const ModelInfo& info() const override { return info_; }
  int largest_batch() const override { return 4; }
  void decode(std::span<const float> latents, std::span<const Noise> noise,
              std::span<float> samples) override {
    batches.push_back(latents.size());
    for (const Noise& each : noise) seeds.push_back(each.seed);
    for (const float latent : latents) {
      if (latent > 1.0f) throw DecodeError("too far.");
    }
    std::fill(samples.begin(), samples.end(), 0.5f);
  }
  std::vector<std::size_t> batches;
  std::vector<std::uint64_t> seeds;

 private:
  ModelInfo info_ = testing::model_info("noting", 1, 64);
};

std::shared_ptr<Session> session_with(const std::shared_ptr<NotingDecoder>& model) {
  auto session = std::make_shared<Session>();
  auto request = std::make_unique<Request>();
  request->call = Call{MessageId::read, {"noting"}, "noting", nullptr};
  session->submit(std::move(request));
  const auto keep_going = [] { return true; };
  CHECK(session->work(keep_going) == std::vector<std::string>{"noting"});
  CHECK(session->work(keep_going).empty());
  CHECK(!session->idle());
  LoadedModel loaded;
  loaded.model.decoder = model;
  session->receive(std::move(loaded));
  CHECK(session->work(keep_going).empty());
  CHECK(session->idle());
  model->batches.clear();
  model->seeds.clear();
  return session;
}

void ask(Session& session, std::int64_t due, float latent) {
  session.live().grains.request(due, std::array{latent});
}

void ask_in_turn(const std::vector<std::shared_ptr<Session>>& sessions, int grains) {
  for (int k = 0; k < grains; ++k) {
    for (const auto& session : sessions) ask(*session, 100 + k, 0.5f);
  }
}

int errors_of(Session& session) {
  int errors = 0;
  for (const Event& event : session.take_events()) errors += event.selector == "error" ? 1 : 0;
  return errors;
}

}  // namespace

TEST_CASE("grains of engines that play the same model are decoded together, and others apart") {
  const auto model = std::make_shared<NotingDecoder>();
  const auto other = std::make_shared<NotingDecoder>();
  const std::vector sessions{session_with(model), session_with(other), session_with(model)};
  ask_in_turn(sessions, 3);
  LiveDecoder().serve(sessions);
  CHECK(model->batches == std::vector<std::size_t>{4, 2});
  CHECK(other->batches == std::vector<std::size_t>{3});
  for (const auto& session : sessions) CHECK(!session->live().grains.waiting());
}

TEST_CASE("offline, grains are decoded one by one") {
  const auto model = std::make_shared<NotingDecoder>();
  const std::vector sessions{session_with(model), session_with(model)};
  sessions[0]->set_offline(true);
  ask_in_turn(sessions, 2);
  LiveDecoder().serve(sessions);
  CHECK(model->batches == std::vector<std::size_t>{1, 2, 1});
}

TEST_CASE("each live grain has the next seed of its own engine, whoever else is served with it") {
  const auto model = std::make_shared<NotingDecoder>();
  const std::vector sessions{session_with(model), session_with(model)};
  ask(*sessions[0], 100, 0.5f);
  ask_in_turn(sessions, 2);
  LiveDecoder().serve(sessions);
  CHECK(model->seeds == std::vector<std::uint64_t>{0, 0, 1, 1, 2});
}

TEST_CASE("what is late is left out where something newer waits, and made where nothing does") {
  const auto model = std::make_shared<NotingDecoder>();
  const std::vector sessions{session_with(model)};
  for (const int due : {10, 20, 30}) ask(*sessions[0], due, 0.5f);
  sessions[0]->live().grains.pass(100);
  LiveDecoder().serve(sessions);
  CHECK(model->batches == std::vector<std::size_t>{1});
  CHECK(sessions[0]->live().grains.take(100) != nullptr);
}

TEST_CASE("where a grain was missed, the newest is made first, and all that is still to come") {
  const auto model = std::make_shared<NotingDecoder>();
  const std::vector sessions{session_with(model)};
  for (const int due : {10, 101, 102, 103, 104, 105, 106}) ask(*sessions[0], due, 0.5f);
  sessions[0]->live().grains.pass(100);
  CHECK(!LiveDecoder().serve(sessions));
  CHECK(model->seeds == std::vector<std::uint64_t>{6, 5, 4, 3, 2, 1});
}

TEST_CASE("a model that is too slow is left after one batch for each engine, the others' first") {
  class SlowDecoder : public NotingDecoder {
   public:
    void decode(std::span<const float> latents, std::span<const Noise> noise,
                std::span<float> samples) override {
      std::this_thread::sleep_for(std::chrono::milliseconds(3));  // longer than a slice
      NotingDecoder::decode(latents, noise, samples);
    }
  };
  const auto slow = std::make_shared<SlowDecoder>();
  const auto other = std::make_shared<NotingDecoder>();
  const std::vector sessions{session_with(slow), session_with(other)};
  ask_in_turn(sessions, 10);
  LiveDecoder decoder;
  CHECK(decoder.serve(sessions));
  CHECK(slow->batches == std::vector<std::size_t>{4});
  CHECK(other->batches == std::vector<std::size_t>{4});
  CHECK(decoder.serve(sessions));
  CHECK(!decoder.serve(sessions));
  CHECK(slow->batches == std::vector<std::size_t>{4, 4, 2});
  CHECK(other->batches == std::vector<std::size_t>{4, 4, 2});
}

TEST_CASE("a latent that cannot be decoded is reported once, and takes no other grain with it") {
  const auto model = std::make_shared<NotingDecoder>();
  const std::vector sessions{session_with(model), session_with(model)};
  for (const auto& session : sessions) errors_of(*session);
  LiveDecoder decoder;
  for (int k = 0; k < 3; ++k) {
    ask(*sessions[0], 100 + k, 2.0f);
    ask(*sessions[1], 100 + k, 0.5f);
    decoder.serve(sessions);
    CHECK(sessions[0]->live().grains.take(100 + k) == nullptr);
    CHECK(sessions[1]->live().grains.take(100 + k) != nullptr);
  }
  CHECK(errors_of(*sessions[0]) == 1);
  CHECK(errors_of(*sessions[1]) == 0);
}

TEST_CASE("a model that is being read holds up no other engine") {
  Engine slow(44100.0);
  Engine quick(44100.0);
  const auto read = [](const char* file) { return Call{MessageId::read, {file}, file, nullptr}; };
  quick.send(read("plain"));
  quick.wait();
  testing::hold_reading(true);
  slow.send(read("held"));
  quick.send({MessageId::random, {7.0}, "", nullptr});
  quick.wait();
  CHECK(!slow.idle());
  testing::hold_reading(false);
  slow.wait();
  CHECK(slow.table() != nullptr);
}
