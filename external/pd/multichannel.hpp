// Signals of several channels, which Pd has from version 0.54 on.
#pragma once

#include <m_pd.h>

namespace granvae::pd {

// The external is built for older versions too: what the newer ones have is looked for when it is
// loaded.

// For a class that takes signals of several channels; 0 where there are none.
int multichannel_flag();

// How many channels a signal of such a class has, and one of them.
int channels_of(const t_signal* signal);
t_sample* channel_of(const t_signal* signal, int channel);

// Such a class has to say how many channels come out: here it is one.
void make_output(t_signal** signal);

}  // namespace granvae::pd
