// The watch where RealtimeSanitizer is it: what is not allowed ends the program, with a report.
#include <thread>

#include "watch.hpp"

namespace granvae::testing {
namespace {

void act_in_real_time(const std::function<void()>& act) noexcept [[clang::nonblocking]] { act(); }

}  // namespace

void on_watched_thread(const std::function<void()>& act) { std::thread(act).join(); }

void watch(Activity&, const std::function<void()>& act) { act_in_real_time(act); }

}  // namespace granvae::testing
