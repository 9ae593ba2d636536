#include "performance.hpp"

namespace granvae::same_bits {
namespace {

const Tables& tables() {
  static const Tables three{noise_table(1024, 1), noise_table(1000, 2), noise_table(1009, 3)};
  return three;
}

Performance modulated(Interpolation interpolation, CrossfadeLaw law) {
  Performance made;
  made.settings.loop.interpolation = interpolation;
  made.settings.loop.law = law;
  made.frequency = {90.0, 70.0, 9000};
  made.start = {300.0, 250.0, 2222};
  made.crossfade = {150.0, 150.0, 7000};
  return made;
}

Performance synced(Sync sync, Swing frequency) {
  Performance made = modulated(Interpolation::sinc, CrossfadeLaw::cosine);
  made.settings.loop.sync = sync;
  made.frequency = frequency;
  return made;
}

}  // namespace

void play_loops(const Report& report) {
  const auto play = [&](const char* name, const Performance& performance) {
    report(std::string("loop ") + name, played(performance, tables()));
  };
  play("uninterpolated", modulated(Interpolation::none, CrossfadeLaw::linear));
  play("linear", modulated(Interpolation::linear, CrossfadeLaw::power));
  play("cubic", modulated(Interpolation::cubic, CrossfadeLaw::cosine));
  play("sinc", modulated(Interpolation::sinc, CrossfadeLaw::power));

  Performance glide = modulated(Interpolation::sinc, CrossfadeLaw::linear);
  glide.frequency = {2000.0, 2900.0, 20000};
  play("glide through levels and zero", glide);

  Performance oversampled;
  oversampled.frequency = {1234.5};
  oversampled.crossfade = {9.5};
  play("oversampled crossfade", oversampled);
  oversampled.frequency = {-987.6};
  play("oversampled crossfade backwards", oversampled);

  Performance free = modulated(Interpolation::sinc, CrossfadeLaw::cosine);
  free.settings.loop.latch = false;
  play("free start", free);

  Performance slow = modulated(Interpolation::cubic, CrossfadeLaw::cosine);
  slow.frequency = {0.7};
  play("change of tables within a cycle", slow);

  play("triggered", synced(Sync::trigger, {-0.2, 1.0, 602}));
  play("triggered while it fades", synced(Sync::trigger, {-0.2, 1.0, 150}));
  play("by a phase", synced(Sync::phasor, {0.5, 0.5, 1500}));

  for (const int size : {4, 77, 243, 1331, 2311, 4096, 5000}) {
    const std::string samples = std::to_string(size) + " samples";
    Performance performance = modulated(Interpolation::sinc, CrossfadeLaw::cosine);
    performance.samples = 4096;
    report("loop of " + samples, played(performance, {noise_table(size, 4)}));
  }
}

}  // namespace granvae::same_bits
