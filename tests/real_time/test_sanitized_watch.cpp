// RealtimeSanitizer itself: what is never seen proves nothing.
#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <mutex>

#include "watch.hpp"

namespace {

void* volatile known;

// Whether a process that does this lives to its end.
template <class Act>
bool survives(Act act) {
  const pid_t child = fork();
  if (child == 0) {
    close(STDERR_FILENO);
    granvae::testing::Activity activity;
    granvae::testing::watch(activity, act);
    _exit(0);
  }
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

}  // namespace

TEST_CASE("the sanitizer ends who allocates, locks or calls the system, and nobody else") {
  std::mutex mutex;
  CHECK(survives([] {}));
  CHECK_FALSE(survives([] { known = std::malloc(8); }));
  CHECK_FALSE(survives([] { known = new int(1); }));
  CHECK_FALSE(survives([&] { mutex.lock(); }));
  CHECK_FALSE(survives([] { usleep(1); }));
}
