// Signals: every object is a chain of its own.
#include <algorithm>

#include "host.hpp"

float sys_getsr() { return static_cast<float>(host::world().sample_rate); }

void z_dsp_setup(t_pxobject* x, long nsignals) {
  x->z_count = static_cast<short>(nsignals);
  host::instance_of(x)->inlets = nsignals;
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
