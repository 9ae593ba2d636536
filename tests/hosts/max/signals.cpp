// Signals: every object is a chain of its own.
#include <algorithm>

#include "host.hpp"

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
