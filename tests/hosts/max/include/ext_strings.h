/* Part of the test host's Max API; see ext.h. */
#pragma once

extern "C" {

/* Copies what fits into `size` bytes, always with a zero at the end. */
char* strncpy_zero(char* dst, const char* src, long size);
}
