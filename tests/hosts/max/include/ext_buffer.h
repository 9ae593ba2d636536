/* The part of Max's buffer~ API that granvae~ uses; see ext.h. */
#pragma once

#include "ext.h"

extern "C" {

typedef struct _buffer_ref t_buffer_ref;
typedef t_object t_buffer_obj;

/* A reference is an object, and freed as one. */
t_buffer_ref* buffer_ref_new(t_object* self, t_symbol* name);
/* Null while there is no buffer~ of this name. */
t_buffer_obj* buffer_ref_getobject(t_buffer_ref* x);

t_atom_long buffer_getchannelcount(t_buffer_obj* buffer_object);
t_atom_long buffer_getframecount(t_buffer_obj* buffer_object);
t_atom_float buffer_getsamplerate(t_buffer_obj* buffer_object);
/* Frame by frame; null if there are none. What is locked must be unlocked. */
float* buffer_locksamples(t_buffer_obj* buffer_object);
void buffer_unlocksamples(t_buffer_obj* buffer_object);
}
