/* Patchers; part of the test host's Max API, see ext.h. */
#pragma once

#include "ext.h"

extern "C" {

/* The outermost patcher, which has a file. */
t_object* jpatcher_get_toppatcher(t_object* p);
/* Null or empty if it was never saved. */
t_symbol* jpatcher_get_filepath(t_object* p);
}
