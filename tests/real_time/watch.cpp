#include "watch.hpp"

#include <exception>
#include <string>
#include <thread>

#include "tally.hpp"

namespace granvae::testing {
namespace {

thread_local constinit Tally watched;

}  // namespace

void on_watched_thread(const std::function<void()>& act) {
  std::exception_ptr thrown;
  std::thread thread([&] {
    try {
      trap_system_calls();
      act();
    } catch (...) {
      thrown = std::current_exception();
    }
  });
  thread.join();
  if (thrown) std::rethrow_exception(thrown);
}

void watch(Activity& activity, const std::function<void()>& act) {
  watched = Tally();
  tally = &watched;
  act();
  tally = nullptr;
  if (activity.first.empty() && watched.first != nullptr) {
    activity.first = watched.first;
    if (watched.first_call >= 0) activity.first += " " + std::to_string(watched.first_call);
  }
  activity.allocations += watched.allocations;
  activity.locks += watched.locks;
  activity.system_calls += watched.system_calls;
}

}  // namespace granvae::testing
