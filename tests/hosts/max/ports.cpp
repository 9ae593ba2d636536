// What objects say and play, and when Max calls them back.
#include <array>
#include <cstdarg>
#include <cstdint>
#include <cstdio>
#include <utility>

#include "host.hpp"

// The console and the outlets, which end in the log.
void object_error(t_object* x, const char* s, ...) {
  std::array<char, 4096> text{};
  va_list arguments;
  va_start(arguments, s);
  std::vsnprintf(text.data(), text.size(), s, arguments);
  va_end(arguments);
  host::log_of("console", x, text.data());
  host::hand_over("console");
}

short systhread_ismainthread() { return host::current_thread == host::Thread::main ? 1 : 0; }

void* outlet_new(void* x, const char* s) {
  host::only_on_main(__func__);
  auto outlet = std::make_unique<host::Outlet>();
  outlet->owner = static_cast<t_object*>(x);
  outlet->type = s == nullptr ? "" : s;
  auto& outlets = host::instance_of(x)->outlets;
  outlets.push_back(std::move(outlet));
  return outlets.back().get();
}

void* outlet_anything(t_outlet* x, t_symbol* s, short ac, t_atom* av) {
  // The scheduler may send, but granvae~ promises to report on the main thread.
  host::only_on_main(__func__);
  const auto* outlet = static_cast<host::Outlet*>(x);
  if (!outlet->type.empty()) host::violation("a message out of an outlet for signals");
  std::string line = s->s_name;
  for (short i = 0; i < ac; ++i) line += host::kField + host::text_of(av[i]);
  host::log_of("outlet", outlet->owner, line);
  host::hand_over(s->s_name);
  return nullptr;
}

// Signals: every object is a chain of its own.
// MaxAudio exports it, though its header does not say so; 0 where a Max did not.
int sys_ioblksize = 0;

float sys_getsr() { return static_cast<float>(host::world().sample_rate); }

void z_dsp_setup(t_pxobject* x, long nsignals) {
  x->z_count = static_cast<short>(nsignals);
  host::instance_of(x)->inlets = nsignals;
  host::instance_of(x)->channels.assign(static_cast<std::size_t>(nsignals), 1);
}

void z_dsp_free(t_pxobject* x) {
  host::only_on_main("dsp_free");
  host::Instance* instance = host::instance_of(x);
  const host::Lock lock(host::world().mutex);
  instance->freed_signals = true;
  instance->perform = nullptr;
}

void dsp_add64(t_object*, t_object* x, t_perfroutine64 f, long, void* userparam) {
  host::Instance* instance = host::instance_of(x);
  const host::Lock lock(host::world().mutex);
  instance->perform = f;
  instance->userparam = userparam;
}

void* object_method(void*, t_symbol* s, void* object, long inlet) {
  if (s != gensym("getnuminputchannels")) host::violation(std::string("a message ") + s->s_name);
  const auto channels = host::instance_of(object)->channels.at(static_cast<std::size_t>(inlet));
  return reinterpret_cast<void*>(channels);
}

void* object_method_imp(void* x, void* sym, void* p1, void* p2, void*, void*, void*, void*, void*,
                        void*) {
  return object_method(x, static_cast<t_symbol*>(sym), p1,
                       static_cast<long>(reinterpret_cast<std::intptr_t>(p2)));
}

// The main thread's queue and the scheduler. Time passes only when a test lets it.
void* qelem_new(void* obj, method fn) {
  return host::keep(host::world().queue, host::Queued{obj, fn});
}

void qelem_set(t_qelem* x) {
  host::World& world = host::world();
  const host::Lock lock(world.mutex);
  const auto found = world.queue.find(x);
  if (found == world.queue.end()) return host::violation("qelem_set of none");
  if (std::exchange(found->second->set, true)) return;
  world.queue_order.push_back(found->second.get());
}

void qelem_free(t_qelem* x) {
  host::World& world = host::world();
  const host::Lock lock(world.mutex);
  std::erase(world.queue_order, static_cast<host::Queued*>(x));
  if (world.queue.erase(x) == 0) host::violation("qelem_free of none");
}

t_clock* clock_new(void* obj, method fn) {
  return host::keep(host::world().clocks, host::Clock{obj, fn});
}

void clock_fdelay(t_clock* x, double f) {
  host::World& world = host::world();
  const host::Lock lock(world.mutex);
  const auto found = world.clocks.find(x);
  if (found == world.clocks.end()) return host::violation("clock_fdelay of none");
  found->second->due = world.now + f;
}

namespace host {

World& world() {
  static World world;
  return world;
}

void log(std::string line) {
  const Lock lock(world().mutex);
  world().log.push_back(std::move(line));
}

void log_of(const char* kind, const void* x, const std::string& text) {
  const auto number = std::to_string(reinterpret_cast<std::uintptr_t>(x));
  log(kind + std::string(1, kField) + number + kField + text);
}

void violation(const std::string& what) { log("violation" + std::string(1, kField) + what); }

void hand_over(const char* point) {
  if (world().on_handover != nullptr) world().on_handover(point);
}

void only_on_main(const char* function) {
  if (current_thread != Thread::main) violation(std::string(function) + " outside the main thread");
}

}  // namespace host
