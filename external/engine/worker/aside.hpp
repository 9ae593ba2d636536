// Long work that needs no model, beside the worker.
#pragma once

#include <functional>
#include <optional>
#include <type_traits>

namespace granvae::engine {

// Calls `job` on another thread, which is kept for the next, and `meanwhile` on this one: at once,
// and every half millisecond until the job is done. Jobs may begin within `meanwhile`. What the job
// throws is thrown here.
void run_aside(std::function<void()> job, const std::function<void()>& meanwhile);

// Ends the threads that have nothing to do.
void end_aside();

// What the job returns; nothing where `keep_going`, which is called meanwhile, says no: the job is
// done all the same.
template <class Job>
auto aside(const std::function<bool()>& keep_going, Job&& job) {
  using Result = std::invoke_result_t<Job>;
  bool going = true;
  const auto meanwhile = [&] { going = keep_going() && going; };
  if constexpr (std::is_void_v<Result>) {
    run_aside(job, meanwhile);
    return going;
  } else {
    std::optional<Result> result;
    run_aside([&] { result.emplace(job()); }, meanwhile);
    if (!going) result.reset();
    return result;
  }
}

}  // namespace granvae::engine
