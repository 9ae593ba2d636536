#include "engine/state/state_json.hpp"

#include <cmath>
#include <functional>
#include <limits>
#include <locale>
#include <sstream>
#include <stdexcept>
#include <string_view>
#include <utility>

#include "engine/files/file.hpp"
#include "engine/path/path_json.hpp"

namespace granvae::engine {
namespace {

constexpr double kMostLatents = 65536;
constexpr double kLargestExact = 0x1p53;  // whole number of double precision

// As short as it can be read back.
std::string number_text(double number) {
  constexpr int kAll = std::numeric_limits<double>::max_digits10;
  for (const int digits : {6, kAll - 2, kAll}) {
    std::ostringstream text;
    text.imbue(std::locale::classic());
    text.precision(digits);
    text << number;
    if (parse_number(text.str()) == number) return text.str();
  }
  return "0";
}

std::string json_text(const Atom& atom) {
  if (const auto* text = std::get_if<std::string>(&atom)) return quoted_json(*text);
  return is_whole(atom) ? text_of(atom) : number_text(number_of(atom));
}

// Seeds of 64 bits are texts where a number would not hold them.
std::string seed_text(std::uint64_t seed) {
  const auto number = static_cast<std::int64_t>(seed);
  const bool exact = std::abs(static_cast<double>(number)) < kLargestExact;
  return exact ? std::to_string(number) : quoted_json(std::to_string(number));
}

class Reader {
 public:
  Reader(const Json& json, const std::string& file) : json_(json), file_(file) {}

  ReadState read() {
    State& state = read_.state;
    attempt([&] {
      if (const Json* model = json_.field("model")) state.model = text_in(*model, "model");
    });
    for (const auto& entry : fields_of("parameters")) {
      attempt([&] { read_parameter(entry.first, entry.second); });
    }
    if (const Json* path = json_.field("path")) {
      attempt([&] { state.path = path_of(*path); });
    }
    for (const auto& entry : fields_of("stored")) {
      attempt([&] { state.stored.insert_or_assign(entry.first, path_of(entry.second)); });
    }
    attempt([&] { read_stay(); });
    attempt([&] { read_walk(); });
    return std::move(read_);
  }

 private:
  void attempt(const std::function<void()>& part) {
    try {
      part();
    } catch (const std::exception& error) {
      read_.faults.emplace_back(error.what());
    }
  }

  [[noreturn]] void refuse_field(const std::string& name, const Json& value,
                                 const std::string& wanted) const {
    refuse(file_, "has '" + name + "' in line " + std::to_string(value.line) + " that is no " +
                      wanted + "; write the state again.");
  }

  const std::string& text_in(const Json& value, const std::string& name) const {
    if (const std::string* text = value.text()) return *text;
    refuse_field(name, value, "text");
  }

  const Json::Object& fields_of(const std::string& name) {
    static const Json::Object none;
    const Json* field = json_.field(name);
    if (field == nullptr) return none;
    if (const auto* fields = std::get_if<Json::Object>(&field->value)) return *fields;
    attempt([&] { refuse_field(name, *field, "set of named fields"); });
    return none;
  }

  void read_parameter(const std::string& name, const Json& value) {
    const Parameter* parameter = find_parameter(name);
    if (parameter == nullptr || parameter->timing == Timing::signal) return;
    const std::string* choice = value.text();
    const double* number = value.number();
    if (choice == nullptr && number == nullptr) {
      refuse_field(name, value, "number or name of a choice");
    }
    const ParsedValue found =
        choice != nullptr ? parsed(*parameter, *choice) : parsed(*parameter, *number);
    if (found.fault) throw std::runtime_error("'" + file_ + "': " + *found.fault);
    read_.state.parameters[parameter->id] = found.value;
  }

  LatentPath path_of(const Json& value) const {
    const Json* field = value.field("latents");
    const double* latents = field == nullptr ? nullptr : field->number();
    if (latents == nullptr || !(*latents >= 1 && *latents <= kMostLatents) ||
        *latents != std::floor(*latents)) {
      refuse(file_, "has a path in line " + std::to_string(value.line) +
                        " without its number of latents; write the state again.");
    }
    LatentPath path = path_in(value, static_cast<int>(*latents), file_);
    check_count(static_cast<double>(path.count()), "'" + file_ + "'");
    return path;
  }

  void read_stay() {
    const Json* stay = json_.field("stay");
    if (stay == nullptr) return;
    if (stay->array() == nullptr) refuse_field("stay", *stay, "list of names and numbers");
    Atoms atoms;
    for (const Json& sound : *stay->array()) {
      if (const double* number = sound.number()) {
        atoms.emplace_back(*number);
      } else {
        atoms.emplace_back(text_in(sound, "stay"));
      }
    }
    read_.state.stay = std::move(atoms);
  }

  void read_walk() {
    const Json* walk = json_.field("walk");
    if (walk == nullptr) return;
    const double* number = walk->number();
    if (number != nullptr && std::abs(*number) <= kLargestExact) {
      read_.state.walk = static_cast<std::uint64_t>(static_cast<std::int64_t>(*number));
      return;
    }
    std::istringstream digits(walk->text() == nullptr ? "" : *walk->text());
    std::int64_t seed = 0;
    if (!(digits >> seed)) refuse_field("walk", *walk, "seed");
    read_.state.walk = static_cast<std::uint64_t>(seed);
  }

  const Json& json_;
  const std::string& file_;
  ReadState read_;
};

}  // namespace

std::string text_of(const State& state) {
  std::ostringstream text;
  text.imbue(std::locale::classic());
  text.precision(std::numeric_limits<float>::max_digits10);
  text << "{\n  \"format\": 1";
  const auto field = [&text](const char* name) -> std::ostream& {
    return text << ",\n  \"" << name << "\": ";
  };
  if (!state.model.empty()) field("model") << quoted_json(state.model);
  const auto group = [&](const char* name, const auto& entries, const auto& write) {
    const char* between = "\n";
    field(name) << "{";
    for (const auto& entry : entries) {
      text << std::exchange(between, ",\n") << "    ";
      write(entry);
    }
    text << (entries.empty() ? "}" : "\n  }");
  };
  const auto path = [&text](const LatentPath& written, const std::string& indent) {
    text << "{\n";
    write_path(text, written, {}, indent + "  ");
    text << indent << "}";
  };
  group("parameters", state.parameters, [&](const auto& entry) {
    const Parameter& parameter = parameter_of(entry.first);
    text << quoted_json(parameter.name) << ": " << json_text(atom_of(parameter, entry.second));
  });
  if (state.path.count() > 0) {
    field("path");
    path(state.path, "  ");
  }
  group("stored", state.stored, [&](const auto& entry) {
    text << quoted_json(entry.first) << ": ";
    path(entry.second, "    ");
  });
  std::vector<std::string> sounds;
  for (const Atom& atom : state.stay) sounds.push_back(json_text(atom));
  field("stay") << "[";
  write_row(text, sounds, ", ");
  text << "]";
  if (state.walk) field("walk") << seed_text(*state.walk);
  text << "\n}\n";
  return text.str();
}

ReadState state_of(const std::string& text, const std::string& file) {
  const Json json = json_of(text, file);
  check_format(json, file, "state", "writestate");
  return Reader(json, file).read();
}

}  // namespace granvae::engine
