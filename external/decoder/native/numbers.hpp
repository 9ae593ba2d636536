// Numbers as files hold them, whatever the machine is.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>

namespace granvae::decoder::native {

// Of up to four bytes.
inline std::uint32_t little_endian(std::span<const std::byte> bytes) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    value |= std::to_integer<std::uint32_t>(bytes[i]) << (8 * i);
  }
  return value;
}

// IEEE 754 binary16: one bit of sign, five of exponent, ten of fraction. Not a number where it is
// not finite.
inline float half_precision(std::uint32_t bits) {
  const std::uint32_t sign = (bits & 0x8000u) << 16;
  const std::uint32_t rest = bits & 0x7fffu;
  if (rest >= 0x7c00u) return std::numeric_limits<float>::quiet_NaN();
  // The exponents' biases differ by 112; the product also makes subnormal numbers normal.
  const float magnitude = std::bit_cast<float>(rest << 13) * 0x1p112f;
  return std::bit_cast<float>(std::bit_cast<std::uint32_t>(magnitude) | sign);
}

}  // namespace granvae::decoder::native
