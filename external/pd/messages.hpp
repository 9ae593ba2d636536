// The messages that granvae~ takes, and the events that it reports.
#pragma once

#include <string>

#include "pd/state.hpp"

namespace granvae::pd {

void add_messages(t_class* c);

// To console and patch, one sentence.
void report_error(t_granvae* x, const std::string& sentence);
// The clock: reports what happened since, and polls again while there is work.
void poll(t_granvae* x);
// As many latents come as signals.
void expect_latents(t_granvae* x, int latents);
// Reads a model on Pd's search path.
void read_model(t_granvae* x, const t_symbol* name);

}  // namespace granvae::pd
