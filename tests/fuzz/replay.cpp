// Plays performances without libFuzzer: `granvae_replay FILE…` those that a fuzzer found, and
// `granvae_replay --random COUNT SEED` as many random ones as one likes.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <random>
#include <string_view>
#include <vector>

#include "perform.hpp"
#include "script.hpp"

namespace {

constexpr std::uint32_t kLongest = 2048;  // bytes

std::uint64_t play_random(long count, unsigned seed) {
  std::uint64_t calls = 0;
  std::mt19937 generator(seed);
  for (long i = 0; i < count; ++i) {
    calls += granvae::fuzz::perform(granvae::fuzz::random_bytes(generator, generator() % kLongest));
  }
  return calls;
}

std::uint64_t play_file(const char* path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    std::fprintf(stderr, "'%s' cannot be read.\n", path);
    std::exit(1);
  }
  const std::vector<char> bytes(std::istreambuf_iterator<char>(file), {});
  return granvae::fuzz::perform(
      {reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()});
}

}  // namespace

int main(int count, char** arguments) {
  std::uint64_t calls = 0;
  if (count == 4 && std::string_view(arguments[1]) == "--random") {
    calls = play_random(std::atol(arguments[2]), static_cast<unsigned>(std::atol(arguments[3])));
  } else {
    for (int i = 1; i < count; ++i) calls += play_file(arguments[i]);
  }
  std::printf("%llu calls of process() kept their promises\n",
              static_cast<unsigned long long>(calls));
}
