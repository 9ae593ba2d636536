// Plays an external in a small host: a model, what is saved and read beside it, and the sound.
//
//   play_max EXTERNAL MODEL FOLDER [REFERENCE]
//
// leaves the sound in the folder, float64, and compares it with that of another system in the
// folder REFERENCE. The files of the patch lie inside, in a folder with a name that only UTF-8
// holds.
#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "decoder/path_of.hpp"
#include "host_api.hpp"

namespace {

namespace fs = std::filesystem;

using granvae::path_of;
using granvae::utf8_of;

constexpr int kMain = 1;  // the thread that sends
constexpr double kRate = 48000.0;
constexpr long kVector = 64;
constexpr std::size_t kInlets = 4;
constexpr std::size_t kOutlets = 3;  // the sound, phase and onset
constexpr std::size_t kFrames = 1 << 13;
constexpr std::chrono::minutes kPatience{2};

constexpr const char* kResult = "sound.f64";
constexpr std::string_view kFolder = "Kl\xc3\xa4nge \xe6\x9d\xb1";  // Klänge and an east
constexpr std::string_view kSound = "T\xc3\xb6ne \xe6\x9d\xb1.wav";
constexpr std::string_view kPath = "Weg \xe6\x9d\xb1.json";
constexpr std::string_view kModel = "Gr\xc3\xa4n.ts";

void require(bool fulfilled, const std::string& what) {
  if (!fulfilled) throw std::runtime_error(what);
}

std::string quoted(std::string_view name) { return '"' + std::string(name) + '"'; }

// An object in the host, and all that it said.
class Box {
 public:
  explicit Box(const std::string& text) : address_(host_new(text.c_str())) {
    require(address_ != nullptr, "no object was made of '" + text + "'");
    host_dsp(address_, kRate, kVector, 0);
  }
  ~Box() { host_delete(address_); }
  Box(const Box&) = delete;
  Box& operator=(const Box&) = delete;

  void send(const std::string& message) { host_send(address_, 0, kMain, message.c_str()); }

  // Waits for the answer to a message, with which all before it is done.
  void finish(const std::string& message, const std::string& answer) {
    send(message);
    const auto end = std::chrono::steady_clock::now() + kPatience;
    while (log_.find(answer) == std::string::npos) {
      require(std::chrono::steady_clock::now() < end, "no " + answer + " came, only: " + log_);
      host_pass(10.0);
      log_ += host_log();
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    for (const char* bad : {"error", "violation", "console"}) {
      require(log_.find(bad) == std::string::npos, log_);
    }
    log_.clear();
  }

  // All signals, (outlets, frames).
  void play(std::vector<double>& heard) {
    const std::vector<double> ins(kInlets * kFrames);
    std::vector<double> outs(kOutlets * kFrames);
    host_play(address_, ins.data(), outs.data(), static_cast<long>(kFrames));
    const auto sounds = [](double sample) { return std::abs(sample) > 1e-3; };
    require(std::any_of(outs.begin(), outs.begin() + kFrames, sounds), "nothing sounds");
    heard.insert(heard.end(), outs.begin(), outs.end());
  }

 private:
  void* address_;
  std::string log_;
};

std::set<std::string> files_of(const fs::path& folder) {
  std::set<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder)) {
    names.insert(utf8_of(entry.path().filename()));
  }
  return names;
}

std::vector<double> read_sound(const fs::path& folder) {
  std::ifstream file(folder / kResult, std::ios::binary);
  std::vector<double> sound;
  for (double sample = 0.0; file.read(reinterpret_cast<char*>(&sample), sizeof sample);) {
    sound.push_back(sample);
  }
  return sound;
}

std::vector<double> played(const char* external, const char* model, const char* result) {
  const fs::path folder = path_of(result) / path_of(kFolder);
  fs::remove_all(folder);
  fs::create_directories(folder);
  fs::copy_file(model, folder / path_of(kModel));
  const char* const fault = host_load(external);
  require(fault == nullptr, fault == nullptr ? "" : fault);
  host_search_path(utf8_of(folder).c_str(), 1);

  std::vector<double> heard;
  {
    Box box("granvae~ " + std::string(kModel));
    box.send("170");
    box.send("offline 1");
    box.send("random 7");
    box.finish("info", "rate");
    box.play(heard);
    box.send("write " + quoted(kSound));
    box.finish("writepath " + quoted(kPath), std::string(kPath));
    box.send("random 8");
    box.finish("readpath " + quoted(kPath), "path");
    box.play(heard);
    box.finish("encode " + quoted(kSound), "path");
    box.play(heard);
  }
  const std::set<std::string> expected{std::string(kModel), std::string(kPath),
                                       std::string(kSound)};
  require(files_of(folder) == expected, "the files have other names than they were given");
  std::ofstream file(path_of(result) / kResult, std::ios::binary);
  file.write(reinterpret_cast<const char*>(heard.data()),
             static_cast<std::streamsize>(heard.size() * sizeof(double)));
  require(file.good(), "the sound cannot be written");
  return heard;
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 4 && count != 5) return 2;
  try {
    const std::vector<double> sound = played(arguments[1], arguments[2], arguments[3]);
    require(count < 5 || sound == read_sound(path_of(arguments[4])),
            "it sounds otherwise than on the other system");
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
  return 0;
}
