// granvae~ as Pd allocates it.
#pragma once

#include <m_pd.h>

#include "engine/engine.hpp"
#include "pd/call_queue.hpp"

namespace granvae::pd {

// Pd allocates and frees this as C does; `engine` and `calls` are ours.
struct t_granvae {
  t_object object;
  t_float frequency;  // what the first inlet's signal is while none is connected
  t_canvas* canvas;
  t_clock* clock;
  t_outlet* info;
  engine::Engine* engine;
  CallQueue* calls;
  bool offline;
  int latent_inlets;   // after the others
  int latents;         // signals of latents that come
  std::uint64_t late;  // as last reported
};

}  // namespace granvae::pd
