// What an engine and the decode worker share: requests one way, tables and events the other.
#pragma once

#include <atomic>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "core/live_ahead.hpp"
#include "core/lock_free_stack.hpp"
#include "core/table_exchange.hpp"
#include "engine/latent_path.hpp"
#include "engine/model_loader.hpp"

namespace granvae {

// What a host tells its patch.
struct Event {
  enum class Kind { loaded, latents, table, error, written };
  Kind kind = Kind::error;
  std::string text;           // loaded, table: the model's file; written: the file; error: one
                              // sentence
  std::vector<float> values;  // loaded: latents, samples a grain, Hz; latents: the point drawn;
                              // table: samples, samples a grain, Hz
  Event* next = nullptr;
};

// How a path becomes a table.
struct JoinSettings {
  double join = -1.0;  // samples; below 0: a quarter of a grain
  CrossfadeLaw law = CrossfadeLaw::cosine;
};

struct Request {
  std::optional<std::string> model;  // the file to read
  std::optional<PathRequest> path;
  std::optional<std::string> write;  // the file to write the newest table to
  bool describe = false;             // tell of the table
  bool look = false;                 // see whether the live settings fit, and nothing else
  JoinSettings joining;
  Request* next = nullptr;
};

// Outlives both its engine and any work that the worker still does for it.
class Session {
 public:
  // Any thread; allocates a little, never waits.
  void submit(std::unique_ptr<Request> request);
  // Any thread: whether everything submitted has been done.
  bool idle() const { return done_.load() == submitted_.load(); }
  // Not on the audio thread: until idle.
  void wait() const;

  // Any thread: something to tell the patch.
  void report(Event::Kind kind, std::string text, std::vector<float> values = {});
  // Any one thread: what happened since the last call, oldest first. The caller owns the events.
  Event* take_events() { return events_.take_all_in_order(); }

  // The newest table, or null. Not on the audio thread.
  std::shared_ptr<const Table> table() const;
  void publish(Table table);

  TableExchange& exchange() { return exchange_; }
  LiveExchange& live() { return live_; }

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
  // returns, newest first. `goes_on` is called now and then, and ends long work if it says so.
  std::vector<std::string> work(const GoesOn& goes_on);
  // The loader: what came of these files.
  void receive(LoadedModel loaded);
  // The worker: which model it decodes with, or null.
  Decoder* model() const { return model_.get(); }
  // The worker: 0 where it need not look.
  double look_period() const {
    const bool looks = playing_live_.load() && !offline_.load();
    return looks ? look_period_.load(std::memory_order_relaxed) : 0.0;
  }
  std::uint64_t next_seed() { return seed_++; }
  // The worker: an error, unless it was the last one.
  void report_once(const std::string& fault);

 private:
  // What waited, as far as it is made at once.
  struct Pending {
    std::vector<std::string> models;
    std::optional<PathRequest> path;
    bool describing = false;
    bool stale = false;
    std::optional<std::string> write;
    std::uint64_t requests = 0;
  };

  Pending pending() const;
  void make(const Pending& pending, const GoesOn& goes_on);
  // Whether what was being loaded has come.
  bool adopt();
  void write(const std::string& path);
  void decode(const std::optional<PathRequest>& asked, const GoesOn& goes_on);
  void accept(const PathRequest& request);
  // Tells of a point that was drawn, and has live grains follow it.
  void tell_drawn(const std::vector<float>& point);
  void publish_model();
  void look();
  void describe();

  TableExchange exchange_;
  LiveExchange live_;
  LockFreeStack<Request> requests_;
  LockFreeStack<Event> events_;
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
  bool behind_ = false;   // the table, since only live grains followed the latent
  std::shared_ptr<Decoder> model_;
  std::optional<PathRequest> path_;  // what sounds, or will once there is a model
  JoinSettings joining_;
  std::string fault_;  // as last told of live grains
  std::uint64_t seed_ = 0;

  std::mutex loaded_mutex_;  // of the worker and the loader
  std::optional<LoadedModel> loaded_;

  mutable std::mutex table_mutex_;  // of threads that may wait; the audio thread uses exchange_
  std::shared_ptr<const Table> table_;
};

}  // namespace granvae
