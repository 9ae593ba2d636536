// What an engine asks of the worker, and what comes of it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/corpus/corpus_walk.hpp"
#include "engine/parameters/messages.hpp"
#include "engine/parameters/parameter_values.hpp"
#include "engine/path/decode_table.hpp"

namespace granvae::engine {

// What a host reports to its patch: "error" with one sentence; "loaded" with the model's file, its
// latents, the samples of a grain and Hz; "latents" with the point that was drawn; "path" with what
// was encoded or read and its number of points; "written" and "restored" with a file; "attribute"
// with a name and values; "info" with a name and a value.
struct Event {
  std::string selector;
  Atoms atoms;
  Event* next = nullptr;
};

// What is new where a request has no call.
enum class Change {
  settings,  // of any kind
  noise,     // and its seed alone, which only a model with a branch for it hears
  law,       // by which the grains of a path are joined, if there are several
  live,      // whether live settings fit is to be seen, and nothing else
  walk,      // only where a walk goes on
};

struct Request {
  std::optional<Call> call;
  Change change = Change::settings;
  std::uint64_t moment = 0;  // of ParameterValues, at which the settings were such
  DecodeSettings settings;
  WalkSettings walk;                       // but for `stay`
  std::vector<Atoms> engine_info;          // for an `info`: what the engine itself knows
  std::map<ParameterId, double> to_write;  // for a `writestate`: all that can be set
  Request* next = nullptr;

  // Takes over what is set now.
  void adopt(const ParameterValues& values);
};

}  // namespace granvae::engine
