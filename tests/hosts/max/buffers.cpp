// The sounds that buffer~ objects hold, by name.
#include "host.hpp"

namespace {

host::Buffer& buffer_of(t_buffer_obj* object) { return *reinterpret_cast<host::Buffer*>(object); }

}  // namespace

t_buffer_ref* buffer_ref_new(t_object*, t_symbol* name) {
  host::only_on_main(__func__);
  return static_cast<t_buffer_ref*>(host::keep(host::world().references, _buffer_ref{name}));
}

t_buffer_obj* buffer_ref_getobject(t_buffer_ref* x) {
  const host::Lock lock(host::world().mutex);
  const auto found = host::world().buffers.find(x->name->s_name);
  return found == host::world().buffers.end() ? nullptr : &found->second.header;
}

t_atom_long buffer_getchannelcount(t_buffer_obj* buffer) {
  return static_cast<t_atom_long>(buffer_of(buffer).channels);
}

t_atom_long buffer_getframecount(t_buffer_obj* buffer) {
  const host::Buffer& held = buffer_of(buffer);
  return static_cast<t_atom_long>(held.samples.size() / held.channels);
}

t_atom_float buffer_getsamplerate(t_buffer_obj* buffer) { return buffer_of(buffer).rate; }

float* buffer_locksamples(t_buffer_obj* buffer) {
  host::Buffer& held = buffer_of(buffer);
  if (held.samples.empty()) return nullptr;
  ++held.locks;
  return held.samples.data();
}

void buffer_unlocksamples(t_buffer_obj* buffer) {
  if (--buffer_of(buffer).locks < 0) host::violation("a buffer~ unlocked that was not locked");
}
