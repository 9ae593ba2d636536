// Arrays as NumPy stores them:
// https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "decoder/native/archive.hpp"

namespace granvae::engine {

// The array `name` of an npz that is not compressed.
class NpyArray {
 public:
  // Nothing where there is none of this name, or none that is stored plainly. Throws
  // std::runtime_error with what is wrong with it.
  static std::optional<NpyArray> read(decoder::native::Archive& npz, std::string_view name);

  const std::vector<std::size_t>& shape() const { return shape_; }

  // Its values, row by row. Each throws std::runtime_error where the array holds others: float16,
  // finite; uint16; texts, as UTF-8.
  std::vector<float> halves() const;
  std::vector<std::uint16_t> whole_numbers() const;
  std::vector<std::string> texts() const;

 private:
  NpyArray(std::string name, std::vector<std::byte> file);
  [[noreturn]] void fail(const std::string& what) const;
  // The bytes of the values of this kind and size.
  std::span<const std::byte> values(std::string_view kind, std::size_t size) const;

  std::string name_;
  std::vector<std::byte> file_;
  std::size_t data_ = 0;  // where the values begin
  std::string kind_;      // such as "<f2"
  std::vector<std::size_t> shape_;
  std::size_t count_ = 1;  // of all values
};

}  // namespace granvae::engine
