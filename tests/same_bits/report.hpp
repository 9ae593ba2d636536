// What is compared between machines.
#pragma once

#include <bit>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace granvae::same_bits {

// FNV-1a (Fowler, Noll & Vo) over the bits of numbers.
class Hash {
 public:
  void add(float value) { add_bits(std::bit_cast<std::uint32_t>(value)); }
  void add(double value) { add_bits(std::bit_cast<std::uint64_t>(value)); }
  void add(int value) { add_bits(static_cast<std::uint32_t>(value)); }
  template <class Value>
  void add_all(std::span<const Value> values) {
    for (const Value value : values) add(value);
  }
  std::uint64_t value() const { return value_; }

 private:
  void add_bits(std::uint64_t bits) { value_ = (value_ ^ bits) * 0x100000001b3; }
  std::uint64_t value_ = 0xcbf29ce484222325;
};

// Takes the name of a scene, and the hash of all that came out of it.
using Report = std::function<void(const std::string& scene, const Hash& hash)>;

void play_loops(const Report& report);
void play_clouds(const Report& report);
void play_scripts(const Report& report);
// `model`: the file whose corpus is walked.
void make_paths(const std::string& model, const Report& report);

// Grains of a model: (grains, samples). Kernels for different vectors round differently.
std::vector<float> decoded_grains(const std::string& model);

}  // namespace granvae::same_bits
