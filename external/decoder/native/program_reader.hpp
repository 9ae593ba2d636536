// Reads the numbers of native.bin, all little-endian.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "decoder/native/panels.hpp"

namespace granvae::decoder::native {

struct FormatError : std::runtime_error {
  FormatError() : std::runtime_error("native.bin does not fit") {}
};

// A file of the archive around native.bin, such as data/12: nothing where there is none, or it is
// damaged.
using ReadRecord = std::function<std::optional<std::vector<std::byte>>(std::string_view name)>;

// Whatever does not fit throws a FormatError.
class ProgramReader {
 public:
  ProgramReader(std::span<const std::byte> file, const ReadRecord& record)
      : left_(file), record_(record) {}

  std::uint32_t uint32();
  int count();     // of something in the file: at most 2^24
  int positive();  // the same, and not 0
  float float32();
  double float64();
  std::string text();  // after its number of bytes
  std::string text(std::size_t size);
  // So many in a row.
  Floats floats(std::initializer_list<int> shape);
  // The same after a u32 that says where they are: 0 here; 1 and 2 in the record whose name
  // follows, of nothing else, as 32 and as 16 bits each (IEEE 754).
  Floats tensor(std::initializer_list<int> shape);
  bool done() const { return left_.empty(); }

 private:
  std::size_t counted(std::initializer_list<int> shape);
  std::span<const std::byte> take(std::size_t size);

  std::span<const std::byte> left_;
  const ReadRecord& record_;
  std::size_t floats_ = 0;  // that were read so far
};

}  // namespace granvae::decoder::native
