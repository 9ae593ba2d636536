// What can be asked of granvae~, and what it tells.
#include "pd/files.hpp"
#include "pd/granvae_tilde.hpp"

namespace granvae::pd {
namespace {

using namespace engine;

constexpr double kPollPeriod = 10.0;  // ms

Words words_of(int count, const t_atom* atoms) {
  Words words;
  for (int i = 0; i < count; ++i) {
    if (atoms[i].a_type == A_FLOAT) {
      words.emplace_back(static_cast<double>(atom_getfloat(atoms + i)));
    } else {
      words.emplace_back(std::string(atom_getsymbol(atoms + i)->s_name));
    }
  }
  return words;
}

t_atom atom_of(const Word& word) {
  t_atom atom;
  if (const auto* text = std::get_if<std::string>(&word)) {
    SETSYMBOL(&atom, gensym(text->c_str()));
  } else {
    SETFLOAT(&atom, static_cast<t_float>(number_of(word)));
  }
  return atom;
}

void tell(t_granvae* x, const std::string& selector, const Words& words) {
  std::vector<t_atom> atoms;
  for (const Word& word : words) atoms.push_back(atom_of(word));
  outlet_anything(x->info, gensym(selector.c_str()), static_cast<int>(atoms.size()), atoms.data());
}

void report(t_granvae* x, const Event& event) {
  if (event.selector == "error") return fail(x, text_of(event.words[0]));
  tell(x, event.selector, event.words);
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

void send(t_granvae* x, const Message& message, Words words) {
  if (const auto fault = fault_of(message, words)) return fail(x, *fault);
  Call call{message.id, std::move(words), "", nullptr};
  if (const auto fault = find_file(x->canvas, message, call)) return fail(x, *fault);
  x->engine->send(std::move(call));
  follow(x);
}

// Any message of the engine's table, by its name.
void granvae_message(t_granvae* x, t_symbol* name, int count, t_atom* atoms) {
  send(x, *find_message(name->s_name), words_of(count, atoms));
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

}  // namespace

void fail(t_granvae* x, const std::string& sentence) {
  pd_error(x, "granvae~: %s", sentence.c_str());
  tell(x, "error", {sentence});
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
  send(x, message_of(MessageId::read), {std::string(name->s_name)});
}

void add_messages(t_class* c) {
  const auto add = [c](std::string_view name, auto* method) {
    class_addmethod(c, reinterpret_cast<t_method>(method), gensym(std::string(name).c_str()),
                    A_GIMME, A_NULL);
  };
  for (const Message& message : messages()) add(message.name, granvae_message);
  for (const Parameter& parameter : parameters()) {
    if (parameter.timing != Timing::signal) add(parameter.name, granvae_parameter);
  }
  class_addmethod(c, reinterpret_cast<t_method>(granvae_offline), gensym("offline"), A_FLOAT,
                  A_NULL);
}

}  // namespace granvae::pd
