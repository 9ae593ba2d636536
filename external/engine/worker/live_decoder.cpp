#include "engine/worker/live_decoder.hpp"

#include <algorithm>
#include <chrono>
#include <exception>

namespace granvae::engine {

bool LiveDecoder::serve(Sessions sessions) {
  constexpr std::chrono::milliseconds kSlice{2};
  const auto begin = std::chrono::steady_clock::now();
  for (const auto& session : sessions) {
    session->live_queue().fetch(session->live().grains, [&] { return session->next_noise(); });
  }
  const auto waits = [&] {
    return std::any_of(sessions.begin(), sessions.end(),
                       [](const auto& session) { return !session->live_queue().empty(); });
  };
  while (waits()) {
    serve_each(sessions);
    if (std::chrono::steady_clock::now() - begin > kSlice) return waits();
  }
  return false;
}

void LiveDecoder::serve_each(Sessions sessions) {
  for (std::size_t i = 0; i < sessions.size(); ++i) {
    Session& first = *sessions[i];
    decoder::Decoder* model = first.model();
    if (model == nullptr) {
      first.live_queue().drop_all(first.live().grains);
      continue;
    }
    if (first.live_queue().empty()) continue;
    jobs_.clear();
    points_.clear();
    noise_.clear();
    if (first.offline()) {
      // Alone, since a batch may round otherwise, and by its own number, since a model may draw
      // at random: a rendering is the same each time.
      if (take(first, *model)) model->seed(noise_.front().seed);
    } else {
      const auto most = static_cast<std::size_t>(std::max(model->largest_batch(), 1));
      // One of each in turn, so that none waits for another's many.
      for (bool more = true; more && jobs_.size() < most;) {
        more = false;
        for (std::size_t k = 0; k < sessions.size() && jobs_.size() < most; ++k) {
          Session& other = *sessions[(i + k) % sessions.size()];
          const bool together = other.model() == model && other.channel() == first.channel();
          if (together && !other.offline()) more = take(other, *model) || more;
        }
      }
    }
    if (!jobs_.empty()) decode(*model);
  }
}

bool LiveDecoder::take(Session& session, const decoder::Decoder& model) {
  auto grain = session.live_queue().next(session.live().grains, session.watch(),
                                         model.info().latents, session.offline());
  if (!grain) return false;
  jobs_.push_back({&session, grain->slot, grain->due});
  points_.insert(points_.end(), grain->point.begin(), grain->point.end());
  noise_.push_back(grain->noise);
  return true;
}

void LiveDecoder::decode(decoder::Decoder& model) {
  const std::size_t count = jobs_.size();
  samples_.resize(count * static_cast<std::size_t>(model.info().grain));
  if (decode(model, 0, count)) return;
  // One that cannot be decoded must not take the others with it.
  for (std::size_t k = 0; k < count; ++k) {
    if (count > 1 && decode(model, k, k + 1)) continue;
    jobs_[k].session->report_once(fault_);
    jobs_[k].session->live().grains.drop(jobs_[k].slot);
  }
}

bool LiveDecoder::decode(decoder::Decoder& model, std::size_t first, std::size_t end) {
  const auto latents = static_cast<std::size_t>(model.info().latents);
  const auto grain = static_cast<std::size_t>(model.info().grain);
  const auto points = std::span(points_).subspan(first * latents, (end - first) * latents);
  const auto noise = std::span(noise_).subspan(first, end - first);
  const auto samples = std::span(samples_).subspan(first * grain, (end - first) * grain);
  try {
    model.select_channel(jobs_[first].session->channel());
    model.decode(points, noise, samples);
  } catch (const std::exception& error) {
    fault_ = error.what();
    return false;
  }
  for (std::size_t k = first; k < end; ++k) {
    core::LiveGrains& grains = jobs_[k].session->live().grains;
    grains.finish(jobs_[k].slot, std::span(samples_).subspan(k * grain, grain), model.info().rate);
    jobs_[k].session->watch().done(grains.lateness(jobs_[k].due));
  }
  return true;
}

}  // namespace granvae::engine
