// The cloud against a plain one that makes every sample of every grain by itself.
#include <doctest/doctest.h>

#include <cmath>
#include <numbers>
#include <random>
#include <vector>

#include "cloud_stage.hpp"
#include "core/random.hpp"

using namespace granvae::core;
using namespace granvae::testing;

namespace {

constexpr double kHostRate = 48000.0;
constexpr double kTableRate = 44100.0;

// What the cloud is asked for; all control signals are constant.
struct Case {
  CloudSettings settings;
  double frequency;
  double start;
  double crossfade;
  double rate;
  int channels;
};

double gain(CrossfadeLaw law, double x) {
  if (x >= 1.0) return 1.0;
  if (law == CrossfadeLaw::linear) return x;
  if (law == CrossfadeLaw::power) return std::sin(0.5 * std::numbers::pi * x);
  return 0.5 - 0.5 * std::cos(std::numbers::pi * x);
}

double line(const std::vector<float>& table, double position) {
  const double size = static_cast<double>(table.size());
  position -= size * std::floor(position / size);
  const auto before = static_cast<std::size_t>(position) % table.size();
  const double a = table[before];
  const double b = table[(before + 1) % table.size()];
  return a + (position - std::floor(position)) * (b - a);
}

std::vector<double> pan_gains(double pan, int channels) {
  std::vector<double> gains(static_cast<std::size_t>(channels), 0.0);
  const double quarter = 0.5 * std::numbers::pi;
  if (channels == 1) return {1.0};
  if (channels == 2) {
    const double x = 0.5 + 0.5 * std::clamp(pan, -1.0, 1.0);
    return {std::cos(quarter * x), std::sin(quarter * x)};
  }
  double place = std::fmod(0.5 * pan * channels + 2.0 * channels, channels);
  const double x = place - std::floor(place);
  gains[static_cast<std::size_t>(place)] += std::cos(quarter * x);
  gains[(static_cast<std::size_t>(place) + 1) % gains.size()] += std::sin(quarter * x);
  return gains;
}

using Channels = std::vector<std::vector<double>>;

void add_grain(const Case& asked, const std::vector<float>& table, int grain, double time,
               const OnsetRandom& random, Channels& channels) {
  const CloudSettings& s = asked.settings;
  const double size = static_cast<double>(table.size());
  const double length = s.length > 0.0 ? std::max(s.length, 4.0) : grain;
  const double cents = 100.0 * s.transpose + s.detune * random.deviation(Draw::pitch);
  const double speed = asked.rate * std::exp2(cents / 1200.0) * kTableRate / kHostRate;
  const double duration = length / std::abs(speed);
  const double fade = std::clamp(asked.crossfade, 0.0, length / 2.0) / std::abs(speed);
  const double start =
      std::clamp(asked.start, 0.0, size - 1.0) + s.spray * random.deviation(Draw::start);
  double level = s.gain * std::pow(10.0, -s.level * random.uniform(Draw::level) / 20.0);
  if (s.compensate) level /= std::sqrt(std::max(1.0, asked.frequency * duration / kHostRate));
  const auto gains = pan_gains(s.pan + s.spread * random.deviation(Draw::pan), asked.channels);

  for (auto n = static_cast<std::size_t>(std::ceil(time - 1e-9)); n < channels[0].size(); ++n) {
    const double age = static_cast<double>(n) - time;
    if (age >= duration) break;
    const double read = start + (speed < 0.0 ? length : 0.0) + 4.0 * size + speed * age;
    double window = gain(s.law, fade > 0.0 ? age / fade : 1.0) *
                    gain(s.law, fade > 0.0 ? (duration - age) / fade : 1.0);
    if (s.window == Window::expodec) window *= std::pow(1000.0, -age / duration);
    if (s.window == Window::rexpodec) window *= std::pow(1000.0, age / duration - 1.0);
    for (std::size_t c = 0; c < channels.size(); ++c) {
      channels[c][n] += gains[c] * level * window * line(table, read);
    }
  }
}

Channels plain_cloud(const Case& asked, const std::vector<float>& table, int grain, int count) {
  Channels channels(static_cast<std::size_t>(asked.channels),
                    std::vector<double>(static_cast<std::size_t>(count), 0.0));
  const CloudSettings& s = asked.settings;
  double time = 0.0;
  for (std::uint64_t onset = 0; time < count; ++onset) {
    const OnsetRandom random(s.seed, onset);
    if (random.uniform(Draw::silence) >= s.intermittency) {
      add_grain(asked, table, grain, time, random, channels);
    }
    const double poisson = -std::log1p(-random.uniform(Draw::distance));
    time += ((1.0 - s.async) + s.async * poisson) * kHostRate / asked.frequency;
  }
  return channels;
}

Case random_case(std::mt19937& generator) {
  const auto among = [&](double from, double to) {
    return std::uniform_real_distribution<double>(from, to)(generator);
  };
  const auto sometimes = [&](double value) { return generator() % 3 == 0 ? 0.0 : value; };
  Case asked;
  CloudSettings& s = asked.settings;
  s.interpolation = Interpolation::linear;
  s.law = static_cast<CrossfadeLaw>(generator() % 3);
  s.window = static_cast<Window>(generator() % 3);
  s.length = sometimes(among(5.0, generator() % 2 == 0 ? 1200.0 : 9000.0));  // round the table
  s.transpose = sometimes(among(-24.0, 24.0));
  s.gain = among(0.1, 1.0);
  s.pan = among(-1.0, 1.0);
  s.spray = sometimes(among(0.0, 1000.0));
  s.detune = sometimes(among(0.0, 200.0));
  s.async = sometimes(among(0.0, 1.0));
  s.intermittency = sometimes(among(0.0, 0.9));
  s.spread = sometimes(among(0.0, 1.0));
  s.level = sometimes(among(0.0, 30.0));
  s.grains = 8192;
  s.compensate = generator() % 2 == 0;
  s.seed = generator();
  asked.frequency = among(20.0, 800.0);
  asked.start = among(-100.0, 1100.0);
  asked.crossfade = sometimes(among(0.0, 400.0));
  asked.rate = among(0.2, 2.0) * (generator() % 2 == 0 ? 1.0 : -1.0);
  const int channels[] = {1, 2, 5};
  asked.channels = channels[generator() % 3];
  return asked;
}

}  // namespace

TEST_CASE("a cloud of any settings is that of a plain implementation") {
  std::mt19937 generator(7);
  std::vector<float> table = cosine(1000, 1);
  const std::vector<float> partial = cosine(1000, 7);
  for (std::size_t i = 0; i < table.size(); ++i) table[i] += 0.3f * partial[i];
  constexpr int kGrain = 600;
  constexpr int kCount = 4000;
  for (int i = 0; i < 200; ++i) {
    const Case asked = random_case(generator);
    CloudStage stage({}, asked.settings,
                     {{asked.frequency}, {asked.start}, {asked.crossfade}, {asked.rate}},
                     asked.channels, kHostRate);
    stage.publish(table, kTableRate, kGrain);
    const CloudSound sound = stage.play(kCount, {64, 1, 30});
    const Channels expected = plain_cloud(asked, table, kGrain, kCount);
    CAPTURE(i);
    for (std::size_t c = 0; c < expected.size(); ++c) {
      CHECK(largest(0, kCount,
                    [&](std::size_t n) { return sound.channels[c][n] - expected[c][n]; }) < 1e-4);
    }
  }
}
