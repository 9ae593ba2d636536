// granvae~ as Pd allocates it, and what its parts share.
#pragma once

#include <m_pd.h>

#include <string>

#include "engine/engine.hpp"

namespace granvae::pd {

// Pd allocates and frees this as C does; `engine` is ours.
struct t_granvae {
  t_object object;
  t_float frequency;  // what the first inlet's signal is while none is connected
  t_canvas* canvas;
  t_clock* clock;
  t_outlet* info;
  engine::Engine* engine;
  bool offline;
  int latent_inlets;  // after the others
  int latents;        // signals of latents that come
};

// Tells console and patch, in one sentence.
void fail(t_granvae* x, const std::string& sentence);
// The clock: tells what happened since, and asks again while there is work.
void poll(t_granvae* x);
// As many latents come as signals.
void expect_latents(t_granvae* x, int latents);
// Reads a model on Pd's search path.
void read_model(t_granvae* x, const t_symbol* name);

void add_messages(t_class* c);

}  // namespace granvae::pd
