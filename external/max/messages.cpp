// Max may call a method from its scheduler, and that may run in the audio thread: what happens
// there is to store and wake. Files and sounds are found, and events reported, on the main thread.
#include "max/messages.hpp"

#include <memory>
#include <utility>
#include <vector>

#include "ext_atomarray.h"
#include "max/atoms.hpp"
#include "max/events.hpp"
#include "max/sounds.hpp"

namespace granvae::max {
namespace {

using namespace engine;

using Kind = Argument::Kind;

constexpr double kPollPeriod = 10.0;   // ms
constexpr double kLivePeriod = 100.0;  // ms: what comes unasked has time

// Watches the model's file, or no longer.
void watch(t_granvae* x) {
  State& state = *x->state;
  if (state.watcher != nullptr) object_free(state.watcher);
  state.watcher = nullptr;
  if (!state.autoread.load() || !state.model) return;
  state.watcher = filewatcher_new(&x->object.z_ob, state.model->folder, state.model->name.c_str());
  if (state.watcher != nullptr) filewatcher_start(state.watcher);
}

void send_with_file(t_granvae* x, Call call, const File& file) {
  call.file = file.path();
  const bool model = call.id == MessageId::read;
  x->state->engine.send(std::move(call));
  if (!model) return;
  x->state->model = file;
  watch(x);
}

// Sends a call once its file or sound is found. The main thread, but for calls without.
void run(t_granvae* x, Call call) {
  Engine& engine = x->state->engine;
  const std::optional<Kind> kind = file_of(message_of(call.id));
  if (!kind) return engine.send(std::move(call));
  const std::string name = text_of(call.atoms[0]);
  if (*kind == Kind::sound) {
    call.sound = sound_of(x, name);
    if (call.sound) return engine.send(std::move(call));
  }
  if (is_new(*kind)) {
    const auto file = new_file(&x->object.z_ob, name);
    if (file) return send_with_file(x, std::move(call), *file);
    return engine.fail("'" + name + "' cannot be written; check that its folder exists.");
  }
  const auto file = find_file(&x->object.z_ob, name, ending_of(*kind));
  if (file) return send_with_file(x, std::move(call), *file);
  if (*kind == Kind::known) return engine.send(std::move(call));
  engine.fail("cannot find '" + name + "'" + (*kind == Kind::sound ? " among the buffers," : "") +
              " beside the patch or on Max's search path; check the name.");
}

// Runs a call at once where that is allowed and no earlier call waits.
void run_or_defer(t_granvae* x, Call call) {
  State& state = *x->state;
  const bool allowed = !file_of(message_of(call.id)) || systhread_ismainthread() != 0;
  if (allowed && state.waiting.load() == 0) {
    run(x, std::move(call));
    return poll_soon(x);
  }
  state.waiting.fetch_add(1);
  state.calls.push(new WaitingCall{std::move(call)});
  qelem_set(state.attend);
}

void send(t_granvae* x, const Message& message, Atoms atoms) {
  if (atoms.empty() && file_of(message) && message.arguments.size() == 1) {
    x->state->dialog_calls.push(new WaitingCall{{message.id, {}, "", nullptr}});
    return qelem_set(x->state->dialog);
  }
  if (auto fault = fault_of(message, atoms)) return report_error(x, std::move(*fault));
  run_or_defer(x, {message.id, std::move(atoms), "", nullptr});
}

// Any message of the engine's table, by its name.
void granvae_message(t_granvae* x, t_symbol* name, long count, t_atom* atoms) {
  send(x, *find_message(name->s_name), from_max(count, atoms));
}

void granvae_bang(t_granvae* x) { send(x, message_of(MessageId::info), {}); }

void granvae_dump(t_granvae* x) { granvae_bang(x); }

void granvae_list(t_granvae* x, t_symbol*, long count, t_atom* atoms) {
  send(x, message_of(MessageId::latent), from_max(count, atoms));
}

void granvae_filechanged(t_granvae* x, char*, short) {
  State& state = *x->state;
  if (state.model) state.engine.send({MessageId::read, {}, state.model->path(), nullptr});
  poll_soon(x);
}

// Standalones and frozen devices carry the model with them, as a file that can be opened. Max finds
// the external by itself, but not what that opens for a model of others.
void granvae_fileusage(t_granvae* x, void* usage) {
  const std::optional<File>& model = x->state->model;
  if (!model) return;
  fileusage_addfile(usage, COLLECTIVE_EXTRACTTOTEMPFOLDER, model->name.c_str(), model->folder);
  if (!x->state->engine.plays_by_libtorch()) return;
  t_atom externals = symbol_atom("externals");
  t_atomarray* folders = atomarray_new(1, &externals);
  fileusage_addpackage(usage, "granvae", folders);
  object_free(folders);
}

// Any file may be dropped; one that is no model is refused with a sentence.
long granvae_acceptsdrag(t_granvae* x, t_object* drag, t_object*) {
  if (jdrag_matchdragrole(drag, gensym("file"), 0) == 0) return 0;
  jdrag_object_add(drag, &x->object.z_ob, gensym("read"));
  return 1;
}

}  // namespace

void report_error(t_granvae* x, std::string sentence) {
  x->state->engine.fail(std::move(sentence));
  poll_soon(x);
}

void poll_soon(t_granvae* x) { clock_fdelay(x->state->poll, 0.0); }

void poll(t_granvae* x) {
  const bool idle = x->state->engine.idle();
  qelem_set(x->state->attend);
  if (!idle) {
    clock_fdelay(x->state->poll, kPollPeriod);
  } else if (x->state->engine.may_report()) {
    clock_fdelay(x->state->poll, kLivePeriod);
  }
}

void attend(t_granvae* x) {
  State& state = *x->state;
  state.calls.drain([&](std::unique_ptr<WaitingCall> waiting) {
    run(x, std::move(waiting->call));
    poll_soon(x);
    state.waiting.fetch_sub(1);
  });
  if (state.autoread.load() != (state.watcher != nullptr)) watch(x);
  const Life life = state.engine.life();
  for (const Event& event : state.engine.take_events()) {
    // A state may have brought it.
    if (event.selector == "loaded") adopt_model(x, text_of(event.atoms[0]));
    report_event(x, event);
    if (life.ended()) return;
  }
  report_late(x);
}

void ask_for_files(t_granvae* x) {
  std::vector<MessageId> asked;
  x->state->dialog_calls.drain(
      [&asked](const std::unique_ptr<WaitingCall>& waiting) { asked.push_back(waiting->call.id); });
  const Life life = x->state->engine.life();
  for (const MessageId id : asked) {
    const auto kind = file_of(message_of(id));
    const auto file = kind ? ask_for(*kind) : std::nullopt;
    if (life.ended()) return;
    if (file) send_with_file(x, {id, {file->name}, "", nullptr}, *file);
    poll_soon(x);
  }
}

void read_model(t_granvae* x, std::string name) {
  send(x, message_of(MessageId::read), {std::move(name)});
}

std::string adopt_model(t_granvae* x, const std::string& path) {
  auto file = find_file(&x->object.z_ob, path, "");
  if (!file) file = find_file(&x->object.z_ob, path.substr(path.find_last_of("/\\") + 1), "");
  if (!file) return path;
  std::optional<File>& model = x->state->model;
  if (!model || model->path() != file->path()) {
    model = file;
    watch(x);
  }
  return file->path();
}

void add_messages(t_class* c) {
  for (const Message& message : messages()) {
    class_addmethod(c, as_method(granvae_message), std::string(message.name).c_str(), A_GIMME, 0);
  }
  class_addmethod(c, as_method(granvae_bang), "bang", 0);
  class_addmethod(c, as_method(granvae_dump), "dump", 0);
  class_addmethod(c, as_method(granvae_list), "list", A_GIMME, 0);
  class_addmethod(c, as_method(granvae_fileusage), "fileusage", A_CANT, 0);
  class_addmethod(c, as_method(granvae_filechanged), "filechanged", A_CANT, 0);
  class_addmethod(c, as_method(granvae_acceptsdrag), "acceptsdrag_locked", A_CANT, 0);
  class_addmethod(c, as_method(granvae_acceptsdrag), "acceptsdrag_unlocked", A_CANT, 0);
}

}  // namespace granvae::max
