#include "performance.hpp"

namespace granvae::same_bits {
namespace {

const Tables& tables() {
  static const Tables two{noise_table(2048, 5), noise_table(3000, 6)};
  return two;
}

// All that chance may change.
Performance scattered(Interpolation interpolation, Window window, CrossfadeLaw law) {
  Performance made;
  made.settings.mode = Mode::cloud;
  CloudSettings& cloud = made.settings.cloud;
  cloud.interpolation = interpolation;
  cloud.window = window;
  cloud.law = law;
  cloud.length = 1500.0;
  cloud.transpose = -3.7;
  cloud.gain = 0.3;
  cloud.spray = 400.0;
  cloud.detune = 900.0;
  cloud.async = 0.8;
  cloud.intermittency = 0.1;
  cloud.spread = 0.9;
  cloud.level = 12.0;
  cloud.seed = 7;
  made.channels = 2;
  made.frequency = {700.0, 600.0, 8000};
  made.start = {900.0, 800.0, 3000};
  made.crossfade = {300.0, 300.0, 6000};
  made.rate = {0.5, 2.0, 10000};
  return made;
}

Performance synced(Sync sync, Swing frequency) {
  Performance made = scattered(Interpolation::sinc, Window::expodec, CrossfadeLaw::power);
  made.settings.cloud.sync = sync;
  made.frequency = frequency;
  return made;
}

}  // namespace

void play_clouds(const Report& report) {
  const auto play = [&](const std::string& name, const Performance& performance) {
    report("cloud " + name, played(performance, tables()));
  };
  using Choice = std::pair<const char*, Interpolation>;
  const Choice choices[] = {{"uninterpolated", Interpolation::none},
                            {"linear", Interpolation::linear},
                            {"cubic", Interpolation::cubic},
                            {"sinc", Interpolation::sinc}};
  for (const auto& [name, interpolation] : choices) {
    play(name, scattered(interpolation, Window::fade, CrossfadeLaw::cosine));
    play(name + std::string(" expodec"),
         scattered(interpolation, Window::expodec, CrossfadeLaw::linear));
    play(name + std::string(" rexpodec"),
         scattered(interpolation, Window::rexpodec, CrossfadeLaw::power));
  }

  Performance periodic;
  periodic.settings.mode = Mode::cloud;
  periodic.frequency = {333.3};
  play("periodic", periodic);

  Performance ring = scattered(Interpolation::sinc, Window::fade, CrossfadeLaw::linear);
  ring.channels = 5;
  ring.settings.cloud.compensate = true;
  play("on a ring of five", ring);

  Performance crowded = scattered(Interpolation::linear, Window::fade, CrossfadeLaw::power);
  crowded.settings.cloud.grains = 9;
  play("of grains that make room", crowded);

  Performance turning = scattered(Interpolation::cubic, Window::fade, CrossfadeLaw::cosine);
  turning.settings.cloud.length = 40000.0;
  turning.settings.cloud.transpose = 31.0;
  play("of grains that go round the table", turning);

  play("triggered", synced(Sync::trigger, {-0.5, 1.0, 130}));
  play("by a phase", synced(Sync::phasor, {0.5, 0.5, 300}));
}

}  // namespace granvae::same_bits
