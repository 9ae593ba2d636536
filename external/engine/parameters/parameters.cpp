#include "engine/parameters/parameters.hpp"

#include <algorithm>
#include <cmath>

#include "core/settings.hpp"

namespace granvae::engine {
namespace {

using std::string_view;

constexpr double kMost = 1e9;  // table samples: six hours
constexpr std::array<string_view, 2> kSwitch{"off", "on"};
constexpr std::array<string_view, 2> kModes{"loop", "cloud"};
constexpr std::array<string_view, 3> kLaws{"cosine", "linear", "equal-power"};
constexpr std::array<string_view, 4> kInterpolations{"none", "linear", "cubic", "sinc"};
constexpr std::array<string_view, 3> kSyncs{"off", "trigger", "phasor"};
constexpr std::array<string_view, 2> kUnits{"samples", "grains"};
constexpr std::array<string_view, 3> kWindows{"fade", "expodec", "rexpodec"};

using enum ParameterId;
using enum Timing;

struct Range {
  double minimum;
  double maximum;
  double initial;
};

constexpr Parameter number(ParameterId id, string_view name, string_view unit, Range range,
                           Timing timing, Group group, string_view documentation) {
  return {id,    name, unit,   range.minimum, range.maximum, range.initial,
          false, {},   timing, group,         documentation};
}

constexpr Parameter whole(ParameterId id, string_view name, string_view unit, Range range,
                          Timing timing, Group group, string_view documentation) {
  return {id,   name, unit,   range.minimum, range.maximum, range.initial,
          true, {},   timing, group,         documentation};
}

constexpr Parameter choice(ParameterId id, string_view name, std::span<const string_view> choices,
                           double initial, Timing timing, Group group, string_view documentation) {
  const auto last = static_cast<double>(choices.size() - 1);
  return {id, name, "", 0.0, last, initial, true, choices, timing, group, documentation};
}

// In the order of ParameterId; the signals come first, in the order of core::Controls.
constexpr std::array<Parameter, kParameterCount> kParameters{
    number(
        frequency, "frequency", "Hz", {-kMost, kMost, 0.0}, signal, Group::grains,
        "Grains a second: the pitch of the loop, the onset rate of the cloud. Negative runs the "
        "loop backwards, 0 holds. Until it is given, all sounds as recorded: a loop goes through "
        "the table at its own speed, and grains of a cloud overlap by their crossfade."),
    number(
        start, "start", "samples", {0.0, kMost, 0.0}, signal, Group::grains,
        "Where in the table a grain begins, latched at its onset: in samples, or in grains where "
        "unit says so."),
    number(crossfade, "crossfade", "samples", {0.0, kMost, 0.0}, signal, Group::grains,
           "How much of a grain overlaps the next, at most half of it, latched at its onset: in a "
           "cloud, how long it fades in and out. Until it is given, a quarter of a grain."),
    number(rate, "rate", "", {-kMost, kMost, 1.0}, signal, Group::cloud,
           "How fast a grain of the cloud is read, latched at its onset: 1 is as recorded, 2 an "
           "octave higher, negative backwards. A loop's speed follows from its frequency."),
    choice(mode, "mode", kModes, 0.0, block, Group::grains,
           "How grains follow each other: loop plays one after the other, each crossfading into "
           "the next; cloud plays many at once, each at its own speed and place."),
    choice(law, "law", kLaws, 0.0, onset, Group::grains,
           "The crossfade's law: cosine and linear keep the level of grains that are alike, "
           "equal-power that of grains that differ."),
    choice(interpolation, "interpolation", kInterpolations, 3.0, onset, Group::grains,
           "How the table is read between its samples: sinc is free of aliasing at every speed; "
           "none, linear and cubic colour the sound as older samplers do."),
    number(length, "length", "samples", {0.0, kMost, 0.0}, onset, Group::grains,
           "How much of the table a grain reads, past its end from the beginning. 0: a loop reads "
           "to the table's end, a cloud one grain of the model."),
    choice(
        unit, "unit", kUnits, 0.0, onset, Group::grains,
        "What the start counts: samples of the table, or grains of its path: 0 is where the first "
        "begins, 1 the second, and 1.5 half way to the third. Stepped, it is a sequencer. All "
        "else stays in samples."),
    choice(sync, "sync", kSyncs, 0.0, block, Group::grains,
           "What begins a grain. off: the frequency. trigger: each time the frequency inlet rises "
           "above 0. phasor: the frequency inlet is the phase itself, 0 to 1, and a grain begins "
           "where it wraps."),
    choice(latch, "latch", kSwitch, 1.0, block, Group::loop,
           "on: a grain keeps the start of its onset. off: the start follows its inlet inside the "
           "cycle, which is phase modulation."),
    number(swap, "swap", "ms", {1.0, 10000.0, 50.0}, block, Group::loop,
           "A cycle longer than this does not wait for its end to change the table, but fades the "
           "new one in, in this time. A change of mode takes as long."),
    choice(freeze, "freeze", kSwitch, 0.0, block, Group::grains,
           "on: grains keep coming from the table and the start that were there; new ones wait."),
    choice(
        live, "live", kSwitch, 0.0, block, Group::grains,
        "on: every onset has a grain of its own, decoded from the latents of its very sample, and "
        "all is late by the latency. off: grains come from the newest table."),
    whole(latency, "latency", "samples",
          {-1.0, static_cast<double>(core::LiveSettings::kLongest), -1.0}, block, Group::live,
          "How much later than the inlets live grains sound, which is the time there is to decode "
          "them; one that is not there by then is replaced by the one before, and counted. -1 is "
          "as many as the host asks for in a row: its vector and, in Pure Data, the delay of its "
          "audio settings, in Max its I/O vector, in Python its block. 0 promises nothing: the "
          "newest grain that is there sounds."),
    choice(window, "window", kWindows, 0.0, onset, Group::cloud,
           "The shape of a grain between its fades: fade is level, expodec decays by 60 dB as a "
           "struck sound does, rexpodec is its mirror image."),
    number(transpose, "transpose", "semitones", {-60.0, 60.0, 0.0}, onset, Group::cloud,
           "How much higher than its rate a grain is read."),
    number(gain, "gain", "", {0.0, 16.0, 1.0}, onset, Group::cloud,
           "A grain's gain; 1 is as it is."),
    number(pan, "pan", "", {-1.0, 1.0, 0.0}, onset, Group::cloud,
           "Where a grain is heard: -1 left, 1 right. With more than two channels, once round the "
           "ring, 0 being the first."),
    number(spray, "spray", "samples", {0.0, kMost, 0.0}, onset, Group::cloud,
           "How far a grain's start deviates at random, either way."),
    number(detune, "detune", "cents", {0.0, 4800.0, 0.0}, onset, Group::cloud,
           "How far a grain's pitch deviates at random, either way."),
    number(async, "async", "", {0.0, 1.0, 0.0}, onset, Group::cloud,
           "How irregular the onsets are: 0 periodic, 1 wholly random (a Poisson process)."),
    number(intermittency, "intermittency", "", {0.0, 1.0, 0.0}, onset, Group::cloud,
           "The share of onsets that make no grain, at random."),
    number(spread, "spread", "", {0.0, 1.0, 0.0}, onset, Group::cloud,
           "How far a grain's pan deviates at random, either way."),
    number(level, "level", "dB", {0.0, 120.0, 0.0}, onset, Group::cloud,
           "How much softer a grain may be at random."),
    whole(grains, "grains", "", {1.0, 16384.0, 1024.0}, onset, Group::cloud,
          "How many grains may sound at once. One more, and the oldest fades out."),
    choice(compensate, "compensate", kSwitch, 0.0, onset, Group::cloud,
           "on: grains get softer as more of them overlap, so that a dense cloud is as loud as a "
           "sparse one."),
    whole(
        seed, "seed", "", {0.0, 16777216.0, 0.0}, block, Group::cloud,
        "Which random sequence is played. The same seed plays the same cloud and the same noise of "
        "grains; a new one begins the cloud's sequence anew, and draws other noise."),
    number(
        join, "join", "samples", {-1.0, kMost, -1.0}, decode, Group::table,
        "How much neighbouring grains of a path without places overlap, of which fit may take or "
        "add; -1 is a quarter of a grain."),
    choice(
        fit, "fit", kSwitch, 1.0, decode, Group::table,
        "on: where a path has no places, each grain begins where it is most like the one before, "
        "up to half a hop away from join, so that tones go on without a break. off: it begins "
        "where join says."),
    choice(
        stream, "stream", kSwitch, 0.0, decode, Group::table,
        "on: a model of another maker that has a memory, such as RAVE, decodes a path in one pass, "
        "in which each grain goes on from the one before, as the model itself plays; encode hears "
        "a recording in the same way. off: each grain is made by itself."),
    choice(
        libtorch, "libtorch", kSwitch, 0.0, decode, Group::table,
        "on: libtorch decodes and encodes, also what this engine can by itself, and the model is "
        "read again. info decoder says which of them does."),
    whole(channel, "channel", "", {0.0, 64.0, 1.0}, decode, Group::table,
          "Which channel of the model is heard, where it has several; 0 is the mean of all."),
    number(noise, "noise", "", {0.0, 1.0, 0.5}, decode, Group::table,
           "How much of their noise decoded grains have, such as breath, bow and drum skins: 1 is "
           "as much as the recordings had, 0 leaves the tone alone. The seed draws it, for each "
           "grain anew."),
    number(jump, "jump", "Hz", {0.0, 1000.0, 1.0}, Timing::second, Group::table,
           "How often a walk jumps to a place that sounds alike, in the mean; at 0 only where what "
           "was kept of a recording ends."),
    whole(near, "near", "", {1.0, 1000.0, 8.0}, Timing::second, Group::table,
          "How far a walk jumps: to one of so many nearest grains. The more, the more different "
          "they may sound."),
};

std::string choices_text(const Parameter& parameter) {
  std::string text;
  for (std::size_t i = 0; i < parameter.choices.size(); ++i) {
    if (i > 0) text += i + 1 == parameter.choices.size() ? " or " : ", ";
    text += parameter.choices[i];
  }
  return text;
}

std::string refusal(const Parameter& parameter, const std::string& given) {
  std::string text(parameter.name);
  if (parameter.choices.empty()) {
    text += std::string(" takes a ") + (parameter.whole ? "whole " : "") + "number from " +
            text_of(parameter.minimum) + " to " + text_of(parameter.maximum) +
            (parameter.unit.empty() ? "" : " ") + std::string(parameter.unit);
  } else {
    text += " takes " + choices_text(parameter);
  }
  return text + ", not " + given + ".";
}

// "equal_power" and "power" stand for "equal-power".
bool names(string_view choice, string_view given) {
  std::string text(given);
  std::replace(text.begin(), text.end(), '_', '-');
  return choice == text || (!text.empty() && choice.ends_with("-" + text));
}

}  // namespace

std::span<const Parameter, kParameterCount> parameters() { return kParameters; }

const Parameter& parameter_of(ParameterId id) { return kParameters[static_cast<std::size_t>(id)]; }

const Parameter* find_parameter(string_view name) {
  const auto found = std::find_if(kParameters.begin(), kParameters.end(),
                                  [name](const Parameter& p) { return p.name == name; });
  return found == kParameters.end() ? nullptr : &*found;
}

ParsedValue parsed(const Parameter& parameter, double number) {
  const bool fits = !parameter.whole || number == std::floor(number);
  if (!(number >= parameter.minimum && number <= parameter.maximum && fits)) {
    return {0.0, refusal(parameter, text_of(number))};
  }
  return {number, std::nullopt};
}

ParsedValue parsed(const Parameter& parameter, string_view choice) {
  for (std::size_t i = 0; i < parameter.choices.size(); ++i) {
    if (names(parameter.choices[i], choice)) return {static_cast<double>(i), std::nullopt};
  }
  return {0.0, refusal(parameter, "'" + std::string(choice) + "'")};
}

Atom atom_of(const Parameter& parameter, double value) {
  if (!parameter.choices.empty()) {
    return std::string(parameter.choices[static_cast<std::size_t>(value)]);
  }
  if (parameter.whole) return static_cast<std::int64_t>(value);
  return value;
}

string_view timing_text(Timing timing) {
  constexpr std::array<string_view, 5> kTexts{"at every sample", "with the next grain",
                                              "with the next block", "with the next decoded table",
                                              "with the next second of a walk"};
  return kTexts[static_cast<std::size_t>(timing)];
}

string_view group_text(Group group) {
  constexpr std::array<string_view, 5> kTexts{"grains", "loop", "cloud", "table", "live"};
  return kTexts[static_cast<std::size_t>(group)];
}

}  // namespace granvae::engine
