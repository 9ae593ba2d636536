#include "decoder/native/refinement.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace granvae::decoder::native {
namespace {

// Solves (count, count + 1) equations, whose matrix is symmetric and positive definite, by
// Gaussian elimination; the solution is in the last column. Whether there is one.
bool solve(std::vector<double>& rows, std::size_t count) {
  const std::size_t width = count + 1;
  for (std::size_t i = 0; i < count; ++i) {
    const double pivot = rows[i * width + i];
    if (!(pivot > 0.0)) return false;
    for (std::size_t j = i; j < width; ++j) rows[i * width + j] /= pivot;
    for (std::size_t k = 0; k < count; ++k) {
      const double factor = rows[k * width + i];
      if (k == i || factor == 0.0) continue;
      for (std::size_t j = i; j < width; ++j) rows[k * width + j] -= factor * rows[i * width + j];
    }
  }
  return true;
}

}  // namespace

Refinement::Refinement(RefinementSettings settings, int latents, int grain,
                       std::span<const std::unique_ptr<Layer>> decoder, std::size_t memory)
    : settings_(settings),
      free_(latents - 1),
      grain_(grain),
      features_(grain + grain / 2 + 1),
      decoder_(decoder),
      spectrum_(grain),
      start_(size(free_)),
      latents_(size(free_)),
      points_(size(free_ + 1) * size(free_)),
      wanted_(size(features_)),
      error_(size(features_)),
      made_(size(free_ + 1) * size(features_)),
      products_(size(free_)),
      normal_(size(free_) * size(free_ + 1)) {
  const std::size_t whole = memory * size(free_ + 1);
  for (Floats* part : {&flow_.values, &flow_.next, &flow_.kept}) part->assign(whole, 0.0f);
  flow_.gains.assign(size(free_ + 1), 0.0f);
}

void Refinement::run(const Kernels& kernels, const float* shape, float* latents) {
  std::copy_n(latents, free_, start_.begin());
  latents_ = start_;
  floor_ = floor_of(shape);
  add_features(shape, 1, wanted_);
  double lowest = std::numeric_limits<double>::infinity();
  for (int step = 0;; ++step) {
    const int points = step < settings_.steps ? free_ + 1 : 1;
    for (int k = 0; k < points; ++k) {
      float* point = points_.data() + size(k) * size(free_);
      std::copy_n(latents_.data(), free_, point);
      if (k > 0) point[k - 1] += settings_.difference;
    }
    decode(kernels, std::span(points_).first(size(points) * size(free_)));
    add_features(flow_.values.data(), points, made_);
    const double distance = measure(kernels);
    if (distance < lowest) {
      lowest = distance;
      std::copy_n(latents_.data(), free_, latents);
    }
    if (step == settings_.steps || !move(kernels)) return;
  }
}

// To shapes, at the gain 0.
void Refinement::decode(const Kernels& kernels, std::span<const float> points) {
  flow_.count = static_cast<int>(points.size()) / free_;
  flow_.width = free_ + 1;
  for (std::size_t k = 0; k < size(flow_.count); ++k) {
    float* input = flow_.values.data() + k * size(flow_.width);
    std::copy_n(points.data() + k * size(free_), free_, input);
    input[free_] = 0.0f;
  }
  for (const auto& layer : decoder_) layer->run(kernels, flow_);
  kernels.scale(flow_.values.data(), settings_.shape_factor, flow_.count * grain_);
}

// What is to be near: the wave and its levels in nepers, both as shares of a mean square.
void Refinement::add_features(const float* shapes, int count, Floats& features) {
  const auto grain = size(grain_);
  const int bins = spectrum_.bins();
  const float wave = 1.0f / std::sqrt(static_cast<float>(grain_));
  const float level = settings_.spectral_weight / std::sqrt(static_cast<float>(bins));
  for (std::size_t first = 0; first < size(count); first += kLanes) {
    const std::size_t rows = std::min(size(count) - first, kLanes);
    const float* from = shapes + first * grain;
    const Lanes& spectra = spectrum_.transform(from, grain, static_cast<int>(rows));
    for (std::size_t lane = 0; lane < rows; ++lane) {
      float* made = features.data() + (first + lane) * size(features_);
      float* levels = made + grain;
      for (std::size_t i = 0; i < grain; ++i) made[i] = from[lane * grain + i] * wave;
      for (std::size_t k = 0; k < size(bins); ++k) {
        const float re = spectra.real[k * kLanes + lane];
        const float im = spectra.imaginary[k * kLanes + lane];
        levels[k] = re * re + im * im;
      }
      to_nepers(levels, floor_, bins);
      for (int k = 0; k < bins; ++k) levels[k] *= level;
    }
  }
}

// Below which powers do not matter.
float Refinement::floor_of(const float* shape) {
  const Lanes& spectra = spectrum_.transform(shape, size(grain_), 1);
  float most = 0.0f;
  for (std::size_t at = 0; at < size(spectrum_.bins()) * kLanes; at += kLanes) {
    const float re = spectra.real[at];
    const float im = spectra.imaginary[at];
    most = std::max(most, re * re + im * im);
  }
  return most * settings_.floor_power + 1e-12f;
}

// How far the first point is from what is wanted.
double Refinement::measure(const Kernels& kernels) {
  for (std::size_t i = 0; i < error_.size(); ++i) error_[i] = wanted_[i] - made_[i];
  float distance = 0.0f;
  kernels.dot(error_.data(), error_.size(), 1, features_, error_.data(), 0.0f, &distance);
  return static_cast<double>(distance);
}

// Marquardt (1963): damped towards where the encoder put the latents.
bool Refinement::move(const Kernels& kernels) {
  const auto width = size(features_);
  const auto count = size(free_);
  float* slopes = made_.data() + width;
  for (std::size_t k = 0; k < count; ++k) {
    float* slope = slopes + k * width;
    for (std::size_t i = 0; i < width; ++i) slope[i] = (slope[i] - made_[i]) / settings_.difference;
  }
  const auto equations = [&](const float* with, auto put) {
    kernels.dot(slopes, width, free_, features_, with, 0.0f, products_.data());
    for (std::size_t k = 0; k < count; ++k) put(k, static_cast<double>(products_[k]));
  };
  const auto damping = static_cast<double>(settings_.damping);
  for (std::size_t row = 0; row < count; ++row) {
    equations(slopes + row * width, [&](std::size_t k, double product) {
      normal_[row * (count + 1) + k] = product + (k == row ? damping : 0.0);
    });
  }
  equations(error_.data(), [&](std::size_t k, double product) {
    normal_[k * (count + 1) + count] =
        product + damping * static_cast<double>(start_[k] - latents_[k]);
  });
  if (!solve(normal_, count)) return false;
  for (std::size_t k = 0; k < count; ++k) {
    latents_[k] += static_cast<float>(normal_[k * (count + 1) + count]);
  }
  return true;
}

}  // namespace granvae::decoder::native
