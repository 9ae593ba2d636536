// What can be asked of granvae~. Max may call a method from its scheduler, and that may run in the
// audio thread: what happens there is to store and wake. Files are looked for, and the patch is
// told, on the main thread.
#include <chrono>
#include <cmath>
#include <limits>
#include <memory>
#include <utility>

#include "max/granvae_tilde.hpp"

namespace granvae::max {
namespace {

constexpr double kPollPeriod = 10.0;  // ms

// Watches the model's file, or no longer.
void watch(t_granvae* x) {
  State& state = *x->state;
  if (state.watcher != nullptr) object_free(state.watcher);
  state.watcher = nullptr;
  if (!state.autoread.load() || !state.model) return;
  state.watcher = filewatcher_new(&x->object.z_ob, state.model->folder, state.model->name.c_str());
  if (state.watcher != nullptr) filewatcher_start(state.watcher);
}

void read_file(t_granvae* x, const File& file) {
  x->state->model = file;
  x->state->engine.read(file.path());
  watch(x);
}

void run(t_granvae* x, Errand errand) {
  switch (errand.kind) {
    case Errand::Kind::decode:
      x->state->engine.decode(std::move(errand.path));
      break;
    case Errand::Kind::read:
      if (const auto file = find_file(errand.name.c_str())) {
        read_file(x, *file);
      } else {
        fail(x, "cannot find '" + errand.name +
                    "' beside the patch or on Max's search path; check the name of the model.");
      }
      break;
    case Errand::Kind::write:
      if (const auto file = new_file(errand.name.c_str())) {
        x->state->engine.write(file->path());
      } else {
        fail(x, "'" + errand.name + "' cannot be written; check that its folder exists.");
      }
      break;
  }
  follow(x);
}

// Runs an errand at once where that is allowed and nothing waits that was asked for before.
void ask(t_granvae* x, Errand errand) {
  State& state = *x->state;
  const bool allowed = errand.kind == Errand::Kind::decode || systhread_ismainthread() != 0;
  if (allowed && state.waiting.load() == 0) return run(x, std::move(errand));
  state.waiting.fetch_add(1);
  state.errands.push(new Errand(std::move(errand)));
  qelem_set(state.attend);
}

void decode(t_granvae* x, PathRequest path) {
  Errand errand;
  errand.path = std::move(path);
  ask(x, std::move(errand));
}

// A message with one file's name; none opens the dialog.
void ask_with_file(t_granvae* x, Errand::Kind kind, t_qelem* dialog, const char* usage, long count,
                   const t_atom* atoms) {
  if (count == 0) return qelem_set(dialog);
  if (count != 1 || atom_gettype(atoms) != A_SYM) return fail(x, usage);
  Errand errand;
  errand.kind = kind;
  errand.name = atom_getsym(atoms)->s_name;
  ask(x, std::move(errand));
}

void granvae_read(t_granvae* x, t_symbol*, long count, t_atom* atoms) {
  ask_with_file(x, Errand::Kind::read, x->state->open_dialog,
                "read takes the name of a model, as in 'read model.ts'.", count, atoms);
}

void granvae_write(t_granvae* x, t_symbol*, long count, t_atom* atoms) {
  ask_with_file(x, Errand::Kind::write, x->state->save_dialog,
                "write takes the name of a WAV file, as in 'write table.wav'.", count, atoms);
}

void granvae_latent(t_granvae* x, t_symbol*, long count, t_atom* atoms) {
  decode(x, {PathRequest::Kind::latent, numbers_of(count, atoms)});
}

void granvae_line(t_granvae* x, t_symbol*, long count, t_atom* atoms) {
  const double grains = count > 0 ? atom_getfloat(atoms) : 0.0;
  if (count < 1 || !(std::abs(grains) <= kLongestPath)) {
    return fail(x, "line takes a number of grains and the latents of its end.");
  }
  decode(x, {PathRequest::Kind::line, numbers_of(count - 1, atoms + 1), static_cast<int>(grains)});
}

void granvae_path(t_granvae* x, t_symbol*, long count, t_atom* atoms) {
  decode(x, {PathRequest::Kind::path, numbers_of(count, atoms)});
}

void granvae_random(t_granvae* x, t_symbol*, long count, t_atom* atoms) {
  const auto now = std::chrono::steady_clock::now().time_since_epoch().count();
  const auto seed = static_cast<std::uint64_t>(count > 0 ? atom_getlong(atoms) : now);
  decode(x, {PathRequest::Kind::random, {}, 1, seed});
}

void granvae_info(t_granvae* x) {
  x->state->engine.describe();
  follow(x);
}

void granvae_filechanged(t_granvae* x, char*, short) {
  if (x->state->model) x->state->engine.read(x->state->model->path());
  follow(x);
}

// Standalones and frozen devices carry the model with them, where libtorch can open it.
void granvae_fileusage(t_granvae* x, void* usage) {
  const std::optional<File>& model = x->state->model;
  if (!model) return;
  fileusage_addfile(usage, COLLECTIVE_EXTRACTTOTEMPFOLDER, model->name.c_str(), model->folder);
}

// Any file may be dropped: one that is no model is refused with a sentence.
long granvae_acceptsdrag(t_granvae* x, t_object* drag, t_object*) {
  if (jdrag_matchdragrole(drag, gensym("file"), 0) == 0) return 0;
  jdrag_object_add(drag, &x->object.z_ob, gensym("read"));
  return 1;
}

}  // namespace

std::vector<float> numbers_of(long count, const t_atom* atoms) {
  std::vector<float> values;
  for (long i = 0; i < count; ++i) {
    const bool number = atom_gettype(atoms + i) != A_SYM;
    values.push_back(number ? static_cast<float>(atom_getfloat(atoms + i))
                            : std::numeric_limits<float>::quiet_NaN());
  }
  return values;
}

void fail(t_granvae* x, std::string sentence) {
  x->state->engine.fail(std::move(sentence));
  follow(x);
}

void follow(t_granvae* x) { clock_fdelay(x->state->poll, 0.0); }

void poll(t_granvae* x) {
  const bool idle = x->state->engine.idle();
  qelem_set(x->state->attend);
  if (!idle) clock_fdelay(x->state->poll, kPollPeriod);
}

void attend(t_granvae* x) {
  State& state = *x->state;
  for (Errand* errand = state.errands.take_all_in_order(); errand != nullptr;) {
    const std::unique_ptr<Errand> owned(errand);
    errand = owned->next;
    run(x, std::move(*owned));
    state.waiting.fetch_sub(1);
  }
  if (state.autoread.load() != (state.watcher != nullptr)) watch(x);
  state.engine.take_events([x](const Event& event) { tell_event(x, event); });
  tell_late(x);
}

void open_dialog_for(t_granvae* x) {
  if (const auto file = ask_for_model()) read_file(x, *file);
  follow(x);
}

void save_dialog_for(t_granvae* x) {
  if (const auto file = ask_for_new_file()) x->state->engine.write(file->path());
  follow(x);
}

void read_model(t_granvae* x, std::string name) {
  Errand errand;
  errand.kind = Errand::Kind::read;
  errand.name = std::move(name);
  ask(x, std::move(errand));
}

void add_messages(t_class* c) {
  const auto add = [c](const char* name, auto* function) {
    class_addmethod(c, as_method(function), name, A_GIMME, 0);
  };
  add("read", granvae_read);
  add("write", granvae_write);
  add("latent", granvae_latent);
  add("line", granvae_line);
  add("path", granvae_path);
  add("random", granvae_random);
  class_addmethod(c, as_method(granvae_info), "bang", 0);
  class_addmethod(c, as_method(granvae_info), "info", 0);
  class_addmethod(c, as_method(granvae_fileusage), "fileusage", A_CANT, 0);
  class_addmethod(c, as_method(granvae_filechanged), "filechanged", A_CANT, 0);
  class_addmethod(c, as_method(granvae_acceptsdrag), "acceptsdrag_locked", A_CANT, 0);
  class_addmethod(c, as_method(granvae_acceptsdrag), "acceptsdrag_unlocked", A_CANT, 0);
}

}  // namespace granvae::max
