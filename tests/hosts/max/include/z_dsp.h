/* Signals; part of the test host's Max API, see ext.h. */
#pragma once

#include "ext.h"

extern "C" {

/* What every object with signals begins with. */
typedef struct t_pxobject {
  struct object z_ob;
  long z_in;
  void* z_proxy;
  long z_disabled;
  short z_count;
  short z_misc;
} t_pxobject;

/* A bit of z_misc: the object knows that an inlet may have several channels. */
#define Z_MC_INLETS 32

typedef void (*t_perfroutine64)(t_object* x, t_object* dsp64, double** ins, long numins,
                                double** outs, long numouts, long sampleframes, long flags,
                                void* userparam);

float sys_getsr(void);
void class_dspinit(t_class* c);

void z_dsp_setup(t_pxobject* x, long nsignals);
#define dsp_setup z_dsp_setup
/* Takes the object out of the chain: the first thing that its free function does. */
void z_dsp_free(t_pxobject* x);
#define dsp_free z_dsp_free

void dsp_add64(t_object* chain, t_object* x, t_perfroutine64 f, long flags, void* userparam);
}
