// A Pd that is just large enough for granvae~: what its parts share. One thread calls.
#pragma once

#include <m_pd.h>

#include <cstddef>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "host_api.hpp"

// Opaque to externals.
struct _class {
  struct Method {
    t_method function;
    t_atomtype argument;  // the first
  };
  std::string name;
  t_newmethod make;
  t_method free;
  std::size_t size;
  std::map<std::string, Method> methods;
  int main_inlet = 0;  // the place of its number in an object, in bytes
};

struct _outlet {
  t_object* owner;
  bool signal;
};

struct _inlet {
  t_float number;
};

struct _clock {
  void* owner;
  t_method function;
  double due = -1.0;  // ms; below 0: not set
};

struct _glist {
  std::vector<std::string> folders;  // the first is the patch's; the rest the search path
};

namespace host {

struct Object {
  t_class* kind;
  std::vector<std::unique_ptr<t_inlet>> inlets;  // of signals, but for the first
  std::vector<std::unique_ptr<t_outlet>> outlets;
  // The chain of one object.
  std::vector<t_signal> signals;
  std::vector<std::vector<t_sample>> memory;  // of the signals
  unsigned connected = 0;
  std::vector<t_int> chain;
};

struct World {
  std::map<std::string, std::unique_ptr<t_class>> classes;
  std::map<void*, Object> objects;
  std::set<t_clock*> clocks;
  t_canvas canvas;
  double now = 0.0;             // ms
  t_float sample_rate = 44100;  // Hz
  std::string log;
};

World& world();
void log(const std::string& kind, const std::string& text);

std::string text_of(const t_atom& atom);
// A message as it is typed into a message box; "…" keeps a word with spaces together.
std::vector<t_atom> parse(const std::string& text);

// Pd keeps functions of every type as one, and calls each as what it is.
template <class Result = void, class... Arguments>
Result call(t_method function, Arguments... arguments) {
  return reinterpret_cast<Result (*)(Arguments...)>(function)(arguments...);
}

}  // namespace host
