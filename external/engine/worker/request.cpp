#include "engine/worker/request.hpp"

namespace granvae::engine {

void Request::adopt(const ParameterValues& values) {
  using enum ParameterId;
  moment = values.moment();  // first, so that nothing set meanwhile counts as known
  const auto get = [&values](ParameterId id) { return values.get(id); };
  settings = {.join = get(join),
              .fit = get(fit) != 0.0,
              .libtorch = get(libtorch) != 0.0,
              .stream = get(stream) != 0.0,
              .law = static_cast<core::CrossfadeLaw>(static_cast<int>(get(law))),
              .channel = static_cast<int>(get(channel)),
              .seed = static_cast<std::uint64_t>(get(seed)),
              .noise = static_cast<float>(get(noise))};
  walk.jump = get(jump);
  walk.near = static_cast<int>(get(near));
  walk.seed = static_cast<std::uint64_t>(get(seed));
  if (call && call->id == MessageId::writestate) to_write = values.all();
}

}  // namespace granvae::engine
