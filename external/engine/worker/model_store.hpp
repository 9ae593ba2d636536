// Models by path, loaded once however many engines play them.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <utility>

#include "decoder/decoder.hpp"
#include "decoder/path_of.hpp"
#include "engine/corpus/grain_map.hpp"

namespace granvae::engine {

// A model with what its file holds of its training.
struct StoredModel {
  std::shared_ptr<decoder::Decoder> decoder;  // null where there is none
  std::shared_ptr<const GrainMap> map;        // null where there is none
  std::string map_fault;                      // why that cannot be read; else empty
};

// Belongs to the worker thread. A model is freed with its last user; a file that has changed since
// is read again.
class ModelStore {
 public:
  // Throws std::runtime_error.
  StoredModel load(const std::string& path, decoder::BackEnd back_end) {
    std::error_code unknown;
    const auto written = std::filesystem::last_write_time(path_of(path), unknown);
    Entry& entry = entries_[{path, back_end}];
    if (auto model = entry.decoder.lock(); model && entry.written == written) {
      return {model, entry.map.lock(), entry.map_fault};
    }
    StoredModel model;
    model.decoder = decoder::load_decoder(path, back_end);
    try {
      model.map = read_grain_map(model.decoder->info());
    } catch (const std::exception& error) {
      model.map_fault = error.what();
    }
    entry = {model.decoder, model.map, model.map_fault, written};
    return model;
  }

 private:
  struct Entry {
    std::weak_ptr<decoder::Decoder> decoder;
    std::weak_ptr<const GrainMap> map;  // held by all who hold the decoder
    std::string map_fault;
    std::filesystem::file_time_type written;
  };
  std::map<std::pair<std::string, decoder::BackEnd>, Entry> entries_;
};

}  // namespace granvae::engine
