#include "decoder/torch_library.hpp"

#include <array>
#include <cstring>
#include <filesystem>
#include <mutex>
#include <optional>
#include <utility>

#include "decoder/path_of.hpp"
#include "decoder/shared_library.hpp"
#include "decoder/torch/torch_back_end.hpp"

namespace granvae::decoder {
namespace {

namespace fs = std::filesystem;

#if defined(_WIN32)
constexpr const char* kFile = "granvae_torch.dll";
constexpr std::array kLibtorch{"c10.dll", "torch_cpu.dll"};
#elif defined(__APPLE__)
constexpr const char* kFile = "granvae_torch.dylib";
constexpr std::array kLibtorch{"libc10.dylib", "libtorch_cpu.dylib"};
#else
constexpr const char* kFile = "granvae_torch.so";
constexpr std::array kLibtorch{"libc10.so", "libtorch_cpu.so"};
#endif
// From the module: beside it; in a Max package, beside externals or four folders above the file
// inside a bundle.
constexpr std::array kFolders{".", "../support", "../../../../support"};

struct Library {
  std::mutex mutex;
  std::string libtorch_folder;
  const libtorch::BackEnd* back_end = nullptr;  // once it is open
};

// Never destroyed: a thread may still use it at the process's end.
Library& library() {
  static auto* const opened = new Library;
  return *opened;
}

std::optional<fs::path> found() {
  const fs::path module = module_folder();
  for (const char* folder : kFolders) {
    std::error_code unknown;
    fs::path file = (module / folder / kFile).lexically_normal();
    if (fs::is_regular_file(file, unknown)) return file;
  }
  return std::nullopt;
}

// What libtorch lies elsewhere is loaded first: then the library takes it.
void* open(const fs::path& file, const std::string& libtorch_folder, std::string& fault) {
  if (void* opened = open_library(file, fault)) return opened;
  if (libtorch_folder.empty()) return nullptr;
  for (const char* name : kLibtorch) {
    if (open_library(path_of(libtorch_folder) / name, fault) == nullptr) return nullptr;
  }
  return open_library(file, fault);
}

const libtorch::BackEnd& opened(const std::string& model) {
  Library& here = library();
  const std::lock_guard lock(here.mutex);
  if (here.back_end != nullptr) return *here.back_end;
  const std::string plays = " Models that 'granvae export' wrote play without it.";
  const std::optional<fs::path> file = found();
  if (!file) {
    throw DecodeError("'" + model + "' needs libtorch, and there is no " + kFile + " in '" +
                      utf8_of(module_folder()) +
                      "'; run 'granvae install' again where torch is installed, without "
                      "--no-torch." +
                      plays);
  }
  std::string fault;
  void* handle = open(*file, here.libtorch_folder, fault);
  if (handle == nullptr) {
    throw DecodeError("'" + model + "' needs libtorch, and '" + utf8_of(*file) +
                      "' cannot be loaded (" + fault +
                      "); install torch 2.13.0, or quit what brought another libtorch into this "
                      "program." +
                      plays);
  }
  void* const entry = symbol_of(handle, libtorch::kEntry);
  const libtorch::BackEnd* back_end =
      entry == nullptr ? nullptr : reinterpret_cast<libtorch::Entry>(entry)();
  if (back_end == nullptr || std::strcmp(back_end->build, libtorch::kBuild) != 0) {
    throw DecodeError("'" + utf8_of(*file) +
                      "' is of another granvae~; install both again with 'granvae install'.");
  }
  here.back_end = back_end;
  return *back_end;
}

}  // namespace

std::unique_ptr<Decoder> load_by_libtorch(const std::string& path) {
  return opened(path).load(path);
}

bool finds_libtorch() { return found().has_value(); }

void set_libtorch_folder(std::string folder) {
  Library& here = library();
  const std::lock_guard lock(here.mutex);
  here.libtorch_folder = std::move(folder);
}

}  // namespace granvae::decoder
