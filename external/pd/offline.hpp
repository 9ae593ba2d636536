// Whether Pd renders faster than real time.
#pragma once

namespace granvae::pd {

// True under `pd -batch`, where time does not wait for a worker thread, so that decoding must be
// waited for. Pd has no call that says so; its command line does.
bool running_in_batch();

}  // namespace granvae::pd
