#include "engine/path/path_json.hpp"

#include <cmath>
#include <limits>
#include <span>

#include "engine/files/file.hpp"

namespace granvae::engine {
namespace {

constexpr double kFormat = 1;
constexpr double kFarthest = 1e9;  // samples

double number_in(const Json& value) {
  const double* number = value.number();
  return number == nullptr ? std::numeric_limits<double>::quiet_NaN() : *number;
}

}  // namespace

void add_point(LatentPath& path, const std::vector<double>& row, const std::string& file,
               int line) {
  if (row.size() != static_cast<std::size_t>(path.latents)) {
    refuse(file, "has " + plural(row.size(), "number") + " in line " + std::to_string(line) +
                     " and the model " + plural(static_cast<std::size_t>(path.latents), "latent") +
                     "; give a path of this model.");
  }
  for (const double value : row) {
    const auto number = static_cast<float>(value);
    if (!std::isfinite(number)) {
      refuse(file, "has a value in line " + std::to_string(line) +
                       " that is not a finite number; write the file again.");
    }
    path.points.push_back(number);
  }
}

void add_place(LatentPath& path, double place, const std::string& file, int line) {
  if (!(std::abs(place) <= kFarthest) || place != std::floor(place)) {
    refuse(file, "has a place in line " + std::to_string(line) +
                     " that is no whole number of samples; write the path again.");
  }
  path.places.push_back(static_cast<int>(place));
}

Json json_of(const std::string& text, const std::string& file) {
  try {
    return parse_json(text);
  } catch (const JsonError& error) {
    refuse(file, std::string(error.what()) + " and is no JSON; write it again.");
  }
}

void check_format(const Json& json, const std::string& file, const std::string& what,
                  const std::string& source) {
  const Json* format = json.field("format");
  if (format == nullptr || format->number() == nullptr) {
    refuse(file,
           "has no field 'format', so that it is no " + what + "; give a file of " + source + ".");
  }
  if (*format->number() != kFormat) {
    refuse(file, "has the format " + text_of(*format->number()) +
                     " and this granvae reads 1; install a newer granvae.");
  }
}

LatentPath path_in(const Json& json, int latents, const std::string& file) {
  const Json* points = json.field("points");
  if (points == nullptr || points->array() == nullptr) {
    refuse(file, "has no field 'points' with the list of points; write the path again.");
  }
  LatentPath path{{}, latents};
  for (const Json& point : *points->array()) {
    std::vector<double> row;
    const Json::Array* values = point.array();
    if (values == nullptr) {
      refuse(file, "has a point in line " + std::to_string(point.line) +
                       " that is no list of numbers; write the path again.");
    }
    for (const Json& value : *values) row.push_back(number_in(value));
    add_point(path, row, file, point.line);
  }
  const Json* places = json.field("places");
  if (places == nullptr) return path;
  if (places->array() == nullptr || places->array()->size() != path.count()) {
    refuse(file,
           "has a field 'places' that is no list of as many places as there are points; "
           "write the path again.");
  }
  for (const Json& place : *places->array()) add_place(path, number_in(place), file, place.line);
  return path;
}

void write_path(std::ostream& text, const LatentPath& path, std::vector<std::string> labels,
                const std::string& indent) {
  const auto latents = static_cast<std::size_t>(path.latents);
  text << indent << "\"latents\": " << path.latents << ",\n";
  const auto list = [&](const char* name, const auto& values) {
    text << indent << "\"" << name << "\": [";
    write_row(text, values, ", ");
    text << "],\n";
  };
  if (labels.size() == latents) {
    for (std::string& label : labels) label = quoted_json(label);
    list("labels", labels);
  }
  if (!path.places.empty()) list("places", path.places);
  text << indent << "\"points\": [\n";
  for (std::size_t k = 0; k < path.count(); ++k) {
    text << indent << "  [";
    write_row(text, std::span(path.points).subspan(k * latents, latents), ", ");
    text << (k + 1 < path.count() ? "],\n" : "]\n");
  }
  text << indent << "]\n";
}

}  // namespace granvae::engine
