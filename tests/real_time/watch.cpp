#include "watch.hpp"

#include <exception>
#include <string>
#include <thread>

#include "system_calls.hpp"
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

void watch(Deeds& deeds, const std::function<void()>& act) {
  watched = Tally();
  tally = &watched;
  act();
  tally = nullptr;
  if (deeds.first.empty() && watched.first != nullptr) {
    deeds.first = watched.first;
    if (watched.first_call >= 0) deeds.first += " " + std::to_string(watched.first_call);
  }
  deeds.allocations += watched.allocations;
  deeds.locks += watched.locks;
  deeds.system_calls += watched.system_calls;
}

}  // namespace granvae::testing
