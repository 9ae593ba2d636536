// A thread that reads models, so that nothing else waits for it.
#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "engine/worker/model_store.hpp"

namespace granvae::engine {

// What came of reading files: the first model that can be played, and a sentence for each file
// before it.
struct LoadedModel {
  StoredModel model;  // without a decoder where none can
  std::vector<std::string> faults;
};

class ModelLoader {
 public:
  ModelLoader() : thread_([this] { run(); }) {}
  // Waits for the file that is being read, and leaves the others.
  ~ModelLoader();
  ModelLoader(const ModelLoader&) = delete;
  ModelLoader& operator=(const ModelLoader&) = delete;

  // `report` is called on the loader's thread.
  void load(std::vector<std::string> files, decoder::BackEnd back_end,
            std::function<void(LoadedModel)> report);

 private:
  struct Job {
    std::vector<std::string> files;
    decoder::BackEnd back_end;
    std::function<void(LoadedModel)> report;
  };
  void run();
  LoadedModel read(const Job& job);

  ModelStore models_;  // the thread's
  std::mutex mutex_;   // of what follows
  std::condition_variable changed_;
  std::deque<Job> jobs_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace granvae::engine
