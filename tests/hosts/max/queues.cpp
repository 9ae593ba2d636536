// The main thread's queue and the scheduler. Time passes only when a test lets it.
#include <utility>

#include "host.hpp"

void* qelem_new(void* obj, method fn) {
  return host::keep(host::world().queue, host::Queued{obj, fn});
}

void qelem_set(t_qelem* x) {
  host::World& world = host::world();
  const host::Lock lock(world.mutex);
  const auto found = world.queue.find(x);
  if (found == world.queue.end()) return host::violation("qelem_set of none");
  if (std::exchange(found->second->set, true)) return;
  world.queue_order.push_back(found->second.get());
}

void qelem_free(t_qelem* x) {
  host::World& world = host::world();
  const host::Lock lock(world.mutex);
  std::erase(world.queue_order, static_cast<host::Queued*>(x));
  if (world.queue.erase(x) == 0) host::violation("qelem_free of none");
}

t_clock* clock_new(void* obj, method fn) {
  return host::keep(host::world().clocks, host::Clock{obj, fn});
}

void clock_fdelay(t_clock* x, double f) {
  host::World& world = host::world();
  const host::Lock lock(world.mutex);
  const auto found = world.clocks.find(x);
  if (found == world.clocks.end()) return host::violation("clock_fdelay of none");
  found->second->due = world.now + f;
}
