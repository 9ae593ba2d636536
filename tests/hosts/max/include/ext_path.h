/* Files by a folder's number and a name; part of the test host's Max API, see ext.h. */
#pragma once

#include "ext.h"

extern "C" {

/* How a collective keeps a file: unpacked, as a file of its own. */
enum { COLLECTIVE_EXTRACTTOTEMPFOLDER = 4 };

/* On the search path; writes the bare name over `name`. Not 0: there is none. */
short locatefile_extended(char* name, short* outvol, t_fourcc* outtype,
                          const t_fourcc* filetypelist, short numtypes);
/* Not 0 if there is such a file. */
long path_exists(short path, const char* filename);
/* Parts a full path; its file need not exist. */
short path_frompathname(const char* name, short* path, char* filename);
/* The folder that was used last, such as that of a patcher that was opened. */
short path_getdefault(void);
/* Into MAX_PATH_CHARS bytes. */
t_max_err path_toabsolutesystempath(const short in_path, const char* in_filename,
                                    char* out_filepath);
}
