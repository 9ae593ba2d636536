// The atoms of a message: numbers and symbols, as patches send and receive them.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace granvae::engine {

using Atom = std::variant<std::int64_t, double, std::string>;
using Atoms = std::vector<Atom>;

inline bool is_text(const Atom& atom) { return std::holds_alternative<std::string>(atom); }

inline bool is_whole(const Atom& atom) { return std::holds_alternative<std::int64_t>(atom); }

// NaN for a text.
inline double number_of(const Atom& atom) {
  if (const auto* whole = std::get_if<std::int64_t>(&atom)) return static_cast<double>(*whole);
  if (const auto* number = std::get_if<double>(&atom)) return *number;
  return std::numeric_limits<double>::quiet_NaN();
}

// A number as it is typed: 1 and not 1.000000.
std::string text_of(const Atom& atom);
std::string text_of(double number);

// As 1 grain, 2 grains.
std::string plural(std::size_t count, std::string_view noun);

}  // namespace granvae::engine
