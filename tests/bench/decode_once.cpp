// A process that does nothing but decode: what a host gains and pays by reading a model.
#include <sys/resource.h>

#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <exception>
#include <fstream>
#include <string>
#include <vector>

#include "decoder/decoder.hpp"

namespace {

constexpr int kRounds = 200;

long page_faults() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_minflt + usage.ru_majflt;
}

// In KiB; 0 where the system does not say.
long resident() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("VmRSS:")) return std::strtol(line.c_str() + 6, nullptr, 10);
  }
  return 0;
}

void decode(granvae::decoder::Decoder& decoder, int count) {
  const granvae::decoder::ModelInfo& info = decoder.info();
  const auto size = static_cast<std::size_t>(count);
  static std::vector<float> latents;
  static std::vector<float> samples;
  latents.assign(size * static_cast<std::size_t>(info.latents), 0.5f);
  samples.assign(size * static_cast<std::size_t>(info.grain), 0.0f);
  decoder.decode(latents, {}, samples);
}

}  // namespace

// Prints a line: ms of CPU time from nothing to the first grain; then, over many batches of 1 to 8
// grains, the page faults and the KiB by which the process grew; and the KiB resident at the end.
int main(int count, char** arguments) {
  if (count != 2) return 2;
  try {
    const std::clock_t before = std::clock();
    const auto decoder = granvae::decoder::load_decoder(arguments[1]);
    decode(*decoder, 1);
    const double taken = 1000.0 * static_cast<double>(std::clock() - before) / CLOCKS_PER_SEC;
    const int largest = decoder->largest_batch();
    for (int batch = largest; batch > 0; --batch) decode(*decoder, batch);
    resident();
    const long memory = resident();
    const long faults = page_faults();
    for (int i = 0; i < kRounds; ++i) decode(*decoder, i % largest + 1);
    const long more = page_faults() - faults;
    const long end = resident();
    std::printf("%.1f %ld %ld %ld\n", taken, more, end - memory, end);
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
}
