/* What a patcher's file holds of a box; part of the test host's Max API, see ext.h. */
#pragma once

#include "ext.h"

extern "C" {

typedef struct _dictionary t_dictionary;

/* Copies the text. */
t_max_err dictionary_appendstring(t_dictionary* d, t_symbol* key, const char* value);
/* Not a copy: it lives as long as the dictionary. */
t_max_err dictionary_getstring(const t_dictionary* d, t_symbol* key, const char** value);
}
