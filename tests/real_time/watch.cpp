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

Watch::Watch(Deeds& deeds) : deeds_(deeds) {
  watched = Tally();
  tally = &watched;
}

Watch::~Watch() {
  tally = nullptr;
  if (deeds_.first.empty() && watched.first != nullptr) {
    deeds_.first = watched.first;
    if (watched.first_call >= 0) deeds_.first += " " + std::to_string(watched.first_call);
  }
  deeds_.allocations += watched.allocations;
  deeds_.locks += watched.locks;
  deeds_.system_calls += watched.system_calls;
}

}  // namespace granvae::testing
