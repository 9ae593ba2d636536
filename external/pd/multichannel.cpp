#include "pd/multichannel.hpp"

#include <cstddef>

#include "pd/symbols.hpp"

namespace granvae::pd {
namespace {

constexpr int kMultichannel = 0x10;  // CLASS_MULTICHANNEL of Pd 0.54

// How t_signal begins since then.
struct WideSignal {
  int length;
  t_sample* samples;  // one channel after the other
  t_float rate;
  int channels;
};

using SetOutputs = void (*)(t_signal**, int);

SetOutputs set_outputs() {
  static const auto found = reinterpret_cast<SetOutputs>(find_symbol("signal_setmultiout"));
  return found;
}

bool has_multichannel() { return set_outputs() != nullptr; }

}  // namespace

int multichannel_flag() { return has_multichannel() ? kMultichannel : 0; }

int channels_of(const t_signal* signal) {
  return has_multichannel() ? reinterpret_cast<const WideSignal*>(signal)->channels : 1;
}

t_sample* channel_of(const t_signal* signal, int channel) {
  return signal->s_vec + static_cast<std::ptrdiff_t>(channel) * signal->s_n;
}

void make_output(t_signal** signal) {
  if (has_multichannel()) set_outputs()(signal, 1);
}

}  // namespace granvae::pd
