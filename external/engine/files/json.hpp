// Just enough of JSON (RFC 8259) to read what models and paths say of themselves.
#pragma once

#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace granvae::engine {

struct Json {
  using Array = std::vector<Json>;
  using Object = std::map<std::string, Json, std::less<>>;
  std::variant<std::nullptr_t, bool, double, std::string, Array, Object> value;
  int line = 1;  // of the text, on which it begins

  // Null when it is something else, or when there is no such field.
  const double* number() const { return std::get_if<double>(&value); }
  const std::string* text() const { return std::get_if<std::string>(&value); }
  const Array* array() const { return std::get_if<Array>(&value); }
  const Json* field(std::string_view name) const;
};

// Its text finishes a sentence that begins with the file: "breaks off in line 3".
class JsonError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// Throws JsonError.
Json parse_json(std::string_view text);

// As a JSON string, with its quotes.
std::string quoted_json(std::string_view text);

// A number in the syntax of JSON, or with a leading + or dot, whatever language the machine speaks;
// nothing else, and NaN when it is none or not finite.
double parse_number(std::string_view text);

}  // namespace granvae::engine
