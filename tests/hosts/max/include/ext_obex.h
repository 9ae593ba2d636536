/* Classes, objects and attributes; part of the test host's Max API, see ext.h. */
#pragma once

#include "ext.h"

extern "C" {

/* The types of a function's arguments end with 0. */
t_class* class_new(const char* name, const method mnew, const method mfree, long size,
                   const method mmenu, short type, ...);
t_max_err class_addmethod(t_class* c, const method m, const char* name, ...);
t_max_err class_alias(t_class* c, t_symbol* aliasname);
t_max_err class_register(t_symbol* name_space, t_class* c);

/* `mget`: (object, attribute, long* count, t_atom** atoms); `mset`: (object, attribute, long count,
   t_atom* atoms); both answer a t_max_err. */
t_object* attribute_new(const char* name, t_symbol* type, long flags, method mget, method mset);
t_max_err class_addattr(t_class* c, t_object* attr);
/* An attribute of an attribute, such as its label. */
t_max_err class_attr_addattr_atoms(t_class* c, const char* attrname, const char* attrname2,
                                   t_symbol* type, long flags, long ac, t_atom* av);

/* Zeroed memory of the class's size. */
void* object_alloc(t_class* c);
t_max_err object_free(void* x);
t_max_err object_obex_store(void* x, t_symbol* key, t_object* val);
/* "#P" is the patcher that a box is in. */
t_max_err object_obex_lookup(void* x, t_symbol* key, t_object** val);

/* As in the SDK, where it takes any arguments; the host knows one message: a chain is asked for
   "getnuminputchannels" of an object's inlet. */
void* object_method(void* x, t_symbol* s, void* object, long inlet);
/* What the SDK's macro makes of it for 64 bits. */
void* object_method_imp(void* x, void* sym, void* p1, void* p2, void* p3, void* p4, void* p5,
                        void* p6, void* p7, void* p8);

/* How many arguments come before the first @attribute. */
long attr_args_offset(short ac, t_atom* av);
void attr_args_process(void* x, short ac, t_atom* av);

t_max_err atom_setlong(t_atom* a, t_atom_long b);
t_max_err atom_setfloat(t_atom* a, double b);
t_max_err atom_setsym(t_atom* a, t_symbol* b);
t_atom_long atom_getlong(const t_atom* a);
t_atom_float atom_getfloat(const t_atom* a);
t_symbol* atom_getsym(const t_atom* a);
long atom_gettype(const t_atom* a);
/* One atom, unless there is memory for one already. */
t_max_err atom_alloc(long* ac, t_atom** av, char* alloc);
}
