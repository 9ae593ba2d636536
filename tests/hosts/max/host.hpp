// A Max that is just large enough for granvae~: what its parts share.
#pragma once

#include <ext.h>
#include <ext_atomarray.h>
#include <ext_buffer.h>
#include <ext_dictionary.h>
#include <ext_obex.h>
#include <z_dsp.h>

#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

// Opaque to externals.
struct maxclass {
  struct Method {
    method function;
    std::vector<int> types;
  };
  std::string name;
  method make;
  method free;
  std::size_t size;
  std::map<std::string, Method> methods;
  std::vector<std::string> attribute_order;
  std::map<std::string, struct Attribute*> attributes;
  bool signals = false;
};

struct Attribute {
  t_object header{};
  std::string name;
  std::string type;
  method get;
  method set;
  std::map<std::string, std::vector<t_atom>> properties;  // label, style, …
};

struct _buffer_ref {
  t_symbol* name;
};

struct _atomarray {
  std::vector<t_atom> atoms;
};

struct _dictionary {
  t_object header{};
  std::map<std::string, std::string> texts;
};

namespace host {

// Which of Max's threads calls. Real threads may take any part; none at all is Thread::other, such
// as the threads that an external makes.
enum class Thread { other, main, scheduler, audio };

inline thread_local Thread current_thread = Thread::other;

class ThreadScope {
 public:
  explicit ThreadScope(Thread now) : before_(std::exchange(current_thread, now)) {}
  ~ThreadScope() { current_thread = before_; }
  ThreadScope(const ThreadScope&) = delete;
  ThreadScope& operator=(const ThreadScope&) = delete;

 private:
  Thread before_;
};

struct Outlet {
  t_object header{};
  t_object* owner;
  std::string type;  // empty: any message
};

// What boxes are in.
struct Patcher {
  t_object header{};
  Patcher* parent = nullptr;
  std::string file;
};

// A box.
struct Instance {
  maxclass* c;
  std::vector<std::unique_ptr<Outlet>> outlets;  // from right to left, as they were made
  std::map<std::string, t_object*> obex;
  long inlets = 0;
  std::vector<long> channels;  // of each inlet
  bool freed_signals = false;
  // The chain of one object.
  t_perfroutine64 perform = nullptr;
  void* userparam = nullptr;
  long vector = 0;
};

struct Queued {
  void* owner;
  method function;
  bool set = false;
};

struct Clock {
  void* owner;
  method function;
  double due = -1.0;  // ms; below 0: not set
};

struct Watcher {
  t_object* owner;
  short folder;
  std::string name;
  bool started = false;
};

struct Buffer {
  t_object header{};
  std::vector<float> samples;  // frame by frame
  std::size_t channels = 1;
  double rate = 44100.0;  // Hz
  int locks = 0;
};

// Everything that lives. The mutex is never held while an external's function runs.
struct World {
  std::recursive_mutex mutex;
  std::map<std::string, maxclass*> classes;
  std::unordered_map<void*, std::unique_ptr<Instance>> instances;
  std::map<void*, std::unique_ptr<Queued>> queue;
  std::deque<Queued*> queue_order;
  std::map<void*, std::unique_ptr<Clock>> clocks;
  std::map<void*, std::unique_ptr<Watcher>> watchers;
  std::map<std::string, Buffer> buffers;
  std::map<void*, std::unique_ptr<_buffer_ref>> references;
  std::map<void*, std::unique_ptr<_atomarray>> lists;
  std::vector<std::string> folders{"."};  // the first is the patch's; the rest the search path
  std::vector<std::string> log;
  // Where new boxes are made: a patcher with a file, if it was saved, and one within that.
  Patcher patcher;
  Patcher subpatcher{{}, &patcher, ""};
  double now = 0.0;  // ms
  double sample_rate = 44100.0;
  std::string dialog;  // what the next dialog answers; empty: cancelled
  void (*on_handover)(const char* point) = nullptr;
};

World& world();
using Lock = std::lock_guard<std::recursive_mutex>;

inline constexpr char kField = '\x1f';

void log(std::string line);
// What an object said, with its address.
void log_of(const char* kind, const void* x, const std::string& text);
// What an external must not do; a test fails when there is one.
void violation(const std::string& what);
void only_on_main(const char* function);

// Others may do whatever they like now, as a patch does with a message or while a dialog is open.
void hand_over(const char* point);

// Makes what an external holds by its address.
template <class Kind>
void* keep(std::map<void*, std::unique_ptr<Kind>>& all, Kind made) {
  const Lock lock(world().mutex);
  auto kept = std::make_unique<Kind>(std::move(made));
  void* address = kept.get();
  all[address] = std::move(kept);
  return address;
}

// An atom as text that keeps its type: i3, f0.5, sname.
std::string text_of(const t_atom& atom);
// A message as it is typed into a message box; "…" keeps a word with spaces together.
std::vector<t_atom> parse(const std::string& text);

Instance* instance_of(void* x);
method method_of(void* x, const char* name);
// Max keeps functions of every type as one, and calls each as what it is.
template <class Result = void, class... Arguments>
Result call(method function, Arguments... arguments) {
  // By way of the type that stands for every function, as compilers ask.
  const auto any = reinterpret_cast<void (*)()>(function);
  return reinterpret_cast<Result (*)(Arguments...)>(any)(arguments...);
}
// Delivers a message as Max does, by the class's methods and attributes.
void send(t_object* x, long inlet, const std::vector<t_atom>& message);

}  // namespace host
