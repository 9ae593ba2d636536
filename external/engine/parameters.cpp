#include "engine/parameters.hpp"

#include <algorithm>
#include <cmath>
#include <locale>
#include <sstream>

namespace granvae {
namespace {

using std::string_view;

constexpr double kMost = 1e9;  // table samples: six hours
constexpr std::array<string_view, 1> kModes{"loop"};
constexpr std::array<string_view, 3> kLaws{"cosine", "linear", "equal-power"};
constexpr std::array<string_view, 2> kSwitch{"off", "on"};

using enum ParameterId;
using enum Timing;

constexpr std::array<Parameter, kParameterCount> kParameters{{
    {frequency,
     "frequency",
     "Hz",
     -kMost,
     kMost,
     0.0,
     {},
     signal,
     "Grains a second: the pitch of the loop. Negative runs backwards, 0 holds. Until it is given, "
     "one grain lasts as long as it did in the recording."},
    {start,
     "start",
     "samples",
     0.0,
     kMost,
     0.0,
     {},
     signal,
     "Where in the table a grain begins, latched at its onset."},
    {crossfade,
     "crossfade",
     "samples",
     0.0,
     kMost,
     0.0,
     {},
     signal,
     "How much of a grain overlaps the next, at most half of it, latched at its onset. Until it is "
     "given, a quarter of a grain."},
    {mode, "mode", "", 0.0, 0.0, 0.0, kModes, onset,
     "How grains follow each other: loop plays one after the other."},
    {law, "law", "", 0.0, 2.0, 0.0, kLaws, onset,
     "The crossfade's law: cosine and linear keep the level of grains that are alike, equal-power "
     "that of grains that differ."},
    {length,
     "length",
     "samples",
     0.0,
     kMost,
     0.0,
     {},
     onset,
     "How much of the table a grain reads; 0 reads to the table's end."},
    {latch, "latch", "", 0.0, 1.0, 1.0, kSwitch, block,
     "on: a grain keeps the start of its onset. off: the start follows its inlet inside the cycle, "
     "which is phase modulation."},
    {swap,
     "swap",
     "ms",
     1.0,
     10000.0,
     50.0,
     {},
     block,
     "A cycle longer than this does not wait for its end to change the table, but fades the new "
     "one "
     "in, in this time."},
    {join,
     "join",
     "samples",
     -1.0,
     kMost,
     -1.0,
     {},
     decode,
     "How much neighbouring grains of a path overlap in the table; -1 is a quarter of a grain."},
}};

std::string number_text(double number) {
  // Not to_chars, which for floating point needs macOS 13.3.
  std::ostringstream text;
  text.imbue(std::locale::classic());
  text << number;
  return text.str();
}

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
    text += " takes a number from " + number_text(parameter.minimum) + " to " +
            number_text(parameter.maximum) + " " + std::string(parameter.unit);
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

const Parameter* find_parameter(string_view name) {
  const auto found = std::find_if(kParameters.begin(), kParameters.end(),
                                  [name](const Parameter& p) { return p.name == name; });
  return found == kParameters.end() ? nullptr : &*found;
}

Setting setting(const Parameter& parameter, double number) {
  const bool whole = parameter.choices.empty() || number == std::floor(number);
  if (!(number >= parameter.minimum && number <= parameter.maximum && whole)) {
    return {0.0, refusal(parameter, number_text(number))};
  }
  return {number, std::nullopt};
}

Setting setting(const Parameter& parameter, string_view choice) {
  for (std::size_t i = 0; i < parameter.choices.size(); ++i) {
    if (names(parameter.choices[i], choice)) return {static_cast<double>(i), std::nullopt};
  }
  return {0.0, refusal(parameter, "'" + std::string(choice) + "'")};
}

string_view timing_text(Timing timing) {
  constexpr std::array<string_view, 4> kTexts{"at every sample", "with the next grain",
                                              "with the next block", "with the next decoded table"};
  return kTexts[static_cast<std::size_t>(timing)];
}

}  // namespace granvae
