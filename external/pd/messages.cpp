#include "pd/messages.hpp"

#include "pd/files.hpp"

namespace granvae::pd {
namespace {

using namespace engine;

constexpr double kPollPeriod = 10.0;   // ms
constexpr double kCopyPeriod = 1.0;    // ms
constexpr double kLivePeriod = 100.0;  // ms: what comes unasked has time

Atoms from_pd(int count, const t_atom* first) {
  Atoms atoms;
  for (const t_atom* atom = first; atom < first + count; ++atom) {
    if (atom->a_type == A_FLOAT) {
      atoms.emplace_back(static_cast<double>(atom_getfloat(atom)));
    } else {
      atoms.emplace_back(std::string(atom_getsymbol(atom)->s_name));
    }
  }
  return atoms;
}

t_atom to_pd(const Atom& atom) {
  t_atom out;
  if (const auto* text = std::get_if<std::string>(&atom)) {
    SETSYMBOL(&out, gensym(text->c_str()));
  } else {
    SETFLOAT(&out, static_cast<t_float>(number_of(atom)));
  }
  return out;
}

void send_out(t_granvae* x, const std::string& selector, const Atoms& atoms) {
  std::vector<t_atom> out;
  for (const Atom& atom : atoms) out.push_back(to_pd(atom));
  outlet_anything(x->info, gensym(selector.c_str()), static_cast<int>(out.size()), out.data());
}

// How many grains have been late, if that has changed.
void report_late(t_granvae* x) {
  const std::uint64_t late = x->engine->late();
  if (late == x->late) return;
  x->late = late;
  send_out(x, "late", {static_cast<std::int64_t>(late)});
}

void report(t_granvae* x, const Event& event) {
  if (event.selector == "error") return report_error(x, text_of(event.atoms[0]));
  send_out(x, event.selector, event.atoms);
}

// After each request: offline waits for it, otherwise the clock polls for its events.
void await_or_poll(t_granvae* x) {
  if (x->offline) {
    x->engine->wait();
    poll(x);
  } else {
    clock_delay(x->clock, x->calls->empty() ? 0.0 : kCopyPeriod);
  }
}

void send(t_granvae* x, const Message& message, Atoms atoms) {
  if (const auto fault = fault_of(message, atoms)) return report_error(x, *fault);
  Call call{message.id, std::move(atoms), "", nullptr};
  std::optional<ArrayCopy> array;
  if (file_of(message) == Argument::Kind::sound) array = ArrayCopy::of(text_of(call.atoms[0]));
  if (!array) {
    if (const auto fault = find_file(x->canvas, message, call)) return report_error(x, *fault);
  }
  x->calls->add(std::move(call), std::move(array));
  x->calls->advance(*x->engine, x->offline);
  await_or_poll(x);
}

// Any message of the engine's table, by its name.
void granvae_message(t_granvae* x, t_symbol* name, int count, t_atom* atoms) {
  send(x, *find_message(name->s_name), from_pd(count, atoms));
}

// Any parameter of the engine's table, by its name.
void granvae_parameter(t_granvae* x, t_symbol* name, int count, t_atom* atoms) {
  if (count != 1) return report_error(x, std::string(name->s_name) + " takes one value.");
  const auto fault = atoms->a_type == A_SYMBOL
                         ? x->engine->set(name->s_name, atom_getsymbol(atoms)->s_name)
                         : x->engine->set(name->s_name, atom_getfloat(atoms));
  if (fault) return report_error(x, *fault);
  await_or_poll(x);
}

void granvae_bang(t_granvae* x) { send(x, message_of(MessageId::info), {}); }

void granvae_list(t_granvae* x, t_symbol*, int count, t_atom* atoms) {
  send(x, message_of(MessageId::latent), from_pd(count, atoms));
}

void granvae_offline(t_granvae* x, t_float on) {
  x->offline = on != 0;
  x->engine->set_offline(x->offline);
}

}  // namespace

void report_error(t_granvae* x, const std::string& sentence) {
  pd_error(x, "granvae~: %s", sentence.c_str());
  send_out(x, "error", {sentence});
}

void poll(t_granvae* x) {
  x->calls->advance(*x->engine, x->offline);
  const bool idle = x->engine->idle();
  for (const Event& event : x->engine->take_events()) report(x, event);
  report_late(x);
  if (!x->calls->empty()) {
    clock_delay(x->clock, kCopyPeriod);
  } else if (!idle) {
    clock_delay(x->clock, kPollPeriod);
  } else if (x->engine->may_report()) {
    clock_delay(x->clock, kLivePeriod);
  }
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
  class_addbang(c, reinterpret_cast<t_method>(granvae_bang));
  class_addlist(c, reinterpret_cast<t_method>(granvae_list));
  class_addmethod(c, reinterpret_cast<t_method>(granvae_offline), gensym("offline"), A_FLOAT,
                  A_NULL);
}

}  // namespace granvae::pd
