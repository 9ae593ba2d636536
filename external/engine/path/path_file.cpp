#include "engine/path/path_file.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <filesystem>
#include <limits>
#include <locale>
#include <optional>
#include <span>
#include <sstream>
#include <string_view>
#include <utility>

#include "decoder/path_of.hpp"
#include "engine/files/file.hpp"
#include "engine/path/path_json.hpp"

namespace granvae::engine {
namespace {

constexpr std::string_view kPlace = "place";  // the label of that column

enum class Format { json, csv };

Format format_of(const std::string& file) {
  std::string ending = utf8_of(path_of(file).extension());
  std::transform(ending.begin(), ending.end(), ending.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  if (ending == ".json") return Format::json;
  if (ending == ".csv") return Format::csv;
  refuse(file, "is no path file; give a name that ends with .json or .csv.");
}

LatentPath from_json(const std::string& file, const std::string& text, int latents) {
  const Json json = json_of(text, file);
  check_format(json, file, "path", "writepath");
  return path_in(json, latents, file);
}

std::vector<std::string> cells_of(std::string row) {
  if (!row.empty() && row.back() == '\r') row.pop_back();
  std::vector<std::string> cells;
  std::istringstream stream(row + ",");
  for (std::string cell; std::getline(stream, cell, ',');) {
    const auto begin = cell.find_first_not_of(" \t");
    const auto end = cell.find_last_not_of(" \t");
    cells.push_back(begin == std::string::npos ? "" : cell.substr(begin, end - begin + 1));
  }
  return cells;
}

LatentPath from_csv(const std::string& file, const std::string& text, int latents) {
  LatentPath path{{}, latents};
  std::istringstream stream(text.starts_with("\xef\xbb\xbf") ? text.substr(3) : text);
  int line = 0;
  bool header = true;                   // may still come
  std::optional<std::ptrdiff_t> place;  // the column of that label, besides those of the latents
  for (std::string row; std::getline(stream, row);) {
    ++line;
    const std::vector<std::string> cells = cells_of(row);
    if (cells.size() == 1 && cells[0].empty()) continue;
    std::vector<double> numbers(cells.size());
    std::transform(cells.begin(), cells.end(), numbers.begin(), parse_number);
    const bool labels = std::all_of(numbers.begin(), numbers.end(),
                                    [](double number) { return std::isnan(number); });
    if (std::exchange(header, false) && labels) {
      const auto found = std::find(cells.rbegin(), cells.rend(), kPlace);
      const bool more = cells.size() == static_cast<std::size_t>(latents) + 1;
      if (more && found != cells.rend()) place = cells.rend() - found - 1;
      continue;
    }
    if (place && numbers.size() == static_cast<std::size_t>(latents) + 1) {
      add_place(path, numbers[static_cast<std::size_t>(*place)], file, line);
      numbers.erase(numbers.begin() + *place);
    }
    add_point(path, numbers, file, line);
  }
  return path;
}

void write_json(std::ostream& text, const LatentPath& path, std::vector<std::string> labels) {
  text << "{\n  \"format\": 1,\n";
  write_path(text, path, std::move(labels), "  ");
  text << "}\n";
}

void write_csv(std::ostream& text, const LatentPath& path, std::vector<std::string> labels) {
  const auto latents = static_cast<std::size_t>(path.latents);
  const bool placed = !path.places.empty();
  if (labels.size() != latents) labels.clear();
  // Places are known by their label, and so all columns have one.
  for (std::size_t d = labels.size(); placed && d < latents; ++d) {
    labels.push_back("latent " + std::to_string(d));
  }
  // Rows have no quotes, so that every program reads them.
  const auto parts = [](char c) { return c == ',' || c == '"' || c == '\n'; };
  for (std::string& label : labels) std::replace_if(label.begin(), label.end(), parts, ' ');
  if (placed) labels.emplace_back(kPlace);
  write_row(text, labels, ",");
  if (!labels.empty()) text << "\n";
  for (std::size_t k = 0; k < path.count(); ++k) {
    write_row(text, std::span(path.points).subspan(k * latents, latents), ",");
    if (placed) text << "," << path.places[k];
    text << "\n";
  }
}

}  // namespace

LatentPath read_path_file(const std::string& file, int latents) {
  const Format format = format_of(file);
  const std::string text = read_file(file);
  LatentPath path =
      format == Format::json ? from_json(file, text, latents) : from_csv(file, text, latents);
  if (path.points.empty()) refuse(file, "holds no points; write the path again.");
  return path;
}

void write_path_file(const std::string& file, const LatentPath& path,
                     const std::vector<std::string>& labels) {
  const bool json = format_of(file) == Format::json;
  std::ostringstream text;
  text.imbue(std::locale::classic());
  text.precision(std::numeric_limits<float>::max_digits10);
  json ? write_json(text, path, labels) : write_csv(text, path, labels);
  write_file(file, text.str());
}

}  // namespace granvae::engine
