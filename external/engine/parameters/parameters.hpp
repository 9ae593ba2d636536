// The one table of parameters: every host's inlets, messages, help and docstrings come from it.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "engine/parameters/atom.hpp"

namespace granvae::engine {

enum class ParameterId {
  frequency,
  start,
  crossfade,
  rate,
  mode,
  law,
  interpolation,
  length,
  unit,
  sync,
  latch,
  swap,
  freeze,
  live,
  latency,
  window,
  transpose,
  gain,
  pan,
  spray,
  detune,
  async,
  intermittency,
  spread,
  level,
  grains,
  compensate,
  seed,
  join,
  fit,
  stream,
  libtorch,
  channel,
  noise,
  jump,
  near,
};
inline constexpr std::size_t kParameterCount = 36;

// What a parameter belongs to.
enum class Group {
  grains,  // every way of playing
  loop,
  cloud,
  table,
  live,
};

// When a new value is heard.
enum class Timing {
  signal,  // at every sample: it is an inlet
  onset,   // with the next grain
  block,   // with the next block of samples
  decode,  // when the worker has made the next table
  second,  // with the next second of a walk
};

struct Parameter {
  ParameterId id;
  std::string_view name;
  std::string_view unit;
  double minimum;
  double maximum;
  double initial;
  bool whole;                                 // takes whole numbers only
  std::span<const std::string_view> choices;  // names of the values 0, 1, …; empty for numbers
  Timing timing;
  Group group;
  std::string_view documentation;
};

std::span<const Parameter, kParameterCount> parameters();

const Parameter& parameter_of(ParameterId id);

// Null when there is none of this name.
const Parameter* find_parameter(std::string_view name);

// The value that a name or number stands for, or one sentence on why there is none.
struct ParsedValue {
  double value = 0.0;
  std::optional<std::string> fault;
};
ParsedValue parsed(const Parameter& parameter, double number);
ParsedValue parsed(const Parameter& parameter, std::string_view choice);

// A value as a patch has it: a number, or the name of a choice.
Atom atom_of(const Parameter& parameter, double value);

std::string_view timing_text(Timing timing);
std::string_view group_text(Group group);

}  // namespace granvae::engine
