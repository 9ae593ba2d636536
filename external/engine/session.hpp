// What an engine and the decode worker share: requests one way, tables and events the other.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "core/lock_free_stack.hpp"
#include "core/table_exchange.hpp"
#include "engine/latent_path.hpp"
#include "engine/model_store.hpp"

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

  void close() { closed_.store(true); }
  bool closed() const { return closed_.load(); }

  // The worker: does everything submitted so far.
  void work(ModelStore& models);

 private:
  // What waited, as far as it is made at once.
  struct Pending {
    std::vector<std::string> models;
    std::optional<PathRequest> path;
    bool describing = false;
    bool stale = false;
  };

  void make(ModelStore& models, const Pending& pending);
  // Whether it can be played.
  bool read(ModelStore& models, const std::string& path);
  void write(const std::string& path);
  void decode(const std::optional<PathRequest>& asked);
  void describe();

  TableExchange exchange_;
  LockFreeStack<Request> requests_;
  LockFreeStack<Event> events_;
  std::atomic<std::uint64_t> submitted_{0};
  std::atomic<std::uint64_t> done_{0};
  std::atomic<bool> closed_{false};

  // The worker's own.
  std::shared_ptr<Decoder> model_;
  std::optional<PathRequest> path_;  // what sounds, or will once there is a model
  JoinSettings joining_;

  mutable std::mutex table_mutex_;  // of threads that may wait; the audio thread uses exchange_
  std::shared_ptr<const Table> table_;
};

}  // namespace granvae
