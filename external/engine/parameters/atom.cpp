#include "engine/parameters/atom.hpp"

#include <locale>
#include <sstream>

namespace granvae::engine {

std::string text_of(double number) {
  // Not to_chars, which for floating point needs macOS 13.3.
  std::ostringstream text;
  text.imbue(std::locale::classic());
  text << number;
  return text.str();
}

std::string text_of(const Atom& atom) {
  if (const auto* text = std::get_if<std::string>(&atom)) return *text;
  if (const auto* whole = std::get_if<std::int64_t>(&atom)) return std::to_string(*whole);
  return text_of(std::get<double>(atom));
}

std::string plural(std::size_t count, std::string_view noun) {
  return std::to_string(count) + " " + std::string(noun) + (count == 1 ? "" : "s");
}

}  // namespace granvae::engine
