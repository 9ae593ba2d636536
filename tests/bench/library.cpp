// The face of this library for Python's ctypes.
#include <string_view>

#include "subjects.hpp"

#if defined(__clang__)
#define GRANVAE_BENCH_COMPILER "Clang " __clang_version__
#else
#define GRANVAE_BENCH_COMPILER "GCC " __VERSION__
#endif

using namespace granvae::bench;

extern "C" {
#pragma GCC visibility push(default)

const char* bench_compiler() { return GRANVAE_BENCH_COMPILER; }

// Null where there is no subject of this name. The table's size is a power of two.
Subject* bench_new(const char* name, const float* table, int size, double speed,
                   const char* interpolation, int grains, int length) {
  const Job job{{table, static_cast<std::size_t>(size)}, speed, interpolation, grains, length};
  const std::string_view wanted(name);
  if (wanted == "core cloud") return core_cloud(job).release();
  if (wanted == "core loop") return core_loop(job).release();
  if (wanted == "bare cloud") return bare_cloud(job).release();
  if (wanted == "bare read") return bare_read(job).release();
  return nullptr;
}

// That many blocks, one after the other, into the same memory.
void bench_run(Subject* subject, float* left, float* right, int block, int blocks) {
  for (int i = 0; i < blocks; ++i) subject->run(left, right, block);
}

void bench_fft(const float* samples, int size, int rounds, double* plan, double* transform) {
  const FftTimes times = time_fft({samples, static_cast<std::size_t>(size)}, rounds);
  *plan = times.plan;
  *transform = times.transform;
}

void bench_delete(Subject* subject) { delete subject; }

#pragma GCC visibility pop
}  // extern "C"
