// The one table of messages: what hosts take besides parameters, their help and their reference.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/files/recording.hpp"
#include "engine/parameters/atom.hpp"

namespace granvae::engine {

struct State;

// Those from `latent` to `snap` make a path or edit it; but `walk on` and `walk off`.
enum class MessageId {
  read,
  latent,
  line,
  path,
  random,
  walk,
  encode,
  readpath,
  recall,
  offset,
  scale,
  mix,
  reverse,
  stretch,
  smooth,
  snap,
  stay,
  store,
  write,
  writepath,
  readstate,
  writestate,
  set,
  get,
  info,
};

// What stands after a message's name.
struct Argument {
  enum class Kind {
    model,      // a file that the host looks for
    sound,      // a sound that the host holds by this name, or else a file
    path_file,  // a file that the host looks for
    state,      // a file that the host looks for
    known,      // a stored path, or else a file that the host looks for
    new_sound,  // a file to be written
    new_path,   // a file to be written
    new_state,  // a file to be written
    name,       // any atom
    number,
    numbers,  // all that follow, at least none
    values,   // all that follow, at least one
    names,    // all that follow, at least none
  };
  std::string_view name;
  Kind kind;
  std::string_view documentation;
  bool optional = false;
};

struct Message {
  MessageId id;
  std::string_view name;
  std::span<const Argument> arguments;
  std::string_view takes;    // the arguments in a sentence: "the name of a model"
  std::string_view example;  // as it is typed
  std::string_view digest;
  std::string_view documentation;
};

std::span<const Message> messages();
// Null when there is none of this name.
const Message* find_message(std::string_view name);
const Message& message_of(MessageId id);

// One sentence on what is wrong with the atoms after a message's name. What their values mean is
// for the model to say.
std::optional<std::string> fault_of(const Message& message, const Atoms& atoms);

// The name of the kind.
std::string_view kind_text(Argument::Kind kind);

// Whether a message's first argument is a file, and of which kind; none for other messages.
std::optional<Argument::Kind> file_of(const Message& message);

// Whether it is a file to be written.
bool is_new(Argument::Kind kind);

// What the name of a file that is looked for may be left to end with: ".ts" of a model, ".json" of
// a state; empty of others.
std::string_view ending_of(Argument::Kind kind);

// A message as it came, without fault.
struct Call {
  MessageId id = MessageId::info;
  Atoms atoms;
  std::string file;                         // the full path of the file that the first atom names
  std::shared_ptr<const Recording> sound;   // what the first atom names instead
  std::vector<int> places = {};             // of the points of `path`; see LatentPath
  std::optional<std::string> text = {};     // what the file holds, where it need not be read
  std::shared_ptr<const State> state = {};  // the same, once it is understood
};

}  // namespace granvae::engine
