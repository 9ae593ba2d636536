// Where in the latent space the next live grain lies.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/handover/live_grains.hpp"
#include "core/handover/newest.hpp"

namespace granvae::core {

// What the worker reports of a model: the shape of its grains, and where to begin.
struct LiveModel {
  GrainShape shape;
  std::vector<float> point;  // one value for each latent; none where there is no model
  LiveModel* next = nullptr;
};
// A point that somebody sent.
struct SentPoint {
  std::vector<float> values;
  SentPoint* next = nullptr;
};

// Signals as a host holds them: float or double.
class LatentSignals {
 public:
  LatentSignals() = default;
  template <class Signal>
  LatentSignals(const Signal* const* signals, int count, int first)
      : signals_(static_cast<const void*>(signals)),
        count_(count),
        first_(first),
        read_([](const void* all, int latent, int sample) {
          return static_cast<float>(static_cast<const Signal* const*>(all)[latent][sample]);
        }) {}

  int count() const noexcept { return count_; }
  float at(int latent, int sample) const noexcept {
    return read_(signals_, latent, first_ + sample);
  }

 private:
  const void* signals_ = nullptr;
  int count_ = 0;
  int first_ = 0;  // sample of theirs that is sample 0 here
  float (*read_)(const void*, int, int) = nullptr;
};

// The audio thread's point: what was sent last, and of the first latents what their signals are.
class LivePoint {
 public:
  // Any thread but the audio thread.
  Newest<LiveModel> models;
  Newest<SentPoint> sent;

  // Audio thread: what has come since.
  void follow() noexcept {
    if (LiveModel* model = models.take()) {
      shape_ = model->shape;
      if (model->point.size() != size_) set(model->point);
      models.give_back(model);
    }
    if (size_ == 0) return;
    if (SentPoint* point = sent.take()) {
      if (point->values.size() == size_) set(point->values);
      sent.give_back(point);
    }
  }

  const GrainShape& shape() const noexcept { return shape_; }
  // 0 where there is no model that could decode.
  int latents() const noexcept { return static_cast<int>(size_); }

  // At this sample. Signals beyond the model's latents are not heard. A value that is not finite
  // leaves the latent where it is; once there was a finite one it is counted in `replaced`.
  std::span<const float> at(const LatentSignals& signals, int sample,
                            std::uint64_t& replaced) noexcept {
    const int count = std::min(signals.count(), latents());
    for (int k = 0; k < count; ++k) {
      const auto latent = static_cast<std::size_t>(k);
      const float value = signals.at(k, sample);
      if (std::isfinite(value)) {
        values_[latent] = value;
        heard_[latent] = true;
      } else if (heard_[latent]) {
        ++replaced;
      }
    }
    return {values_.data(), size_};
  }

 private:
  void set(const std::vector<float>& point) noexcept {
    size_ = std::min(point.size(), values_.size());
    std::copy_n(point.begin(), size_, values_.begin());
  }

  GrainShape shape_;
  std::size_t size_ = 0;
  std::array<float, LiveRequest::kMostLatents> values_{};
  std::array<bool, LiveRequest::kMostLatents> heard_{};  // as a signal
};

}  // namespace granvae::core
