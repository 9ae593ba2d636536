#include "engine/parameters/messages.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace granvae::engine {
namespace {

using enum MessageId;
using Kind = Argument::Kind;

constexpr Argument kModel{"file", Kind::model, "A model file (.ts)"};
constexpr Argument kLatents{"latents", Kind::numbers,
                            "One number for each latent, in standard deviations"};
constexpr Argument kAmounts{"amounts", Kind::numbers,
                            "One number for each latent, or one for all of them"};

constexpr std::array kRead{kModel};
constexpr std::array kLatent{kLatents};
constexpr std::array kLine{Argument{"grains", Kind::number, "How many grains"}, kLatents};
constexpr std::array kPath{
    Argument{"points", Kind::numbers, "The latents of the first point, of the second, and so on"}};
constexpr std::array kRandom{
    Argument{"seed", Kind::name, "Which point; after prior, one that need not be like any grain",
             true},
    Argument{"seed of prior", Kind::number, "Which of those", true}};
constexpr std::array kWalk{
    Argument{"grains", Kind::name, "How many grains; or on for ever, until off"},
    Argument{"seed", Kind::number, "Which way", true}};
constexpr std::array kSnap{
    Argument{"amount", Kind::number, "0 is the path as it is, 1 all the way"}};
constexpr std::array kStay{
    Argument{"sounds", Kind::names, "Names of recordings, their beginnings, or numbers from 0"}};
constexpr std::array kEncode{Argument{
    "sound", Kind::sound, "A buffer~ in Max, an array in Pure Data, or a WAV or AIFF file"}};
constexpr std::array kReadPath{Argument{"file", Kind::path_file, "A path file (.json or .csv)"}};
constexpr std::array kName{Argument{"name", Kind::name, "A symbol or number"}};
constexpr std::array kAmount{kAmounts};
constexpr std::array kMix{
    Argument{"path", Kind::known, "The name of a stored path, or a path file (.json or .csv)"},
    Argument{"amount", Kind::number, "0 is the path as it is, 1 the other; beyond, past them"}};
constexpr std::array kStretch{
    Argument{"factor", Kind::number, "How many times as long, 0.01 to 100"}};
constexpr std::array kSmooth{Argument{"grains", Kind::number, "How many, 0 to 1000"}};
constexpr std::array kWrite{Argument{"file", Kind::new_sound, "The WAV file"}};
constexpr std::array kWritePath{Argument{"file", Kind::new_path, "The path file (.json or .csv)"}};
constexpr std::array kReadState{Argument{"file", Kind::state, "A state file (.json)"}};
constexpr std::array kWriteState{Argument{"file", Kind::new_state, "The state file (.json)"}};
constexpr std::array kSet{Argument{"name", Kind::name, "Of the model's attribute"},
                          Argument{"values", Kind::values, "What it is to be"}};
constexpr std::array kGet{Argument{"name", Kind::name, "Of the model's attribute"}};
constexpr std::span<const Argument> kNothing;

// In the order of MessageId.
constexpr std::array kMessages{
    Message{read, "read", kRead, "the name of a model", "read model.ts", "Read a model",
            "Reads a model. The sound goes on meanwhile; when the model is ready, loaded comes out "
            "with the file, its number of latents, the samples of a grain and its sample rate."},
    Message{latent, "latent", kLatent, "a number for each latent", "latent 0.5 -1 2",
            "Decode one point",
            "Decodes a point of the latent space into a table of one grain. 0 is the middle of "
            "what the model has learned; most of it lies between -2 and 2."},
    Message{line, "line", kLine, "a number of grains and the latents of its end",
            "line 16 0.5 -1 2", "Decode a straight line",
            "Decodes this many points on the line from the origin to a point, as one table."},
    Message{path, "path", kPath, "the latents of one point after the other", "path 0 0 0 1 1 1",
            "Decode a path",
            "Decodes point after point into one table, in which each grain begins where it is most "
            "like the one before, or with fit off, overlaps it by join samples."},
    Message{random, "random", kRandom, "a number, or prior and a number, all of them optional",
            "random 7", "Decode a random point",
            "Draws a point near one of the grains that the model learned from, decodes it, and "
            "sends it out as latents. The same seed draws the same point. After random prior, or "
            "where the model file holds no grains, it is drawn from the whole space."},
    Message{walk, "walk", kWalk, "a number of grains, on or off, and a seed, which is optional",
            "walk on", "Walk along what was learned",
            "Goes along the recordings that the model learned from, and jumps where they sound "
            "alike: jump says how often, near how far, stay where. A number makes a path of so "
            "many grains, with their places. on goes on without end and without a seam, in a way "
            "that the parameter seed chooses; off keeps the second that sounds as a path."},
    Message{
        encode, "encode", kEncode, "the name of a sound", "encode voice.wav",
        "Turn a sound into a path",
        "Finds the latents of a sound's grains and decodes them: the table follows the sound "
        "sample by sample, and the path can be edited. Channels are averaged and the sound is "
        "resampled to the model's rate. Where the model was trained on grains with their peak in "
        "the middle, each is taken at the next peak, 1/2 to 15/16 of a grain after the last, and "
        "its place is kept. Then path comes out with the sound's name and its number of "
        "grains."},
    Message{
        readpath, "readpath", kReadPath, "the name of a path file", "readpath walk.json",
        "Read a path",
        "Decodes the points of a file that writepath or granvae in Python wrote, at their places "
        "if it has any, or of any CSV with a row for each point. Then path comes out with the file "
        "and its number of grains."},
    Message{recall, "recall", kName, "the name of a stored path", "recall verse",
            "Return to a stored path", "Decodes the path that store has kept under this name."},
    Message{offset, "offset", kAmount, "a number for each latent, or one for all", "offset 0.5",
            "Move the path", "Adds to the latents of every point; the table follows."},
    Message{scale, "scale", kAmount, "a number for each latent, or one for all", "scale 1.5",
            "Widen or narrow the path",
            "Multiplies the latents of every point, about the origin; the table follows."},
    Message{mix, "mix", kMix, "a path and an amount", "mix verse 0.5", "Blend in another path",
            "Moves every point towards the same place of another path, which is stretched to the "
            "length of this one; the table follows."},
    Message{
        reverse, "reverse", kNothing, "nothing", "reverse", "Turn the path round",
        "Plays the grains from the last to the first, neighbours as far apart as before; the table "
        "follows. A grain itself is not turned round."},
    Message{
        stretch, "stretch", kStretch, "a factor", "stretch 2", "Lengthen or shorten the path",
        "Repeats grains, or leaves some out, evenly; the table follows. In a path with places, a "
        "grain follows itself as closely as the next one did, so that tones keep their pitch."},
    Message{smooth, "smooth", kSmooth, "a number of grains", "smooth 4", "Smooth the path",
            "Makes every point the mean of this many neighbours on either side, weighted by a Hann "
            "window; the table follows."},
    Message{snap, "snap", kSnap, "an amount", "snap 0.5", "Pull the path to what was learned",
            "Moves every point towards the nearest grain that the model learned from, of the "
            "recordings that stay allows; the table follows, and places stay."},
    Message{stay, "stay", kStay, "the names of recordings, or nothing", "stay cello flute",
            "Choose recordings",
            "From now on random, walk and snap keep to these recordings, named by how they begin "
            "or by their number from 0; info says which there are. Without names, to all of them."},
    Message{store, "store", kName, "a name", "store verse", "Keep the path",
            "Keeps the path under a name, for recall and mix, as long as the object is there."},
    Message{write, "write", kWrite, "the name of a WAV file", "write table.wav",
            "Write the table as a sound file",
            "Writes the table that plays to a WAV file, at the model's sample rate; then written "
            "comes out."},
    Message{writepath, "writepath", kWritePath, "the name of a path file", "writepath walk.json",
            "Write the path",
            "Writes the points of the path and their places to a file, as JSON or CSV by its "
            "ending; then written comes out."},
    Message{
        readstate, "readstate", kReadState, "the name of a state file", "readstate song.json",
        "Return to a state",
        "Restores what writestate wrote: the model, if another one plays, parameters, path, stored "
        "paths, recordings and walk. What cannot be restored is reported, and the rest is; a model "
        "that is gone is looked for beside the file. The sound goes on until all is ready; then "
        "restored comes out."},
    Message{
        writestate, "writestate", kWriteState, "the name of a state file", "writestate song.json",
        "Write the state",
        "Writes all that one has made to a JSON file: where the model is, all parameters, the path "
        "with its places, what store keeps, the recordings of stay, and whether a walk goes on; "
        "then written comes out."},
    Message{set, "set", kSet, "the name of an attribute of the model and its values",
            "set temperature 0.5", "Set an attribute of the model",
            "Sets an attribute that a model of another maker has, for all objects that play the "
            "file; the table follows. info names the attributes that there are."},
    Message{get, "get", kGet, "the name of an attribute of the model", "get temperature",
            "Ask for an attribute of the model", "Sends attribute, its name and its values out."},
    Message{
        info, "info", kNothing, "nothing", "info", "Report",
        "Sends info NAME VALUE for the model, its attributes and channels, whether it has noise "
        "(noisy), every parameter, what was counted (nonfinite, late, stolen), the delay of "
        "live grains, the points of the path, the table, the grain and the rate."},
};

bool takes_rest(Kind kind) { return kind >= Kind::numbers; }

bool fits(Kind kind, const Atom& atom) {
  if (kind == Kind::number) return !is_text(atom);
  return kind == Kind::name || kind == Kind::known || takes_rest(kind) || is_text(atom);
}

bool fits(const Message& message, const Atoms& atoms) {
  std::size_t taken = 0;
  for (const Argument& argument : message.arguments) {
    // A text among the numbers is refused later, with its position.
    if (takes_rest(argument.kind)) return argument.kind != Kind::values || taken < atoms.size();
    if (taken == atoms.size()) return argument.optional;
    if (!fits(argument.kind, atoms[taken++])) return false;
  }
  return taken == atoms.size();
}

}  // namespace

std::span<const Message> messages() { return kMessages; }

const Message* find_message(std::string_view name) {
  const auto* found = std::find_if(kMessages.begin(), kMessages.end(),
                                   [name](const Message& m) { return m.name == name; });
  return found == kMessages.end() ? nullptr : found;
}

const Message& message_of(MessageId id) { return kMessages[static_cast<std::size_t>(id)]; }

std::optional<std::string> fault_of(const Message& message, const Atoms& atoms) {
  if (fits(message, atoms)) return std::nullopt;
  return std::string(message.name) + " takes " + std::string(message.takes) + ", as in '" +
         std::string(message.example) + "'.";
}

std::string_view kind_text(Kind kind) {
  constexpr std::array<std::string_view, 13> kTexts{
      "model",     "sound", "path",   "state",   "known",  "new sound", "new path",
      "new state", "name",  "number", "numbers", "values", "names"};
  return kTexts[static_cast<std::size_t>(kind)];
}

std::optional<Argument::Kind> file_of(const Message& message) {
  if (message.arguments.empty()) return std::nullopt;
  const Kind kind = message.arguments.front().kind;
  return kind <= Kind::new_state ? std::optional(kind) : std::nullopt;
}

bool is_new(Kind kind) { return kind >= Kind::new_sound && kind <= Kind::new_state; }

std::string_view ending_of(Kind kind) {
  if (kind == Kind::state) return ".json";
  return kind == Kind::model ? ".ts" : "";
}

}  // namespace granvae::engine
