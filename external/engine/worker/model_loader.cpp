#include "engine/worker/model_loader.hpp"

#include <utility>

namespace granvae::engine {

ModelLoader::~ModelLoader() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_one();
  thread_.join();
}

void ModelLoader::load(std::vector<std::string> files, decoder::BackEnd back_end,
                       std::function<void(LoadedModel)> report) {
  {
    const std::lock_guard lock(mutex_);
    jobs_.push_back({std::move(files), back_end, std::move(report)});
  }
  changed_.notify_one();
}

void ModelLoader::run() {
  while (true) {
    Job job;
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [this] { return stopping_ || !jobs_.empty(); });
      if (stopping_) return;
      job = std::move(jobs_.front());
      jobs_.pop_front();
    }
    job.report(read(job));
  }
}

LoadedModel ModelLoader::read(const Job& job) {
  LoadedModel loaded;
  for (const std::string& file : job.files) {
    try {
      loaded.model = models_.load(file, job.back_end);
      break;
    } catch (const std::exception& error) {
      loaded.faults.emplace_back(error.what());
    }
  }
  return loaded;
}

}  // namespace granvae::engine
