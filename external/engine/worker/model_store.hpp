// Models by path, loaded once however many engines play them.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>

#include "decoder/decoder.hpp"

namespace granvae::engine {

// Belongs to the worker thread. A model is freed with its last user; a file that has changed since
// is read again.
class ModelStore {
 public:
  // Throws std::runtime_error.
  std::shared_ptr<decoder::Decoder> load(const std::string& path) {
    std::error_code unknown;
    const auto written = std::filesystem::last_write_time(path, unknown);
    Entry& entry = entries_[path];
    if (auto model = entry.model.lock(); model && entry.written == written) return model;
    std::shared_ptr<decoder::Decoder> model = decoder::load_decoder(path);
    entry = {model, written};
    return model;
  }

 private:
  struct Entry {
    std::weak_ptr<decoder::Decoder> model;
    std::filesystem::file_time_type written;
  };
  std::map<std::string, Entry> entries_;
};

}  // namespace granvae::engine
