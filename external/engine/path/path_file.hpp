// Paths as files, the same for all hosts: what their names end with says which.
//
// .json: {"format": 1, "latents": D, "labels": ["…", …], "places": [p1, …],
// "points": [[z1, …, zD], …]}, where labels and places may be missing. .csv: a row for each point,
// of numbers with commas between them, after a row of labels, which may be missing; a column more
// than there are latents, labelled place, holds the places.
#pragma once

#include <string>
#include <vector>

#include "engine/path/latent_path.hpp"

namespace granvae::engine {

// `latents`: how many the model has. Throws std::runtime_error with the file and its line.
LatentPath read_path_file(const std::string& file, int latents);

// `labels`: of the latents, or empty. Throws std::runtime_error.
void write_path_file(const std::string& file, const LatentPath& path,
                     const std::vector<std::string>& labels);

}  // namespace granvae::engine
