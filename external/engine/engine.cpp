#include "engine/engine.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>
#include <utility>

#include "engine/state/state_json.hpp"
#include "engine/worker/worker.hpp"

namespace granvae::engine {
namespace {

std::string unknown(std::string_view name) {
  std::string text = "there is no parameter '" + std::string(name) + "' to set; there are ";
  for (const Parameter& parameter : parameters()) {
    if (parameter.timing == Timing::signal) continue;
    text += std::string(parameter.name) + (&parameter == &parameters().back() ? "." : ", ");
  }
  return text;
}

// Seconds: several times within the latency, but not so often that polling costs anything.
double poll_period(int latency, double sample_rate) {
  constexpr double kShare = 0.25;
  constexpr double kShortest = 0.25e-3;
  constexpr double kLongest = 5e-3;
  return std::clamp(kShare * latency / sample_rate, kShortest, kLongest);
}

}  // namespace

Engine::Engine(double sample_rate, int channels)
    : worker_(Worker::shared()),
      session_(std::make_shared<Session>()),
      player_(session_->exchange(), sample_rate, channels, &session_->live()),
      sample_rate_(sample_rate) {
  worker_->attach(session_);
}

Engine::~Engine() {
  session_->close();
  worker_->wake();
}

void Engine::send(Call call) {
  // Live grains need not wait until the worker has come to it.
  const auto finite = [](const Atom& atom) { return std::isfinite(number_of(atom)); };
  if (call.id == MessageId::latent && std::all_of(call.atoms.begin(), call.atoms.end(), finite)) {
    std::vector<float> point;
    for (const Atom& atom : call.atoms) point.push_back(static_cast<float>(number_of(atom)));
    session_->send_point(std::move(point));
  }
  submit(std::move(call));
}

void Engine::submit(std::optional<Call> call, Change change) {
  auto request = std::make_unique<Request>();
  if (call && call->id == MessageId::info) {
    const auto count = [](std::uint64_t counted) { return static_cast<std::int64_t>(counted); };
    for (const Parameter& parameter : parameters()) {
      if (parameter.timing == Timing::signal) continue;
      request->engine_info.push_back({std::string(parameter.name), atom(parameter)});
    }
    request->engine_info.push_back({"nonfinite", count(non_finite())});
    request->engine_info.push_back({"delay", std::int64_t{latency()}});
    request->engine_info.push_back({"late", count(late())});
    request->engine_info.push_back({"stolen", count(stolen())});
  }
  request->call = std::move(call);
  request->change = change;
  request->adopt(session_->values());
  session_->submit(std::move(request));
  worker_->wake();
}

std::string Engine::state() const {
  constexpr std::chrono::seconds kLongest{1};  // a model may take longer to be read
  session_->wait_for(kLongest);
  if (std::string coming = session_->announced(); !coming.empty()) return coming;
  State state = session_->state();
  state.parameters = session_->values().all();
  return text_of(state);
}

void Engine::restore(std::string text, std::string file) {
  session_->announce(text);
  Call call{MessageId::readstate, {file}, file, nullptr};
  call.text = std::move(text);
  submit(std::move(call));
}

std::optional<std::string> Engine::set(std::string_view name, double number) {
  const Parameter* parameter = find_parameter(name);
  if (parameter == nullptr || parameter->timing == Timing::signal) return unknown(name);
  return store(*parameter, parsed(*parameter, number));
}

std::optional<std::string> Engine::set(std::string_view name, std::string_view choice) {
  const Parameter* parameter = find_parameter(name);
  if (parameter == nullptr || parameter->timing == Timing::signal) return unknown(name);
  return store(*parameter, parsed(*parameter, choice));
}

std::optional<std::string> Engine::store(const Parameter& parameter, const ParsedValue& parsed) {
  if (parsed.fault) return parsed.fault;
  session_->values().set(parameter.id, parsed.value);
  const bool live = parameter.id == ParameterId::live;
  if (live) session_->set_live(parsed.value != 0.0);
  if (parameter.id == ParameterId::noise || parameter.id == ParameterId::seed) {
    submit(std::nullopt, Change::noise);
  } else if (parameter.id == ParameterId::law) {
    submit(std::nullopt, Change::law);
  } else if (live || parameter.timing == Timing::decode) {
    submit(std::nullopt);
  } else if (parameter.timing == Timing::second) {
    submit(std::nullopt, Change::walk);
  }
  return std::nullopt;
}

void Engine::set_sample_rate(double sample_rate) {
  sample_rate_ = sample_rate;
  player_.set_sample_rate(sample_rate);
}

void Engine::set_burst(int samples) {
  burst_.store(std::clamp(samples, 1, core::LiveSettings::kLongest));
}

void Engine::grow_burst(int samples) {
  if (!session_->offline() && samples > burst_.load()) set_burst(samples);
}

void Engine::set_offline(bool on) {
  session_->set_offline(on);
  worker_->wake();
}

void Engine::expect_latents(int signals) {
  session_->set_latent_signals(signals);
  submit(std::nullopt, Change::live);
}

int Engine::latency() const {
  if (get(ParameterId::live) == 0.0) return 0;
  const auto given = static_cast<int>(get(ParameterId::latency));
  return given < 0 ? burst_.load(std::memory_order_relaxed) : given;
}

double Engine::get(ParameterId id) const { return session_->values().get(id); }

Atom Engine::atom(const Parameter& parameter) const {
  return atom_of(parameter, get(parameter.id));
}

core::PlayerSettings Engine::settings() const {
  using enum ParameterId;
  const auto choice = [this](ParameterId id) { return static_cast<int>(get(id)); };
  core::PlayerSettings settings;
  settings.mode = static_cast<core::Mode>(choice(mode));
  settings.freeze = get(freeze) != 0.0;
  settings.live = {get(live) != 0.0, this->latency()};
  core::LoopSettings& loop = settings.loop;
  loop.law = static_cast<core::CrossfadeLaw>(choice(law));
  loop.interpolation = static_cast<core::Interpolation>(choice(interpolation));
  loop.length = get(length);
  loop.unit = static_cast<core::StartUnit>(choice(unit));
  loop.latch = get(latch) != 0.0;
  loop.swap = get(swap) / 1000.0;
  loop.sync = static_cast<core::Sync>(choice(sync));
  core::CloudSettings& cloud = settings.cloud;
  cloud.law = loop.law;
  cloud.interpolation = loop.interpolation;
  cloud.length = loop.length;
  cloud.unit = loop.unit;
  cloud.sync = loop.sync;
  cloud.window = static_cast<core::Window>(choice(window));
  cloud.transpose = get(transpose);
  cloud.gain = get(gain);
  cloud.pan = get(pan);
  cloud.spray = get(spray);
  cloud.detune = get(detune);
  cloud.async = get(async);
  cloud.intermittency = get(intermittency);
  cloud.spread = get(spread);
  cloud.level = get(level);
  cloud.grains = choice(grains);
  cloud.compensate = get(compensate) != 0.0;
  cloud.seed = static_cast<std::uint64_t>(get(seed));
  return settings;
}

// Live grains count themselves.
void Engine::count_late(bool live) {
  const std::uint64_t begun = player_.onsets() - onsets_;
  onsets_ += begun;
  if (live || begun == 0 || session_->idle()) return;
  late_.store(late_.load(std::memory_order_relaxed) + begun, std::memory_order_relaxed);
}

void Engine::await_grains() {
  const core::LiveGrains& grains = session_->live().grains;
  if (!session_->offline() || !grains.waiting()) return;
  worker_->wake();
  grains.wait();
}

void Engine::await_walk() {
  while (session_->walk_is_due()) {
    worker_->wake();
    session_->await_walk();
  }
}

template <class Control, class Out>
void Engine::process(const Inlets<Control>& in, const Outlets<Out>& out, int count) {
  if (session_->offline() && !session_->idle()) session_->wait();
  const core::PlayerSettings settings = this->settings();
  if (settings.live.on) {
    const int latency = settings.live.latency;
    session_->expect_live(latency, poll_period(latency, sample_rate_));
  }
  const std::array<const Control*, core::kControls> signals{in.frequency, in.start, in.crossfade,
                                                            in.rate};
  core::ControlChunk controls;
  std::array<std::array<float, core::kChunk>, core::kChannels> sound;
  std::array<float*, core::kChannels> channels;
  std::transform(sound.begin(), sound.end(), channels.begin(), [](auto& c) { return c.data(); });
  std::array<double, core::kChunk> phase;
  std::array<double, core::kChunk> onset;
  const auto copy = [](const auto* from, Out* to, int size) {
    std::transform(from, from + size, to, [](auto value) { return static_cast<Out>(value); });
  };
  for (int done = 0; done < count; done += core::kChunk) {
    const int size = std::min(core::kChunk, count - done);
    if (session_->offline()) await_walk();
    for (std::size_t i = 0; i < core::kControls; ++i) {
      std::copy_n(signals[i] + done, size, controls[i].begin());
    }
    player_.prepare(settings, controls.controls(),
                    core::LatentSignals(in.latents, in.latent_count, done), size);
    if (settings.live.on) await_grains();
    player_.play(
        {channels.data(), player_.channels(), out.phase == nullptr ? nullptr : phase.data(),
         out.onset == nullptr ? nullptr : onset.data()},
        size);
    count_late(settings.live.on);
    for (int c = 0; c < player_.channels(); ++c) {
      copy(sound[static_cast<std::size_t>(c)].data(), out.channels[c] + done, size);
    }
    if (out.phase != nullptr) {
      std::transform(phase.begin(), phase.begin() + size, out.phase + done, [](double value) {
        // What is just below 1 must not be rounded up to it.
        constexpr Out kMost = 1 - std::numeric_limits<Out>::epsilon() / 2;
        return std::min(static_cast<Out>(value), kMost);
      });
    }
    if (out.onset != nullptr) copy(onset.data(), out.onset + done, size);
  }
  // What a host sets next comes after that, however it cuts the sound into blocks.
  if (session_->offline()) await_walk();
}

template void Engine::process(const Inlets<float>&, const Outlets<float>&, int);
template void Engine::process(const Inlets<double>&, const Outlets<float>&, int);
template void Engine::process(const Inlets<double>&, const Outlets<double>&, int);

}  // namespace granvae::engine
