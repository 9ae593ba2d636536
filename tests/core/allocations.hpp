// Counts what is allocated and freed.
#pragma once

namespace granvae::testing {

// From here on, on this thread.
void count_allocations();
// How many there were since; stops counting.
int counted_allocations();

}  // namespace granvae::testing
