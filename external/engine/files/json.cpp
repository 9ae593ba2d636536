#include "engine/files/json.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <system_error>
#if !defined(__cpp_lib_to_chars)
#include <locale>
#include <sstream>
#endif

namespace granvae::engine {
namespace {

constexpr int kDeepest = 64;  // arrays in arrays; what is deeper is no file of ours

void append_utf8(std::string& text, unsigned code) {
  const auto add = [&text](unsigned byte) { text.push_back(static_cast<char>(byte)); };
  if (code < 0x80) return add(code);
  if (code < 0x800) {
    add(0xc0 | code >> 6);
  } else {
    if (code < 0x10000) {
      add(0xe0 | code >> 12);
    } else {
      add(0xf0 | code >> 18);
      add(0x80 | (code >> 12 & 0x3f));
    }
    add(0x80 | (code >> 6 & 0x3f));
  }
  add(0x80 | (code & 0x3f));
}

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  Json document() {
    Json json = value(0);
    skip();
    if (at_ < text_.size()) fail("goes on after its end");
    return json;
  }

 private:
  [[noreturn]] void fail(const std::string& what) const {
    throw JsonError(what + " in line " + std::to_string(line_));
  }

  void skip() {
    for (; at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      if (c == '\n') ++line_;
      if (c != ' ' && c != '\t' && c != '\n' && c != '\r') return;
    }
  }

  char peek() {
    skip();
    if (at_ == text_.size()) fail("breaks off");
    return text_[at_];
  }

  bool take(char c) {
    if (peek() != c) return false;
    ++at_;
    return true;
  }

  void expect(char c) {
    if (!take(c)) fail(std::string("has no '") + c + "' where one belongs");
  }

  Json value(int depth) {
    if (depth > kDeepest) fail("is nested too deep");
    const char c = peek();
    Json json;
    json.line = line_;
    if (c == '{') {
      json.value = object(depth);
    } else if (c == '[') {
      json.value = array(depth);
    } else if (c == '"') {
      json.value = string();
    } else {
      json.value = literal();
    }
    return json;
  }

  Json::Object object(int depth) {
    Json::Object fields;
    expect('{');
    if (take('}')) return fields;
    do {
      if (peek() != '"') fail("has a field without a name");
      std::string name = string();
      expect(':');
      fields.insert_or_assign(std::move(name), value(depth + 1));
    } while (take(','));
    expect('}');
    return fields;
  }

  Json::Array array(int depth) {
    Json::Array items;
    expect('[');
    if (take(']')) return items;
    do {
      items.push_back(value(depth + 1));
    } while (take(','));
    expect(']');
    return items;
  }

  decltype(Json::value) literal() {
    const std::size_t begin = at_;
    constexpr std::string_view kEnds = " \t\r\n,]}:[{\"";
    while (at_ < text_.size() && kEnds.find(text_[at_]) == std::string_view::npos) ++at_;
    const std::string_view name = text_.substr(begin, at_ - begin);
    if (name == "null") return nullptr;
    if (name == "true") return true;
    if (name == "false") return false;
    const double number = parse_number(name);
    if (!std::isfinite(number)) fail("has '" + std::string(name) + "' where a value belongs");
    return number;
  }

  std::string string() {
    std::string text;
    for (++at_; at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      if (c == '"') {
        ++at_;
        return text;
      }
      if (c == '\n') break;
      if (c == '\\') {
        escaped(text);
      } else {
        text.push_back(c);
      }
    }
    fail("has a text without an end");
  }

  void escaped(std::string& text) {
    constexpr std::string_view kNames = "\"\\/bfnrt";
    constexpr std::string_view kMeanings = "\"\\/\b\f\n\r\t";
    const char c = ++at_ < text_.size() ? text_[at_] : '\0';
    if (const auto k = kNames.find(c); k != std::string_view::npos) {
      text.push_back(kMeanings[k]);
      return;
    }
    if (c != 'u') fail("has a wrong '\\' in a text");
    unsigned code = hexadecimal();
    const bool high = code >= 0xd800 && code < 0xdc00;
    if (high && text_.substr(at_ + 1, 2) == "\\u") {
      at_ += 2;
      code = 0x10000 + ((code & 0x3ff) << 10) + (hexadecimal() & 0x3ff);
    }
    append_utf8(text, code);
  }

  unsigned hexadecimal() {
    unsigned code = 0;
    for (int k = 0; k < 4; ++k) {
      constexpr std::string_view kDigits = "0123456789abcdef";
      const char c = ++at_ < text_.size() ? static_cast<char>(text_[at_] | 0x20) : '\0';
      const auto digit = kDigits.find(c);
      if (digit == std::string_view::npos) fail("has a wrong '\\u' in a text");
      code = code << 4 | static_cast<unsigned>(digit);
    }
    return code;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  int line_ = 1;
};

}  // namespace

const Json* Json::field(std::string_view name) const {
  const auto* fields = std::get_if<Object>(&value);
  if (fields == nullptr) return nullptr;
  const auto found = fields->find(name);
  return found == fields->end() ? nullptr : &found->second;
}

Json parse_json(std::string_view text) { return Parser(text).document(); }

std::string quoted_json(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    const auto code = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      quoted += {'\\', c};
    } else if (code < 0x20) {
      quoted += {'\\', 'u', '0', '0', kDigits[code >> 4], kDigits[code & 0xf]};
    } else {
      quoted += c;
    }
  }
  return quoted + '"';
}

double parse_number(std::string_view text) {
  constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
  // These would also take hexadecimal, and letters after a number.
  if (text.empty() || text.find_first_not_of("0123456789+-.eE") != std::string_view::npos) {
    return kNone;
  }
#if defined(__cpp_lib_to_chars)
  double number = 0.0;
  if (text.starts_with('+') && !text.starts_with("+-")) text.remove_prefix(1);
  const char* const begin = text.data();
  const char* const end = begin + text.size();
  const auto [rest, fault] = std::from_chars(begin, end, number);
  return fault == std::errc() && rest == end && std::isfinite(number) ? number : kNone;
#else
  // macOS before 26; one stream, since to make it is slow.
  static thread_local std::istringstream stream = [] {
    std::istringstream made;
    made.imbue(std::locale::classic());
    return made;
  }();
  stream.clear();
  stream.str(std::string(text));
  double number = 0.0;
  const bool whole = (stream >> number) && stream.peek() == std::istringstream::traits_type::eof();
  return whole && std::isfinite(number) ? number : kNone;
#endif
}

}  // namespace granvae::engine
