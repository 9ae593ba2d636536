// How encoders of the presets `spectral` and `nsgt` see grains.
#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

#include "decoder/native/encoder_layers.hpp"
#include "decoder/native/spectrum.hpp"

namespace granvae::decoder::native {
namespace {

// (width, kLanes) powers to (count, width) log-magnitudes.
void write(const Floats& powers, int width, Magnitudes magnitudes, int count, float* rows) {
  for (std::size_t lane = 0; lane < size(count); ++lane) {
    float* row = rows + lane * size(width);
    float most = 0.0f;
    for (std::size_t i = 0; i < size(width); ++i) {
      row[i] = powers[i * kLanes + lane];
      most = std::max(most, row[i]);
    }
    to_nepers(row, most * magnitudes.floor_power + 1e-12f, width);
    for (int i = 0; i < width; ++i) row[i] = (row[i] - magnitudes.centre) / magnitudes.spread;
  }
}

void to_powers(const Lanes& from, std::size_t points, float factor, float* powers) {
  for (std::size_t i = 0; i < points * kLanes; ++i) {
    const float re = from.real[i];
    const float im = from.imaginary[i];
    powers[i] = factor * (re * re + im * im);
  }
}

// One that makes `width` log-magnitudes of each grain by a Transform: from a spectrum to powers.
template <class Transform>
class SpectralLayer final : public Layer {
 public:
  SpectralLayer(int grain, int width, Magnitudes magnitudes, Transform transform)
      : grain_(grain),
        width_(width),
        magnitudes_(magnitudes),
        memory_(std::make_unique<Memory>(grain, width, std::move(transform))) {}

  void run(const Kernels&, Flow& flow) const override {
    for (int first = 0; first < flow.count; first += static_cast<int>(kLanes)) {
      const int count = std::min(flow.count - first, static_cast<int>(kLanes));
      const float* grains = flow.values.data() + size(first) * size(grain_);
      const Lanes& bins = memory_->spectrum.transform(grains, size(grain_), count);
      memory_->transform(bins, memory_->spectrum.bins(), memory_->powers);
      write(memory_->powers, width_, magnitudes_, count,
            flow.next.data() + size(first) * size(width_));
    }
    std::swap(flow.values, flow.next);
    flow.width = width_;
  }
  int width_after(int width) const override { return width == grain_ ? width_ : 0; }
  std::size_t memory(int) const override { return size(width_); }

 private:
  struct Memory {
    Memory(int grain, int width, Transform made)
        : spectrum(grain), transform(std::move(made)), powers(size(width) * kLanes) {}
    Spectrum spectrum;
    Transform transform;
    Floats powers;
  };
  int grain_, width_;
  Magnitudes magnitudes_;
  std::unique_ptr<Memory> memory_;
};

template <class Transform>
std::unique_ptr<Layer> spectral(int grain, int width, Magnitudes magnitudes, Transform transform) {
  return std::make_unique<SpectralLayer<Transform>>(grain, width, magnitudes, std::move(transform));
}

// Bands of a spectrum, each windowed and brought back to time by an FFT of its own.
class Frame {
 public:
  Frame(int grain, std::vector<Bands> groups) {
    for (Bands& bands : groups) {
      const auto length = size(bands.length);
      groups_.push_back({LaneFft(bands.length), std::move(bands), {}, {}});
      groups_.back().values.resize(length);
      groups_.back().scratch.resize(length);
    }
    // Phases are relative to the middle of the grain.
    const int middle = grain / 2;
    for (int k = 0; k < middle + 1; ++k) {
      const double cycles = static_cast<double>(k) * middle / grain;
      turns_.emplace_back(std::polar(1.0, 2.0 * std::numbers::pi * std::fmod(cycles, 1.0)));
    }
  }

  void operator()(const Lanes& bins, int, Floats& powers) {
    float* made = powers.data();
    for (Group& group : groups_) {
      const auto length = size(group.bands.length);
      for (std::size_t band = 0; band < group.bands.bins.size(); band += length) {
        for (std::size_t i = 0; i < length; ++i) gather(bins, group, band, i);
        group.fft.run(group.values, group.scratch);
        to_powers(group.values, length, 1.0f / static_cast<float>(length), made);
        made += length * kLanes;
      }
    }
  }

 private:
  struct Group {
    LaneFft fft;
    Bands bands;
    Lanes values, scratch;
  };

  // The conjugate, whose transform is the conjugate of the inverse one, and as strong.
  void gather(const Lanes& bins, Group& group, std::size_t band, std::size_t i) const {
    const auto bin = size(group.bands.bins[band + i]);
    const float c = turns_[bin].real() * group.bands.windows[band + i];
    const float s = turns_[bin].imag() * group.bands.windows[band + i];
    const float* re = bins.real.data() + bin * kLanes;
    const float* im = bins.imaginary.data() + bin * kLanes;
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      group.values.real[i * kLanes + lane] = c * re[lane] - s * im[lane];
      group.values.imaginary[i * kLanes + lane] = -(s * re[lane] + c * im[lane]);
    }
  }

  std::vector<Group> groups_;
  std::vector<std::complex<float>> turns_;
};

}  // namespace

std::unique_ptr<Layer> spectrum_layer(int grain, Magnitudes magnitudes) {
  const auto powers = [](const Lanes& bins, int count, Floats& made) {
    to_powers(bins, size(count), 1.0f, made.data());
  };
  return spectral(grain, grain / 2 + 1, magnitudes, powers);
}

std::unique_ptr<Layer> gabor_layer(int grain, Magnitudes magnitudes, std::vector<Bands> bands) {
  std::size_t width = 0;
  for (const Bands& each : bands) width += each.bins.size();
  return spectral(grain, static_cast<int>(width), magnitudes, Frame(grain, std::move(bands)));
}

}  // namespace granvae::decoder::native
