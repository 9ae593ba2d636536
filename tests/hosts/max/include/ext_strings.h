/* Part of the test host's Max API; see ext.h. */
#ifndef GRANVAE_TEST_EXT_STRINGS_H
#define GRANVAE_TEST_EXT_STRINGS_H

#ifdef __cplusplus
extern "C" {
#endif

/* Copies what fits into `size` bytes, always with a zero at the end. */
char* strncpy_zero(char* dst, const char* src, long size);

#ifdef __cplusplus
}
#endif

#endif
