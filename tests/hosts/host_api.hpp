// What a test drives a host by, whichever it is. Text goes in and out, UTF-8.
#pragma once

#if defined(_WIN32)
#define HOST_EXPORT __declspec(dllexport)
#else
#define HOST_EXPORT __attribute__((visibility("default")))
#endif

extern "C" {

// Null, or what went wrong. The host never unloads an external.
HOST_EXPORT const char* host_load(const char* path);

// As typed into an object box. Null if there is no such class or the object refuses.
HOST_EXPORT void* host_new(const char* box);
HOST_EXPORT void host_delete(void* x);

// A message as it is typed into a message box, from one of the host's threads: 1 is the main one.
HOST_EXPORT void host_send(void* x, long inlet, int thread, const char* message);

// Makes the chain anew. Bit i of `connected` is inlet i.
HOST_EXPORT void host_dsp(void* x, double sample_rate, long vector, unsigned connected);

// Plays whole vectors, as far as `frames` go: (channels of inlets, frames) in, (signal outlets,
// frames) out.
HOST_EXPORT void host_play(void* x, const double* ins, double* outs, long frames);

// Lets some time pass.
HOST_EXPORT void host_pass(double milliseconds);

// What was logged since the last call, a line each.
HOST_EXPORT const char* host_log();

// Adds a folder to the search path, or begins a new one with the patch's own.
HOST_EXPORT void host_search_path(const char* folder, int is_patch);
}
