#include "max/state.hpp"

#include <limits>

#include "max/messages.hpp"

namespace granvae::max {

State::State(t_granvae* x, int channels, int latent_inlets, bool mc_outlet)
    : engine(sys_getsr(), channels),
      numbers(core::kControls + static_cast<std::size_t>(latent_inlets)),
      held(numbers.size()),
      sample_rate(sys_getsr()),
      latents(latent_inlets),
      mc(mc_outlet),
      attend(static_cast<t_qelem*>(qelem_new(x, as_method(max::attend)))),
      dialog(static_cast<t_qelem*>(qelem_new(x, as_method(max::ask_for_files)))),
      poll(static_cast<t_clock*>(clock_new(x, as_method(max::poll)))) {
  for (auto& number : numbers) number.store(std::numeric_limits<double>::quiet_NaN());
}

State::~State() {
  if (watcher != nullptr) object_free(watcher);
  object_free(poll);
  qelem_free(dialog);
  qelem_free(attend);
}

}  // namespace granvae::max
