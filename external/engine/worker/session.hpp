// What an engine and the decode worker share: requests one way, tables and events the other.
#pragma once

#include <atomic>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "core/handover/lock_free_stack.hpp"
#include "core/handover/table_exchange.hpp"
#include "core/live/live_scheduler.hpp"
#include "engine/parameters/messages.hpp"
#include "engine/path/latent_path.hpp"
#include "engine/worker/model_loader.hpp"

namespace granvae::engine {

// What a host tells its patch: "error" with one sentence; "loaded" with the model's file, its
// latents, the samples of a grain and Hz; "latents" with the point that was drawn; "path" with what
// was encoded or read and its number of points; "written" with a file; "attribute" with a name and
// values; "info" with a name and a value.
struct Event {
  std::string selector;
  Words words;
  Event* next = nullptr;
};

struct Request {
  std::optional<Call> call;  // without one, only the settings are new
  bool look = false;         // see whether the live settings fit, and nothing else
  DecodeSettings settings;
  std::vector<Words> known;  // of an `info`: what the engine itself has to tell
  Request* next = nullptr;
};

// Outlives both its engine and any work that the worker still does for it.
class Session {
 public:
  // Any thread; allocates a little, never waits.
  void submit(std::unique_ptr<Request> request);
  // The same: the latent that live grains begin with, until the next.
  void send_point(std::vector<float> point);
  // Any thread: whether everything submitted has been done.
  bool idle() const { return done_.load() == submitted_.load(); }
  // Not on the audio thread: until idle.
  void wait() const;

  // Any thread: something to tell the patch.
  void report(std::string selector, Words words);
  // Any one thread: what happened since the last call, oldest first. The caller owns the events.
  Event* take_events() { return events_.take_all_in_order(); }

  // The newest table, or null, and the path that is played. Not on the audio thread.
  std::shared_ptr<const core::Table> table() const;
  LatentPath path() const;
  void publish(core::Table table, LatentPath path = {});

  core::TableExchange& exchange() { return exchange_; }
  core::LiveExchange& live() { return *live_; }

  // How live grains are wanted, any thread. `signals`: latents that have a signal.
  void play_live(bool on) { playing_live_.store(on); }
  void play_offline(bool on) { offline_.store(on); }
  bool offline() const { return offline_.load(); }
  void listen_to(int signals) { signals_.store(signals); }
  // Audio thread: how often the worker has to look for requests, in seconds.
  void look_every(double seconds) { look_period_.store(seconds, std::memory_order_relaxed); }

  void close() { closed_.store(true); }
  bool closed() const { return closed_.load(); }

  // The worker: does what was submitted so far, up to where a model is needed, whose files it
  // returns, newest first. `goes_on` ends long work of a session that was closed.
  std::vector<std::string> work(const GoesOn& goes_on);
  // The loader: what came of these files.
  void receive(LoadedModel loaded);
  // The worker: which model it decodes with, or null, and how.
  decoder::Decoder* model() const { return model_.get(); }
  int channel() const { return settings_.channel; }
  std::uint64_t next_seed() { return settings_.seed + drawn_++; }
  // The worker: 0 where it need not look.
  double look_period() const {
    const bool looks = playing_live_.load() && !offline_.load();
    return looks ? look_period_.load(std::memory_order_relaxed) : 0.0;
  }
  // The worker: an error, unless it was the last one.
  void report_once(const std::string& fault);

 private:
  // What waited, as far as it is made at once.
  struct Pending {
    std::vector<std::string> models;
    std::vector<Call> steps;  // of the path
    bool stale = false;       // the table is made again in any case
    bool task = false;        // the last request is done after all this
    std::uint64_t requests = 0;
  };

  Pending pending() const;
  void make(Pending pending, const GoesOn& goes_on);
  // Whether what was being loaded has come.
  bool adopt();
  void publish_model();
  void look();
  // Steps before there is a model.
  void keep(std::vector<Call> steps);
  void decode(const Pending& pending, const GoesOn& goes_on);
  // The path after a message, and what there will be to tell of it; nothing when the session was
  // closed.
  std::optional<LatentPath> step(const LatentPath& before, const Call& call, const GoesOn& goes_on,
                                 std::vector<Event>& told);
  // False where it cannot be decoded, which is reported.
  bool publish_table(const LatentPath& path, const GoesOn& goes_on);
  // Whether nothing but live grains sounds.
  bool alive() const;
  // Has live grains follow a path of one point.
  void lead(const LatentPath& path, const std::vector<Call>& steps);

  // What is done at once, after all that was asked for before it.
  void perform(const Request& request, const GoesOn& goes_on);
  void write(const std::string& file, const GoesOn& goes_on);
  void write_path(const std::string& file);
  void set_attribute(const Words& words, const GoesOn& goes_on);
  void get_attribute(const std::string& name);
  void describe(const std::vector<Words>& known);
  decoder::Decoder& required_model() const;

  core::TableExchange exchange_;
  std::unique_ptr<core::LiveExchange> live_ = std::make_unique<core::LiveExchange>();
  core::LockFreeStack<Request> requests_;
  core::LockFreeStack<Event> events_;
  std::atomic<std::uint64_t> submitted_{0};
  std::atomic<std::uint64_t> done_{0};
  std::atomic<bool> closed_{false};
  std::atomic<bool> playing_live_{false};
  std::atomic<bool> offline_{false};
  std::atomic<int> signals_{0};
  std::atomic<double> look_period_{1e-3};  // seconds

  // The worker's own.
  std::deque<std::unique_ptr<Request>> waiting_;
  bool loading_ = false;  // files of `waiting_`
  bool changed_ = false;  // the model, since its table was made
  bool behind_ = false;   // the table, since only live grains followed
  bool led_ = false;      // live grains, by the worker rather than by what was sent
  std::shared_ptr<decoder::Decoder> model_;
  std::vector<Call> early_;  // what made a path before there was a model
  std::map<std::string, LatentPath> stored_;
  DecodeSettings settings_;
  std::string fault_;    // as last told of live grains
  std::string refusal_;  // of a table, since one was decoded
  std::uint64_t drawn_ = 0;

  std::mutex loaded_mutex_;  // of the worker and the loader
  std::optional<LoadedModel> loaded_;

  mutable std::mutex table_mutex_;  // of threads that may wait; the audio thread uses exchange_
  std::shared_ptr<const core::Table> table_;
  LatentPath path_;
};

}  // namespace granvae::engine
