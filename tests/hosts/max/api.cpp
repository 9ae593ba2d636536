// What a test drives the host by. Text goes in and out; see max_host.py.
#include <dlfcn.h>

#include <algorithm>
#include <cstring>
#include <numeric>

#include "host.hpp"

#define HOST_API extern "C" C74_EXPORT

using namespace host;

namespace {

long channels_of(void* x, const Instance& instance, std::size_t outlet) {
  const std::string& type = instance.outlets.rbegin()[static_cast<long>(outlet)]->type;
  if (type.empty()) return 0;
  if (type == "signal") return 1;
  return call<long>(method_of(x, "multichanneloutputs"), x, static_cast<long>(outlet));
}

long signals_of(void* x) {
  const Instance& instance = *instance_of(x);
  long sum = 0;
  for (std::size_t i = 0; i < instance.outlets.size(); ++i) sum += channels_of(x, instance, i);
  return sum;
}

// Lives until the next call of the same thread.
const char* lend(std::string text) {
  static thread_local std::string lent;
  lent = std::move(text);
  return lent.c_str();
}

}  // namespace

// Null, or what went wrong. Like Max, the host never unloads an external.
HOST_API const char* host_load(const char* path) {
  const ThreadScope scope(Thread::main);
  void* library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) return lend(dlerror());
  void* entry = dlsym(library, "ext_main");
  if (entry == nullptr) return lend("no ext_main");
  reinterpret_cast<void (*)(void*)>(entry)(nullptr);
  return nullptr;
}

// As typed into an object box. Null if there is no such class or the object refuses.
HOST_API void* host_new(const char* box) {
  const ThreadScope scope(Thread::main);
  std::vector<t_atom> atoms = parse(box);
  t_symbol* name = atom_getsym(atoms.data());
  const auto found = world().classes.find(name->s_name);
  if (found == world().classes.end()) return nullptr;
  return call<void*>(found->second->make, name, static_cast<long>(atoms.size()) - 1,
                     atoms.data() + 1);
}

HOST_API void host_delete(void* x) {
  const ThreadScope scope(Thread::main);
  object_free(x);
}

HOST_API void host_send(void* x, long inlet, int thread, const char* message) {
  const ThreadScope scope(static_cast<Thread>(thread));
  send(static_cast<t_object*>(x), inlet, parse(message));
}

// Makes the chain anew. Bit i of `connected` is inlet i.
HOST_API void host_dsp(void* x, double sample_rate, long vector, unsigned connected) {
  const ThreadScope scope(Thread::main);
  Instance& instance = *instance_of(x);
  std::vector<short> count(static_cast<std::size_t>(instance.inlets) + instance.outlets.size(), 1);
  for (std::size_t i = 0; i < static_cast<std::size_t>(instance.inlets); ++i) {
    count[i] = static_cast<short>(connected >> i & 1);
  }
  world().sample_rate = sample_rate;
  instance.vector = vector;
  t_object chain{};
  call(method_of(x, "dsp64"), x, &chain, count.data(), sample_rate, vector, 0L);
}

// How many channels the cord into an inlet has, from the next chain on.
HOST_API void host_channels(void* x, long inlet, long channels) {
  instance_of(x)->channels.at(static_cast<std::size_t>(inlet)) = channels;
}

// Plays whole vectors, as far as `frames` go: (channels of inlets, frames) in, (channels of
// outlets, frames) out. As in Max, an outlet's vector may be the memory of an inlet's.
HOST_API void host_play(void* x, const double* ins, double* outs, long frames) {
  const ThreadScope scope(Thread::audio);
  Instance& instance = *instance_of(x);
  const auto inlets = static_cast<std::size_t>(
      std::accumulate(instance.channels.begin(), instance.channels.end(), 0L));
  const auto outlets = static_cast<std::size_t>(signals_of(x));
  const auto vector = static_cast<std::size_t>(instance.vector);
  std::vector<std::vector<double>> memory(std::max(inlets, outlets), std::vector<double>(vector));
  std::vector<double*> pointers;
  for (std::vector<double>& signal : memory) pointers.push_back(signal.data());
  const auto total = static_cast<std::size_t>(frames);
  for (std::size_t done = 0; done + vector <= total; done += vector) {
    for (std::size_t i = 0; i < inlets; ++i) {
      std::copy_n(ins + i * total + done, vector, pointers[i]);
    }
    t_object chain{};
    instance.perform(static_cast<t_object*>(x), &chain, pointers.data(), static_cast<long>(inlets),
                     pointers.data(), static_cast<long>(outlets), instance.vector, 0,
                     instance.userparam);
    for (std::size_t i = 0; i < outlets; ++i) {
      std::copy_n(pointers[i], vector, outs + i * total + done);
    }
  }
}

// Lets some time pass: first the scheduler's clocks, then the main thread's queue as it is now.
HOST_API void host_pass(double milliseconds) {
  std::vector<void*> due;
  {
    const Lock lock(world().mutex);
    world().now += milliseconds;
    for (const auto& [pointer, clock] : world().clocks) {
      if (clock->due >= 0.0 && clock->due <= world().now) due.push_back(pointer);
    }
  }
  for (void* pointer : due) {
    Clock clock{};
    {
      const Lock lock(world().mutex);
      const auto found = world().clocks.find(pointer);
      if (found == world().clocks.end()) continue;
      found->second->due = -1.0;
      clock = *found->second;
    }
    const ThreadScope scope(Thread::scheduler);
    call(clock.function, clock.owner);
  }
  std::size_t count = world().queue_order.size();
  while (count-- > 0) {
    Queued queued{};
    {
      const Lock lock(world().mutex);
      if (world().queue_order.empty()) break;
      world().queue_order.front()->set = false;
      queued = *world().queue_order.front();
      world().queue_order.pop_front();
    }
    const ThreadScope scope(Thread::main);
    call(queued.function, queued.owner);
  }
}

// What was logged since the last call, a line each.
HOST_API const char* host_log() {
  const Lock lock(world().mutex);
  std::string text;
  for (const std::string& line : world().log) text += line + "\n";
  world().log.clear();
  return lend(text);
}

HOST_API const char* host_assist(void* x, long kind, long index) {
  const ThreadScope scope(Thread::main);
  char text[ASSIST_MAX_STRING_LEN] = {};
  call(method_of(x, "assist"), x, static_cast<void*>(nullptr), kind, index, &text[0]);
  return lend(text);
}

// Lines of a class: methods with their types, then attributes with their properties.
HOST_API const char* host_class(const char* name) {
  const maxclass& c = *world().classes.at(name);
  std::string text;
  for (const auto& [method_name, m] : c.methods) {
    text += "method" + std::string(1, kField) + method_name;
    for (const int type : m.types) text += kField + std::to_string(type);
    text += "\n";
  }
  for (const std::string& attribute_name : c.attribute_order) {
    const Attribute& attribute = *c.attributes.at(attribute_name);
    const std::string begin = kField + attribute_name + kField;
    text += "attribute" + begin + "type" + kField + "s" + attribute.type + "\n";
    for (const auto& [property, atoms] : attribute.properties) {
      text += "attribute" + begin + property;
      for (const t_atom& atom : atoms) text += kField + text_of(atom);
      text += "\n";
    }
  }
  return lend(text);
}

// The types of an object's outlets from left to right, "" for messages; then how many inlets.
HOST_API const char* host_ports(void* x) {
  const Instance& instance = *instance_of(x);
  std::string text;
  for (auto outlet = instance.outlets.rbegin(); outlet != instance.outlets.rend(); ++outlet) {
    text += (*outlet)->type + kField;
  }
  return lend(text + std::to_string(instance.inlets));
}

// The folder that Max used last comes first.
HOST_API void host_search_path(const char* folder, int is_patch) {
  const Lock lock(world().mutex);
  if (is_patch != 0) world().folders.clear();
  world().folders.emplace_back(folder);
}

// How many channels all outlets have together.
HOST_API long host_signals(void* x) { return signals_of(x); }

// The file of the patcher that boxes are in, or none.
HOST_API void host_patcher(const char* file) { world().patcher.file = file; }

// A buffer~ of this name, which is made or filled anew: frame by frame.
HOST_API void host_buffer(const char* name, const float* samples, long count, long channels,
                          double rate) {
  const Lock lock(world().mutex);
  Buffer& buffer = world().buffers[name];
  if (buffer.locks != 0) violation("a buffer~ was left locked");
  buffer.samples.assign(samples, samples + count);
  buffer.channels = static_cast<std::size_t>(channels);
  buffer.rate = rate;
}

// What to call wherever an external hands control over; null: nothing.
HOST_API void host_on_handover(void (*function)(const char* point)) {
  world().on_handover = function;
}

HOST_API void host_answer_dialog(const char* file) { world().dialog = file; }

HOST_API void host_file_changed(const char* folder, const char* name) {
  std::vector<Watcher> watchers;
  for (const auto& [pointer, watcher] : world().watchers) {
    const std::string& where = world().folders[static_cast<std::size_t>(watcher->folder)];
    if (watcher->started && watcher->name == name && where == folder) watchers.push_back(*watcher);
  }
  for (Watcher& watcher : watchers) {
    const ThreadScope scope(Thread::main);
    call(method_of(watcher.owner, "filechanged"), watcher.owner, watcher.name.data(),
         watcher.folder);
  }
}

// The files that the object needs, a line each.
HOST_API const char* host_file_usage(void* x) {
  const ThreadScope scope(Thread::main);
  std::string files;
  call(method_of(x, "fileusage"), x, &files);
  return lend(files);
}

// Drops a file onto the box; whether it was taken.
HOST_API int host_drop(void* x, const char* file, int locked) {
  const ThreadScope scope(Thread::main);
  t_object drag{};
  const char* name = locked != 0 ? "acceptsdrag_locked" : "acceptsdrag_unlocked";
  if (call<long>(method_of(x, name), x, &drag, static_cast<t_object*>(nullptr)) == 0) return 0;
  std::vector<t_atom> message(2);
  atom_setsym(&message[0], static_cast<t_symbol*>(drag.o_outlet));
  atom_setsym(&message[1], gensym(file));
  send(static_cast<t_object*>(drag.o_inlet), 0, message);
  return 1;
}
