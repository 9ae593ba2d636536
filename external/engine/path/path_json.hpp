// Paths as the JSON of path files and states.
#pragma once

#include <ostream>
#include <string>
#include <vector>

#include "engine/files/json.hpp"
#include "engine/path/latent_path.hpp"

namespace granvae::engine {

// Both throw std::runtime_error with the file and its line where a row is none of the path's, or a
// place no whole number of samples.
void add_point(LatentPath& path, const std::vector<double>& row, const std::string& file, int line);
void add_place(LatentPath& path, double place, const std::string& file, int line);

// Parses what a file holds, which an error of the JSON names. Throws std::runtime_error.
Json json_of(const std::string& text, const std::string& file);

// Throws std::runtime_error unless the file says that it has the format 1; `what`: of what, as in
// "path", and `source`: the message that makes such files.
void check_format(const Json& json, const std::string& file, const std::string& what,
                  const std::string& source);

// The path in the fields points and places, of which the second may be missing. Throws
// std::runtime_error with the file and its line.
LatentPath path_in(const Json& json, int latents, const std::string& file);

// The fields latents, labels, places and points, each on a line of this indent; of labels and
// places, those that there are. `text`: of the classic locale and the precision of floats.
void write_path(std::ostream& text, const LatentPath& path, std::vector<std::string> labels,
                const std::string& indent);

// With a comma between them.
template <class Values>
void write_row(std::ostream& text, const Values& values, const char* comma) {
  const char* between = "";
  for (const auto& value : values) {
    text << between << value;
    between = comma;
  }
}

}  // namespace granvae::engine
