/* The part of the Max API that granvae~ uses, declared anew for tests without a Max SDK: names,
   types and layouts are those of the 64-bit SDK, the rest is not here. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#ifdef _WIN32
#define C74_EXPORT __declspec(dllexport)
#else
#define C74_EXPORT __attribute__((visibility("default")))
#endif

extern "C" {

typedef intptr_t t_ptr_int;
typedef t_ptr_int t_atom_long;
typedef t_atom_long t_max_err;
typedef double t_atom_float;
typedef uint32_t t_fourcc;

/* A function of any type; who calls it casts it back. */
typedef void* (*method)(void*);

typedef void t_inlet;
typedef void t_outlet;
typedef void t_qelem;
typedef void t_clock;

struct messlist;
typedef struct maxclass t_class;

/* What every object begins with. */
typedef struct object {
  struct messlist* o_messlist;
  t_ptr_int o_magic;
  t_inlet* o_inlet;
  t_outlet* o_outlet;
} t_object;

typedef struct symbol {
  char* s_name;
  struct object* s_thing;
} t_symbol;

union word {
  t_atom_long w_long;
  t_atom_float w_float;
  struct symbol* w_sym;
  struct object* w_obj;
};

typedef struct atom {
  short a_type;
  union word a_w;
} t_atom;

/* Types of atoms and of arguments. */
enum { A_NOTHING, A_LONG, A_FLOAT, A_SYM, A_GIMME = 8, A_CANT = 9 };
enum { MAX_ERR_NONE = 0, MAX_ERR_GENERIC = -1, MAX_ERR_INVALID_PTR = -2, MAX_ERR_OUT_OF_MEM = -4 };
enum { ASSIST_INLET = 1, ASSIST_OUTLET };
enum { ASSIST_MAX_STRING_LEN = 500 };
enum { MAX_PATH_CHARS = 2048 };

typedef struct _atomarray t_atomarray;

/* What an external has to define: called once, when it is loaded. */
void C74_EXPORT ext_main(void* r);

t_symbol* gensym(const char* s);

/* Any thread. */
void object_error(t_object* x, const char* s, ...);
short systhread_ismainthread(void);

/* Ports. Outlets are made from right to left. */
void* outlet_new(void* x, const char* s);
void* outlet_anything(t_outlet* x, t_symbol* s, short ac, t_atom* av);
long proxy_getinlet(t_object* master);

/* The main thread's queue: a function that is set is called once, however often it was set. */
void* qelem_new(void* obj, method fn);
void qelem_set(t_qelem* x);
void qelem_free(t_qelem* x);

/* The scheduler; times in ms. */
t_clock* clock_new(void* obj, method fn);
void clock_fdelay(t_clock* x, double f);

/* Dialogs answer 0, or another number if the user cancels. */
void open_promptset(const char* s);
short open_dialog(char* name, short* volptr, t_fourcc* typeptr, t_fourcc* types, short ntypes);
void saveas_promptset(const char* s);
short saveasdialog_extended(char* name, short* vol, t_fourcc* type, t_fourcc* typelist,
                            short numtypes);

/* Answers "fileusage", sent by what collects the files that a patch needs. */
void fileusage_addfile(void* w, long flags, const char* name, short path);

/* Some folders of a package, or all of it. */
void fileusage_addpackage(void* w, const char* name, t_atomarray* subfoldernames);

/* Sends "filechanged" to its owner. */
void* filewatcher_new(t_object* owner, const short path, const char* filename);
void filewatcher_start(void* x);

/* A file held over the box: who takes it says which message it wants when it is dropped. */
long jdrag_matchdragrole(t_object* dx, t_symbol* role, long flags);
void jdrag_object_add(t_object* dg, t_object* obj, t_symbol* msg);
}

#include "ext_path.h"
#include "ext_strings.h"
