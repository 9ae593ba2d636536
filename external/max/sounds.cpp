#include "max/sounds.hpp"

#include "ext_buffer.h"

namespace granvae::max {
using namespace engine;

std::shared_ptr<const Recording> sound_of(t_granvae* x, const std::string& name) {
  t_buffer_ref* reference = buffer_ref_new(&x->object.z_ob, gensym(name.c_str()));
  if (reference == nullptr) return nullptr;
  std::shared_ptr<const Recording> sound;
  if (t_buffer_obj* buffer = buffer_ref_getobject(reference)) {
    // An empty buffer has nothing to lock; the engine says that it holds no samples.
    const float* samples = buffer_locksamples(buffer);
    const auto channels = static_cast<std::size_t>(buffer_getchannelcount(buffer));
    const auto frames = static_cast<std::size_t>(buffer_getframecount(buffer));
    const double rate = buffer_getsamplerate(buffer);
    const std::size_t count = samples == nullptr ? 0 : channels * frames;
    sound = std::make_shared<const Recording>(mono(name, {samples, count}, channels, rate));
    if (samples != nullptr) buffer_unlocksamples(buffer);
  }
  object_free(reference);
  return sound;
}

}  // namespace granvae::max
