// Outlets and the console, both of which end in the log, and who may use them.
#include <array>
#include <cstdarg>
#include <cstdio>

#include "host.hpp"

namespace {

thread_local host::Thread thread = host::Thread::other;

}  // namespace

void object_error(t_object* x, const char* s, ...) {
  std::array<char, 4096> text{};
  va_list arguments;
  va_start(arguments, s);
  std::vsnprintf(text.data(), text.size(), s, arguments);
  va_end(arguments);
  host::log_of("console", x, text.data());
}

short systhread_ismainthread() { return host::current_thread() == host::Thread::main ? 1 : 0; }

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
  return nullptr;
}

namespace host {

World& world() {
  static World world;
  return world;
}

ThreadScope::ThreadScope(Thread now) : before_(thread) { thread = now; }
ThreadScope::~ThreadScope() { thread = before_; }

Thread current_thread() { return thread; }

void log(std::string line) {
  const Lock lock(world().mutex);
  world().log.push_back(std::move(line));
}

void log_of(const char* kind, const void* x, const std::string& text) {
  const auto number = std::to_string(reinterpret_cast<std::uintptr_t>(x));
  log(kind + std::string(1, kField) + number + kField + text);
}

void violation(const std::string& what) { log("violation" + std::string(1, kField) + what); }

void only_on_main(const char* function) {
  if (thread != Thread::main) violation(std::string(function) + " outside the main thread");
}

}  // namespace host
