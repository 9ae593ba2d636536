// All that a host wraps: a player, the worker that feeds it, and the parameters.
#pragma once

#include <array>
#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/player.hpp"
#include "engine/parameters/parameters.hpp"
#include "engine/worker/session.hpp"

namespace granvae::engine {

class Worker;

// The signals of a block, as a host holds them: float or double. An output may be the memory of an
// input.
template <class Control>
struct Inlets {
  const Control* frequency;  // Hz
  const Control* start;      // table samples
  const Control* crossfade;  // table samples
  const Control* rate;
  // Of the first latents, if any; live grains follow them.
  const Control* const* latents = nullptr;
  int latent_count = 0;
};
template <class Out>
struct Outlets {
  Out* const* channels;  // as many as the engine has
  Out* phase;            // of the cycle, 0 … 1; or null
  Out* onset;            // 1 where a grain begins, else 0; or null
};

// Whether an engine is still there after others have run who may have deleted it, as a patch does
// with the box that sends it a message.
class Life {
 public:
  explicit Life(std::shared_ptr<const Session> session) : session_(std::move(session)) {}
  bool ended() const { return session_->closed(); }

 private:
  std::shared_ptr<const Session> session_;
};

class Engine {
 public:
  // `sample_rate`: Hz. `channels`: 1 … kChannels.
  explicit Engine(double sample_rate, int channels = 1);
  // Does not wait for work that is under way, but for the last engine on Windows. Not while
  // process() runs.
  ~Engine();
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  // Any message of the table, of which fault_of() finds no fault: from any thread, it is stored and
  // the worker woken. What comes of it is reported by events.
  void send(Call call);
  // What a host itself found wrong, to be reported in turn.
  void fail(std::string sentence) { session_->report("error", {std::move(sentence)}); }

  bool idle() const { return session_->idle(); }
  // Any thread: whether the model that plays is decoded by libtorch.
  bool plays_by_libtorch() const { return session_->plays_by_libtorch(); }
  // Whether events may come that nothing was sent for: hosts look for them now and then.
  bool may_report() const { return session_->plays_live() && !session_->offline(); }
  // For offline rendering: until everything sent has been done.
  void wait() const { session_->wait(); }
  // What happened since the last call, oldest first.
  std::vector<Event> take_events() { return session_->take_events(); }
  Life life() const { return Life(session_); }

  // Samples that the host asks for in a row before it waits for any to be heard: the latency of
  // `live` where none is given. Any thread.
  void set_burst(int samples);
  // The same of a host that shows it only by what it asks for: the most so far. Not offline.
  void grow_burst(int samples);
  // Whether process() may wait for all that was requested, so that no grain is late and every run
  // is the same.
  void set_offline(bool on);
  // How many latents will have signals, so that too many are reported.
  void expect_latents(int signals);
  // Samples by which the sound is later than the inlets now. Any thread.
  int latency() const;

  // A table without a model. Not on the audio thread.
  void set_table(core::Table table) { session_->publish(std::move(table)); }
  std::shared_ptr<const core::Table> table() const { return session_->table(); }
  LatentPath path() const { return session_->path(); }

  // All that one has made, as JSON (state_json.hpp), once what was sent is done, or after a second:
  // where a state that is being restored takes longer, that one. Not on the audio thread.
  std::string state() const;
  // Restores such a text, as `readstate` does a file. `file`: by which sentences name it, and
  // beside which a model is looked for that is gone. Any thread.
  void restore(std::string text, std::string file = "state");

  // A parameter by name; the answer is one sentence if the value was refused. Any thread.
  std::optional<std::string> set(std::string_view name, double number);
  std::optional<std::string> set(std::string_view name, std::string_view choice);
  double get(ParameterId id) const;
  // The same as a patch receives it: a number, or the name of a choice.
  Atom atom(const Parameter& parameter) const;

  // Audio thread. What the signals may hold, see Player.
  template <class Control, class Out>
  void process(const Inlets<Control>& in, const Outlets<Out>& out, int count);
  int channels() const { return player_.channels(); }
  void set_sample_rate(double sample_rate);
  double phase() const { return player_.phase(); }
  std::uint64_t non_finite() const { return player_.non_finite(); }
  std::uint64_t stolen() const { return player_.stolen(); }
  // Grains that began with the table before, since the one requested was not decoded yet. Any
  // thread.
  std::uint64_t late() const {
    return late_.load(std::memory_order_relaxed) + session_->live().grains.late() +
           player_.repeated();
  }

 private:
  std::optional<std::string> store(const Parameter& parameter, const ParsedValue& parsed);
  core::PlayerSettings settings() const;
  void count_late(bool live);
  void await_grains();
  void await_walk();
  void submit(std::optional<Call> call, Change change = Change::settings);

  std::shared_ptr<Worker> worker_;
  std::shared_ptr<Session> session_;
  core::Player player_;
  double sample_rate_;                    // Hz
  std::atomic<int> burst_{core::kChunk};  // samples
  std::uint64_t onsets_ = 0;              // as counted when the last chunk ended
  std::atomic<std::uint64_t> late_{0};
};

}  // namespace granvae::engine
