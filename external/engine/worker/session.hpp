// What an engine and the decode worker share: requests one way, tables and events the other.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "core/handover/lock_free_stack.hpp"
#include "core/handover/table_exchange.hpp"
#include "core/handover/wait.hpp"
#include "core/live/late_watch.hpp"
#include "core/live/live_scheduler.hpp"
#include "engine/corpus/endless_walk.hpp"
#include "engine/parameters/parameter_values.hpp"
#include "engine/path/decode_table.hpp"
#include "engine/state/state.hpp"
#include "engine/worker/live_queue.hpp"
#include "engine/worker/model_loader.hpp"
#include "engine/worker/request.hpp"

namespace granvae::engine {

// When a session's turn comes, beside others whose work is under way. The worker's.
struct Turn {
  bool under_way = false;
  std::uint64_t next = 0;  // the slice before which it waits for those others
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
  // Not on the audio thread: until idle; the second waits so long at most.
  void wait() const;
  void wait_for(std::chrono::milliseconds time) const;

  // Any thread: an event for the patch.
  void report(std::string selector, Atoms atoms);
  // Any one thread: what happened since the last call, oldest first.
  std::vector<Event> take_events();

  // The newest table, or null, and the path that is played. Not on the audio thread.
  std::shared_ptr<const core::Table> table() const;
  LatentPath path() const;
  void publish(core::Table table, LatentPath path = {});

  // What one has made, but for the parameters. Not on the audio thread, as the two that follow.
  State state() const;
  // A state that is on its way, as text: until it is there, it is what there is to keep. Empty
  // where there is none.
  void announce(const std::string& text) { keep(announced_, text); }
  std::string announced() const;

  // Any thread: what the parameters are set to. The worker sets back what it has to refuse.
  ParameterValues& values() { return values_; }
  const ParameterValues& values() const { return values_; }

  core::TableExchange& exchange() { return exchange_; }
  core::LiveExchange& live() { return *live_; }

  // How live grains are wanted, any thread. `signals`: latents that have a signal.
  void set_live(bool on) { playing_live_.store(on); }
  void set_offline(bool on) { offline_.store(on); }
  bool offline() const { return offline_.load(); }
  void set_latent_signals(int signals) { signals_.store(signals); }
  // Audio thread: samples of latency of live grains, and how often the worker polls for them, in
  // seconds.
  void expect_live(int latency, double seconds) {
    latency_.store(latency, std::memory_order_relaxed);
    poll_period_.store(seconds, std::memory_order_relaxed);
  }

  void close() { closed_.store(true); }
  bool closed() const { return closed_.load(); }

  // The worker: does what was submitted so far, up to where a model is needed, whose files it
  // returns, newest first. `keep_going` ends long work of a session that was closed.
  std::vector<std::string> work(const KeepGoing& keep_going);
  // The loader: what came of these files.
  void receive(LoadedModel loaded);
  // The worker: by which back end models are read; which one it decodes with, or null, and how.
  decoder::BackEnd back_end() const {
    return by_libtorch_ ? decoder::BackEnd::libtorch : decoder::BackEnd::fastest;
  }
  decoder::Decoder* model() const { return model_.get(); }
  int channel() const { return settings_.channel; }
  decoder::Noise next_noise() { return {settings_.noise, settings_.seed + live_grains_++}; }
  LiveQueue& live_queue() { return live_queue_; }
  Turn& turn() { return turn_; }
  // The worker: seconds; 0 where it need not poll.
  double poll_period() const {
    if (offline_.load()) return 0.0;
    if (plays_live()) return poll_period_.load(std::memory_order_relaxed);
    constexpr double kWalk = 0.02;  // a fraction of the second that each of its tables lasts
    return walk_ ? kWalk : 0.0;
  }
  bool plays_live() const { return playing_live_.load(); }
  // Any thread.
  bool plays_by_libtorch() const { return plays_by_libtorch_.load(); }
  // The worker: which live grains came late; watch_live() says so, where most do.
  core::LateWatch& watch() { return late_watch_; }
  void watch_live();

  // In place of the audio thread, which never waits: whether the worker has to make the next second
  // of a walk, and until it has or the walk ends.
  bool walk_is_due() const {
    const std::uint64_t made = walk_made_.load();
    return made != 0 && made == exchange_.playing();
  }
  void await_walk() const {
    if (const std::uint64_t made = walk_made_.load(); made != 0) {
      core::wait_for_change(walk_made_, made);
    }
  }
  // The worker: an error of live grains, unless it was the last one.
  void report_once(const std::string& error);

 private:
  // What waited, as far as it is made at once.
  struct Pending {
    std::vector<std::string> models;
    bool libtorch = false;    // reads them
    std::vector<Call> edits;  // of the path
    bool stale = false;       // the table is made again in any case
    bool task = false;        // the last request is done after all this
    std::uint64_t requests = 0;
  };

  Pending pending() const;
  // Of a request: a channel that the model has not, and table settings that were refused, stay as
  // they were.
  void adopt(const DecodeSettings& asked, bool again);
  void use(const Request& request, bool again);
  void keep_setting(ParameterId id, double refused, double before);
  // One sentence if it cannot be decoded with these settings.
  std::optional<std::string> try_table(const LatentPath& path, const KeepGoing& keep_going);
  void report_table_error(const std::string& fault);
  void make(Pending pending, const KeepGoing& keep_going);
  // Whether the model that was being loaded has come.
  bool adopt_model();
  void publish_model();
  // Reports where the settings ask more of live grains than the model can do.
  void check_live();
  // Edits before there is a model.
  void keep_early(std::vector<Call> edits);
  // False where the table cannot be decoded.
  bool decode(const Pending& pending, const KeepGoing& keep_going);
  // The path after a message, and what there will be to report of it; nothing when the session was
  // closed.
  std::optional<LatentPath> edited(const LatentPath& before, const Call& call,
                                   const KeepGoing& keep_going, std::vector<Event>& events);
  // The same of what is made of learned grains.
  std::optional<LatentPath> from_corpus(const LatentPath& before, const Call& call,
                                        const KeepGoing& keep_going);
  // A walk without an end: begun, gone on with where the next second is due, and ended, whose path
  // stays.
  void switch_walk(const Call& call, const KeepGoing& keep_going);
  void begin_walk(const Call& call, const KeepGoing& keep_going);
  void continue_walk(const KeepGoing& keep_going);
  void end_walk();
  void adopt_map(const StoredModel& model);
  void stay(const Atoms& sounds);
  const std::shared_ptr<const GrainMap>& required_map(const Call& call) const;
  // False where it cannot be decoded, which is reported.
  bool publish_table(const LatentPath& path, const KeepGoing& keep_going);
  // Whether the model can decode live grains, and whether nothing but these sounds.
  bool decodes_live() const;
  bool only_live_sounds() const;
  // Has live grains follow a path of one point.
  void send_path_point(const LatentPath& path, const std::vector<Call>& edits);

  // Changes what is kept.
  template <class Part, class Value>
  void keep(Part& part, Value&& value) {
    const std::lock_guard lock(kept_mutex_);
    part = std::forward<Value>(value);
  }

  // What is done at once, after all that was requested before it.
  void perform(const Request& request, const KeepGoing& keep_going);
  void store(const std::string& name);
  void write(const std::string& file, const KeepGoing& keep_going);
  void write_path(const std::string& file, const KeepGoing& keep_going);
  void write_state(const Request& request, const std::string& file, const KeepGoing& keep_going);
  // Understands a state and has what follows from it follow; then, with its model, all the rest.
  // `moment`: of ParameterValues, when it was sent.
  void read_state(Call call, std::uint64_t moment, const KeepGoing& keep_going);
  void restore(const Call& call, std::uint64_t moment, const KeepGoing& keep_going);
  void restore_sound(const Call& call, const KeepGoing& keep_going);
  static LatentPath fitting_path(const Call& call, int latents);
  void forget(const std::string& text);  // unless a newer one is on its way
  void follow_up(Call call, std::uint64_t moment);
  // Gives requests that were sent before a state was restored the settings of now.
  void renew_settings();
  void set_attribute(const Atoms& atoms, const KeepGoing& keep_going);
  void get_attribute(const std::string& name);
  void describe(const std::vector<Atoms>& engine_info);
  decoder::Decoder& required_model() const;

  ParameterValues values_;
  core::TableExchange exchange_;
  std::unique_ptr<core::LiveExchange> live_ = std::make_unique<core::LiveExchange>();
  core::LockFreeStack<Request> requests_;
  core::LockFreeStack<Event> events_;
  std::atomic<std::uint64_t> submitted_{0};
  std::atomic<std::uint64_t> done_{0};
  std::atomic<bool> closed_{false};
  std::atomic<bool> playing_live_{false};
  std::atomic<bool> offline_{false};
  std::atomic<bool> plays_by_libtorch_{false};
  std::atomic<int> signals_{0};
  std::atomic<std::uint64_t> walk_made_{0};  // the serial of the walk's newest table; 0: no walk
  std::atomic<int> latency_{0};              // samples
  std::atomic<double> poll_period_{1e-3};    // seconds

  // The worker's own.
  Turn turn_;
  LiveQueue live_queue_;
  std::deque<std::unique_ptr<Request>> waiting_;
  std::deque<std::unique_ptr<Request>> follow_ups_;  // of the one that is being done
  std::uint64_t restored_ = 0;                       // the moment at which a state was, last
  bool loading_ = false;                             // files of `waiting_`
  bool by_libtorch_ = false;                         // as models are read
  bool model_changed_ = false;                       // since the table was made
  bool table_outdated_ = false;                      // since only live grains followed
  bool sent_path_point_ = false;                     // the last of live grains, not a host
  std::shared_ptr<decoder::Decoder> model_;
  std::vector<Call> early_edits_;  // before there was a model
  DecodeSettings settings_;
  DecodeSettings proven_;                  // with which a table was decoded last
  std::optional<DecodeSettings> refused_;  // and set back
  std::shared_ptr<const GrainMap> map_;    // of the model
  std::string map_fault_;
  WalkSettings walk_settings_;
  std::unique_ptr<EndlessWalk> walk_;  // null where none goes on
  struct Walked {
    std::shared_ptr<const core::Table> table;
    LatentPath path;
  };
  std::optional<Walked> walk_next_;         // published, and not yet heard
  std::uint64_t walk_serial_ = 0;           // of the newest table of any walk
  std::optional<std::uint64_t> walk_seed_;  // of `walk on`, where it gave one
  std::string last_live_error_;
  std::string last_table_error_;   // since a table was decoded
  std::uint64_t live_grains_ = 0;  // that were requested
  core::LateWatch late_watch_;

  std::mutex loaded_mutex_;  // of the worker and the loader
  std::optional<LoadedModel> loaded_;

  mutable std::mutex kept_mutex_;  // of threads that may wait; the audio thread uses exchange_
  std::shared_ptr<const core::Table> table_;
  State kept_;  // but for the parameters; changed by the worker alone, and by publish()
  std::string announced_;
};

}  // namespace granvae::engine
