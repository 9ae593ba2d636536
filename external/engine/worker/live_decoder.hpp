// Decodes the grains that onsets request.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "engine/worker/session.hpp"

namespace granvae::engine {

// The worker's. Grains of sessions that play the same channel of a model are decoded
// together.
class LiveDecoder {
 public:
  using Sessions = std::span<const std::shared_ptr<Session>>;

  // Does what waits, in turn over the sessions: all of it, or what can be done within a slice and
  // at least one grain of each. Whether any is left.
  bool serve(Sessions sessions);

 private:
  struct Job {
    Session* session;
    int slot;
    std::int64_t due;
  };

  // Once for each session: its next grain, and more where they fit into one batch.
  void serve_each(Sessions sessions);
  // Takes the next grain of a session, if it has one for this model.
  bool take(Session& session, const decoder::Decoder& model);
  void decode(decoder::Decoder& model);
  // Grains `first` up to `end` of the jobs. False where that fails.
  bool decode(decoder::Decoder& model, std::size_t first, std::size_t end);

  std::vector<Job> jobs_;
  std::vector<float> points_;          // of the jobs, (count, latents)
  std::vector<decoder::Noise> noise_;  // (count)
  std::vector<float> samples_;         // (count, grain)
  std::string fault_;                  // of what was decoded last
};

}  // namespace granvae::engine
