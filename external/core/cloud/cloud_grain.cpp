#include "core/cloud/cloud_grain.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "core/cloud/grain_motion.hpp"
#include "core/crossfade.hpp"
#include "core/elementary.hpp"
#include "core/read/reader.hpp"
#include "core/signals.hpp"

namespace granvae::core {
namespace {

constexpr double kLoudest = 1000.0;
constexpr double kSoftest = 200.0;                       // dB
constexpr double kShortestFade = 1.0e-3;                 // samples; below, none
constexpr double kCents = 1200.0;                        // cents an octave
constexpr double kDecibels = 20.0 / 3.3219280948873623;  // dB an octave of gain: 20 / log2(10)
// Table samples by which a start stays away from the table's end: a line that starts there and is
// as long as the table ends before twice its size, however it is rounded.
constexpr double kEdge = 0x1p-20;

// Table samples that a sample moves on, with its sign.
double speed(const CloudSettings& settings, double rate, const OnsetRandom& random,
             double table_rate, double sample_rate) {
  const double octaves =
      settings.transpose / kOctave + settings.detune / kCents * random.deviation(Draw::pitch);
  return grain_step(rate, octaves, table_rate, sample_rate);
}

double start(const CloudSettings& settings, double start, const OnsetRandom& random, double size) {
  const double spray = bounded(settings.spray, 0.0, size) * random.deviation(Draw::start);
  const double sprayed = bounded(start, 0.0, size - 1.0) + spray;
  return bounded(sprayed - size * std::floor(sprayed / size), 0.0, size - kEdge);
}

// The window of a grain that lasts `duration` samples and fades within `fade` of them. `fraction`:
// samples that have passed at n = 0.
void time_window(CloudGrain& grain, double fraction, double duration, double fade) {
  const double rest = duration - fraction;  // after n = 0
  grain.end = static_cast<int>(std::ceil(rest));
  grain.last = grain.end - 1;
  grain.fade_out_begin = grain.end;
  const double after_last = rest - grain.last;
  if (fade >= kShortestFade) {
    grain.fade_in_end = std::clamp(static_cast<int>(std::ceil(fade - fraction)), 0, grain.end);
    grain.fade_out_begin =
        std::clamp(static_cast<int>(std::floor(rest - fade)) + 1, grain.fade_in_end, grain.end);
    const auto scale = static_cast<float>(1.0 / fade);
    grain.in = {scale, static_cast<float>(fraction / fade)};
    grain.out = {scale, static_cast<float>(after_last / fade)};
  }
  const double before = grain.window == Window::expodec ? fraction : after_last;
  grain.decay = {static_cast<float>(1.0 / duration), static_cast<float>(before / duration)};
}

double loudness(const CloudSettings& settings, const CloudOnset& onset, const OnsetRandom& random,
                double duration) {
  const double softer = bounded(settings.level, 0.0, kSoftest) * random.uniform(Draw::level);
  const double gain =
      bounded(settings.gain, -kLoudest, kLoudest) * power_of_two(-softer / kDecibels);
  if (!settings.compensate) return gain;
  return gain / std::sqrt(std::max(1.0, onset.per_sample * duration));
}

// The gains by which a grain is placed: in two neighbouring channels at most, of equal power. One
// channel: 1. Two: pan -1 left … 1 right. More: a ring that begins with the first channel.
struct Placement {
  std::array<std::uint8_t, 2> channels;
  std::array<float, 2> gains;
};
Placement placement(double pan, int channels) {
  if (channels == 1) return {{0, 0}, {1.0f, 0.0f}};
  const auto equal_power = [](std::size_t first, std::size_t second, double x) {
    return Placement{
        {static_cast<std::uint8_t>(first), static_cast<std::uint8_t>(second)},
        {static_cast<float>(quarter_sine(1.0 - x)), static_cast<float>(quarter_sine(x))}};
  };
  if (channels == 2) return equal_power(0, 1, 0.5 + 0.5 * bounded(pan, -1.0, 1.0));
  const double turns = 0.5 * pan;
  const double place = (turns - std::floor(turns)) * channels;
  const auto before = static_cast<std::size_t>(place);
  const auto ring = static_cast<std::size_t>(channels);
  return equal_power(before % ring, (before + 1) % ring, place - static_cast<double>(before));
}

}  // namespace

CloudGrain make_grain(const CloudSettings& settings, const CloudOnset& onset,
                      const OnsetRandom& random, const TableUse& use, double sample_rate,
                      int channels) noexcept {
  const Table& table = *use;
  CloudGrain grain;
  grain.table = use;
  grain.born = onset.sample;
  grain.interpolation = settings.interpolation;
  grain.law = settings.law;
  grain.window = settings.window;

  const double size = table.size();
  const double step = speed(settings, onset.rate, random, table.rate(), sample_rate);
  const double length = grain_length(settings.length, table.grain(), step);
  // At least one sample long.
  const double within = std::clamp(step, -length, length);
  double begin = start(settings, start_in(table, settings.unit, onset.start), random, size);
  if (within < 0.0) begin += length + 0.5 * kEdge;

  const double duration = length / std::abs(within);
  const double crossfade = grain_fade(onset.crossfade, length);
  time_window(grain, onset.ago, duration, crossfade / std::abs(within));
  grain.line = level_line(table, grain.interpolation, begin, within, onset.ago, grain.last);

  const double spread = bounded(settings.spread, 0.0, 1.0) * random.deviation(Draw::pan);
  const Placement place = placement(bounded(settings.pan, -1.0, 1.0) + spread, channels);
  const auto gain = static_cast<float>(loudness(settings, onset, random, duration));
  grain.channels = place.channels;
  grain.gains = {gain * place.gains[0], gain * place.gains[1]};
  return grain;
}

void steal_grain(CloudGrain& grain, std::int64_t now, int samples) noexcept {
  assert(samples >= 1);
  grain.steal_begin = static_cast<int>(now - grain.born);
  grain.end = std::min(grain.end, grain.steal_begin + samples);
  grain.steal = {-1.0f / static_cast<float>(samples), 1.0f};
}

void play_grain(const CloudGrain& grain, std::int64_t now, int count,
                float* const* channels) noexcept {
  assert(count <= kChunk);
  const auto age = static_cast<int>(now - grain.born);
  const int from = std::max(age, 0);
  const int to = std::min(age + count, grain.end);
  if (from >= to) return;

  alignas(64) std::array<float, kMostRead> heard;
  read_line(*grain.table, grain.interpolation, grain.line, from, heard.data(), to - from);
  const auto stretch = [&](int begin, int end, int first, int direction) {
    return Stretch{heard.data() + (begin - from), end - begin, first, direction};
  };
  const int at = from - age;
  float* first = channels[grain.channels[0]] + at;
  float* second = channels[grain.channels[1]] + at;
  const bool fades_in = to <= grain.fade_in_end;
  const bool fades_out = from >= grain.fade_out_begin;
  if (fades_in != fades_out && first != second && grain.window == Window::fade &&
      to <= grain.steal_begin) {
    const auto all =
        fades_in ? stretch(from, to, from, 1) : stretch(from, to, grain.last - from, -1);
    return fade_and_mix(grain.law, fades_in ? grain.in : grain.out, all, grain.gains.data(), first,
                        second);
  }
  if (from < grain.fade_in_end) {
    fade(grain.law, grain.in, stretch(from, std::min(to, grain.fade_in_end), from, 1));
  }
  if (to > grain.fade_out_begin) {
    const int begin = std::max(from, grain.fade_out_begin);
    fade(grain.law, grain.out, stretch(begin, to, grain.last - begin, -1));
  }
  if (grain.window == Window::expodec) decay(grain.decay, stretch(from, to, from, 1));
  if (grain.window == Window::rexpodec) {
    decay(grain.decay, stretch(from, to, grain.last - from, -1));
  }
  if (to > grain.steal_begin) {
    const int begin = std::max(from, grain.steal_begin);
    fade(CrossfadeLaw::cosine, grain.steal, stretch(begin, to, begin - grain.steal_begin, 1));
  }

  if (first == second) {
    mix(heard.data(), to - from, grain.gains[0], first);
  } else {
    mix(heard.data(), to - from, grain.gains.data(), first, second);
  }
}

}  // namespace granvae::core
