// Clocks, the chain of signals, and what objects say.
#include <array>
#include <cstdarg>
#include <cstdio>

#include "host.hpp"

t_clock* clock_new(void* owner, t_method fn) {
  return *host::world().clocks.insert(new _clock{owner, fn}).first;
}

void clock_delay(t_clock* x, double delaytime) { x->due = host::world().now + delaytime; }

void clock_free(t_clock* x) {
  host::world().clocks.erase(x);
  delete x;
}

t_float sys_getsr() { return host::world().sample_rate; }

// Called while the class's method "dsp" runs, by which the object is found.
void dsp_addv(t_perfroutine f, int n, t_int* vec) {
  std::vector<t_int> chain{reinterpret_cast<t_int>(f)};
  chain.insert(chain.end(), vec, vec + n);
  host::world().objects.at(reinterpret_cast<void*>(vec[0])).chain = std::move(chain);
}

void outlet_anything(t_outlet* x, t_symbol* s, int argc, t_atom* argv) {
  if (x->signal) host::log("violation", "a message out of an outlet for signals");
  std::string line = s->s_name;
  for (int i = 0; i < argc; ++i) line += " " + host::text_of(argv[i]);
  host::log("outlet", line);
}

void pd_error(const void*, const char* fmt, ...) {
  std::array<char, 4096> text{};
  va_list arguments;
  va_start(arguments, fmt);
  std::vsnprintf(text.data(), text.size(), fmt, arguments);
  va_end(arguments);
  host::log("console", text.data());
}

namespace host {

World& world() {
  static World world;
  return world;
}

void log(const std::string& kind, const std::string& text) {
  world().log += kind + " " + text + "\n";
}

}  // namespace host
