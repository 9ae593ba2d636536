/* Lists of atoms as objects; part of the test host's Max API, see ext.h. */
#pragma once

#include "ext.h"

extern "C" {

/* An object, and freed as one; it copies the atoms. */
t_atomarray* atomarray_new(long ac, t_atom* av);
}
