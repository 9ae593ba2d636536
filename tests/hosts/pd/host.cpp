// What a test drives this Pd by.
#include "host.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "decoder/path_of.hpp"
#include "decoder/shared_library.hpp"

namespace {

using namespace host;

// Lives until the next call.
const char* lend(std::string text) {
  static std::string lent;
  lent = std::move(text);
  return lent.c_str();
}

t_float& main_number(void* x, const Object& object) {
  return *reinterpret_cast<t_float*>(static_cast<char*>(x) + object.kind->main_inlet);
}

t_float number_of(void* x, const Object& object, std::size_t inlet) {
  return inlet == 0 ? main_number(x, object) : object.inlets[inlet - 1]->number;
}

}  // namespace

const char* host_load(const char* path) {
  std::string fault;
  void* const library = granvae::decoder::open_library(granvae::path_of(path), fault);
  if (library == nullptr) return lend(fault);
  void* const setup = granvae::decoder::symbol_of(library, "granvae_tilde_setup");
  if (setup == nullptr) return lend("no granvae_tilde_setup");
  reinterpret_cast<void (*)()>(setup)();
  return nullptr;
}

void* host_new(const char* box) {
  std::vector<t_atom> atoms = parse(box);
  t_symbol* const name = atom_getsymbol(atoms.data());
  const auto found = world().classes.find(name->s_name);
  if (found == world().classes.end()) return nullptr;
  return call<void*>(reinterpret_cast<t_method>(found->second->make), name,
                     static_cast<int>(atoms.size()) - 1, atoms.data() + 1);
}

void host_delete(void* x) {
  call(world().objects.at(x).kind->free, x);
  world().objects.erase(x);
  std::free(x);
}

// Pd has one thread.
void host_send(void* x, long inlet, int, const char* message) {
  std::vector<t_atom> atoms = parse(message);
  Object& object = world().objects.at(x);
  if (atoms.front().a_type == A_FLOAT) {
    const t_float number = atoms.front().a_w.w_float;
    if (inlet == 0) {
      main_number(x, object) = number;
    } else {
      object.inlets.at(static_cast<std::size_t>(inlet) - 1)->number = number;
    }
    return;
  }
  t_symbol* const name = atoms.front().a_w.w_symbol;
  const auto found = object.kind->methods.find(name->s_name);
  if (found == object.kind->methods.end()) {
    return log("violation", std::string("no method for ") + name->s_name);
  }
  const auto [function, argument] = found->second;
  if (argument == A_NULL) return call(function, x);
  if (argument == A_FLOAT) return call(function, x, atoms.at(1).a_w.w_float);
  call(function, x, name, static_cast<int>(atoms.size()) - 1, atoms.data() + 1);
}

void host_dsp(void* x, double sample_rate, long vector, unsigned connected) {
  Object& object = world().objects.at(x);
  world().sample_rate = static_cast<t_float>(sample_rate);
  const auto outlets =
      std::ranges::count_if(object.outlets, [](const auto& outlet) { return outlet->signal; });
  const std::size_t count = 1 + object.inlets.size() + static_cast<std::size_t>(outlets);
  object.connected = connected;
  object.memory.assign(count, std::vector<t_sample>(static_cast<std::size_t>(vector)));
  object.signals.assign(count, t_signal{});
  std::vector<t_signal*> pointers;
  for (std::size_t i = 0; i < count; ++i) {
    object.signals[i].s_n = static_cast<int>(vector);
    object.signals[i].s_vec = object.memory[i].data();
    object.signals[i].s_sr = world().sample_rate;
    pointers.push_back(&object.signals[i]);
  }
  call(object.kind->methods.at("dsp").function, x, pointers.data());
}

void host_play(void* x, const double* ins, double* outs, long frames) {
  Object& object = world().objects.at(x);
  const std::size_t inlets = 1 + object.inlets.size();
  const std::size_t vector = object.memory.front().size();
  const auto total = static_cast<std::size_t>(frames);
  const auto sample = [](double value) { return static_cast<t_sample>(value); };
  for (std::size_t done = 0; done + vector <= total; done += vector) {
    for (std::size_t i = 0; i < inlets; ++i) {
      std::vector<t_sample>& signal = object.memory[i];
      if ((object.connected >> i & 1U) != 0) {
        std::transform(ins + i * total + done, ins + i * total + done + vector, signal.begin(),
                       sample);
      } else {
        std::ranges::fill(signal, number_of(x, object, i));
      }
    }
    reinterpret_cast<t_perfroutine>(object.chain.front())(object.chain.data());
    for (std::size_t i = inlets; i < object.memory.size(); ++i) {
      std::ranges::copy(object.memory[i], outs + (i - inlets) * total + done);
    }
  }
}

void host_pass(double milliseconds) {
  world().now += milliseconds;
  std::vector<t_clock*> due;
  std::ranges::copy_if(world().clocks, std::back_inserter(due), [](const t_clock* clock) {
    return clock->due >= 0.0 && clock->due <= world().now;
  });
  for (t_clock* clock : due) {
    clock->due = -1.0;
    call(clock->function, clock->owner);
  }
}

const char* host_log() { return lend(std::exchange(world().log, {})); }

void host_search_path(const char* folder, int is_patch) {
  if (is_patch != 0) world().canvas.folders.clear();
  world().canvas.folders.emplace_back(folder);
}
