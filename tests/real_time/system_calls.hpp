// System calls of a thread, with a tally before them.
#pragma once

namespace granvae::testing {

// From here on, every system call of this thread is noted, and made. There is no way back. Throws
// std::runtime_error where the kernel offers no seccomp filters.
void trap_system_calls();

}  // namespace granvae::testing
