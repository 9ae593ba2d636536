// What can be asked of granvae~, and what it tells.
#include <chrono>
#include <cmath>
#include <limits>
#include <vector>

#include "pd/granvae_tilde.hpp"

namespace granvae::pd {
namespace {

constexpr double kPollPeriod = 10.0;  // ms

std::vector<float> numbers(int count, const t_atom* atoms) {
  std::vector<float> values;
  for (int i = 0; i < count; ++i) {
    // A word among the latents becomes a value that the engine refuses with its position.
    const bool number = atoms[i].a_type == A_FLOAT;
    values.push_back(number ? static_cast<float>(atom_getfloat(atoms + i))
                            : std::numeric_limits<float>::quiet_NaN());
  }
  return values;
}

t_atom atom(double number) {
  t_atom atom;
  SETFLOAT(&atom, static_cast<t_float>(number));
  return atom;
}

t_atom atom(const std::string& text) {
  t_atom atom;
  SETSYMBOL(&atom, gensym(text.c_str()));
  return atom;
}

void tell(t_granvae* x, const char* selector, std::vector<t_atom> atoms) {
  outlet_anything(x->info, gensym(selector), static_cast<int>(atoms.size()), atoms.data());
}

void report(t_granvae* x, const Event& event) {
  std::vector<t_atom> atoms;
  switch (event.kind) {
    case Event::Kind::error:
      return fail(x, event.text);
    case Event::Kind::table:
      tell(x, "info", {atom("table"), atom(event.values[0])});
      tell(x, "info", {atom("grain"), atom(event.values[1])});
      return tell(x, "info", {atom("rate"), atom(event.values[2])});
    case Event::Kind::written:
      return tell(x, "written", {atom(event.text)});
    case Event::Kind::loaded:
      atoms.push_back(atom(event.text));
      break;
    case Event::Kind::latents:
      break;
  }
  for (const float value : event.values) atoms.push_back(atom(value));
  tell(x, event.kind == Event::Kind::loaded ? "loaded" : "latents", atoms);
}

// After each request: offline it is waited for, else its events are asked for by and by.
void follow(t_granvae* x) {
  if (x->offline) {
    x->engine->wait();
    poll(x);
  } else {
    clock_delay(x->clock, 0.0);
  }
}

// The full path of a file on Pd's search path, or an empty one.
std::string found(const t_granvae* x, const char* name) {
  char folder[MAXPDSTRING];
  char* file = nullptr;
  const int handle = canvas_open(x->canvas, name, "", folder, &file, MAXPDSTRING, 1);
  if (handle < 0) return "";
  sys_close(handle);
  return std::string(folder) + "/" + file;
}

void granvae_read(t_granvae* x, t_symbol*, int count, t_atom* atoms) {
  if (count != 1 || atoms->a_type != A_SYMBOL) {
    return fail(x, "read takes the name of a model, as in 'read model.ts'.");
  }
  read_model(x, atom_getsymbol(atoms));
}

void granvae_write(t_granvae* x, t_symbol*, int count, t_atom* atoms) {
  if (count != 1 || atoms->a_type != A_SYMBOL) {
    return fail(x, "write takes the name of a WAV file, as in 'write table.wav'.");
  }
  char path[MAXPDSTRING];
  canvas_makefilename(x->canvas, atom_getsymbol(atoms)->s_name, path, MAXPDSTRING);
  x->engine->write(path);
  follow(x);
}

void granvae_latent(t_granvae* x, t_symbol*, int count, t_atom* atoms) {
  x->engine->decode({PathRequest::Kind::latent, numbers(count, atoms)});
  follow(x);
}

void granvae_line(t_granvae* x, t_symbol*, int count, t_atom* atoms) {
  const t_float grains = atom_getfloatarg(0, count, atoms);
  if (count < 1 || !(std::abs(grains) <= kLongestPath)) {
    return fail(x, "line takes a number of grains and the latents of its end.");
  }
  x->engine->decode(
      {PathRequest::Kind::line, numbers(count - 1, atoms + 1), static_cast<int>(grains)});
  follow(x);
}

void granvae_path(t_granvae* x, t_symbol*, int count, t_atom* atoms) {
  x->engine->decode({PathRequest::Kind::path, numbers(count, atoms)});
  follow(x);
}

void granvae_random(t_granvae* x, t_symbol*, int count, t_atom* atoms) {
  const auto now = std::chrono::steady_clock::now().time_since_epoch().count();
  const auto seed = count > 0 ? static_cast<std::int64_t>(atom_getfloatarg(0, count, atoms)) : now;
  x->engine->decode({PathRequest::Kind::random, {}, 1, static_cast<std::uint64_t>(seed)});
  follow(x);
}

// Any parameter of the engine's table, by its name.
void granvae_parameter(t_granvae* x, t_symbol* name, int count, t_atom* atoms) {
  if (count != 1) return fail(x, std::string(name->s_name) + " takes one value.");
  const auto fault = atoms->a_type == A_SYMBOL
                         ? x->engine->set(name->s_name, atom_getsymbol(atoms)->s_name)
                         : x->engine->set(name->s_name, atom_getfloat(atoms));
  if (fault) return fail(x, *fault);
  if (!x->engine->idle()) follow(x);
}

void granvae_offline(t_granvae* x, t_float on) {
  x->offline = on != 0;
  x->engine->set_offline(x->offline);
}

void granvae_info(t_granvae* x) {
  for (const Parameter& parameter : parameters()) {
    if (parameter.timing == Timing::signal) continue;
    const double value = x->engine->get(parameter.id);
    const bool number = parameter.choices.empty();
    const std::string choice(number ? "" : parameter.choices[static_cast<std::size_t>(value)]);
    tell(x, "info", {atom(std::string(parameter.name)), number ? atom(value) : atom(choice)});
  }
  tell(x, "info", {atom("nonfinite"), atom(static_cast<double>(x->engine->non_finite()))});
  tell(x, "info", {atom("delay"), atom(static_cast<double>(x->engine->latency()))});
  tell(x, "info", {atom("late"), atom(static_cast<double>(x->engine->late()))});
  tell(x, "info", {atom("stolen"), atom(static_cast<double>(x->engine->stolen()))});
  x->engine->describe();
  follow(x);
}

}  // namespace

void fail(t_granvae* x, const std::string& sentence) {
  pd_error(x, "granvae~: %s", sentence.c_str());
  tell(x, "error", {atom(sentence)});
}

void poll(t_granvae* x) {
  const bool idle = x->engine->idle();
  x->engine->take_events([x](const Event& event) { report(x, event); });
  if (!idle) clock_delay(x->clock, kPollPeriod);
}

void expect_latents(t_granvae* x, int latents) {
  if (latents == x->latents) return;
  x->latents = latents;
  x->engine->expect_latents(latents);
  clock_delay(x->clock, 0.0);
}

void read_model(t_granvae* x, const t_symbol* name) {
  const std::string path = found(x, name->s_name);
  if (path.empty()) {
    return fail(x, "cannot find '" + std::string(name->s_name) +
                       "' beside the patch or on Pd's search path; check the name of the model.");
  }
  x->engine->read(path);
  follow(x);
}

void add_messages(t_class* c) {
  const auto add = [c](const char* name, auto* method) {
    class_addmethod(c, reinterpret_cast<t_method>(method), gensym(name), A_GIMME, A_NULL);
  };
  add("read", granvae_read);
  add("latent", granvae_latent);
  add("line", granvae_line);
  add("path", granvae_path);
  add("random", granvae_random);
  add("write", granvae_write);
  for (const Parameter& parameter : parameters()) {
    if (parameter.timing == Timing::signal) continue;
    add(std::string(parameter.name).c_str(), granvae_parameter);
  }
  class_addmethod(c, reinterpret_cast<t_method>(granvae_info), gensym("info"), A_NULL);
  class_addmethod(c, reinterpret_cast<t_method>(granvae_offline), gensym("offline"), A_FLOAT,
                  A_NULL);
}

}  // namespace granvae::pd
