// A word of a message, as patches send it and are told it.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace granvae::engine {

using Word = std::variant<std::int64_t, double, std::string>;
using Words = std::vector<Word>;

inline bool is_text(const Word& word) { return std::holds_alternative<std::string>(word); }

// A text is no number, and so becomes what is told from every number.
inline double number_of(const Word& word) {
  if (const auto* whole = std::get_if<std::int64_t>(&word)) return static_cast<double>(*whole);
  if (const auto* number = std::get_if<double>(&word)) return *number;
  return std::numeric_limits<double>::quiet_NaN();
}

// A number as it is typed: 1 and not 1.000000.
std::string text_of(const Word& word);
std::string text_of(double number);

// As 1 grain, 2 grains.
std::string plural(std::size_t count, std::string_view noun);

}  // namespace granvae::engine
