// The main thread's queue and the scheduler. Time passes only when a test lets it.
#include <utility>

#include "host.hpp"

void* qelem_new(void* obj, method fn) {
  const host::Lock lock(host::world().mutex);
  auto queued = std::make_unique<host::Queued>(host::Queued{obj, fn});
  void* pointer = queued.get();
  host::world().queue[pointer] = std::move(queued);
  return pointer;
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
  const host::Lock lock(host::world().mutex);
  auto clock = std::make_unique<host::Clock>(host::Clock{obj, fn});
  void* pointer = clock.get();
  host::world().clocks[pointer] = std::move(clock);
  return pointer;
}

void clock_fdelay(t_clock* x, double f) {
  host::World& world = host::world();
  const host::Lock lock(world.mutex);
  const auto found = world.clocks.find(x);
  if (found == world.clocks.end()) return host::violation("clock_fdelay of none");
  found->second->due = world.now + f;
}
