#include "engine/engine.hpp"

#include <algorithm>
#include <utility>

#include "engine/decode_service.hpp"

namespace granvae {
namespace {

constexpr int kChunk = 64;  // samples converted at a time

std::string unknown(std::string_view name) {
  std::string text = "there is no parameter '" + std::string(name) + "'; there are ";
  for (const Parameter& parameter : parameters()) {
    if (parameter.timing == Timing::signal) continue;
    text += std::string(parameter.name) + (&parameter == &parameters().back() ? "." : ", ");
  }
  return text;
}

}  // namespace

Engine::Engine(double sample_rate)
    : session_(std::make_shared<Session>()), player_(session_->exchange(), sample_rate) {
  for (const Parameter& parameter : parameters()) {
    values_[static_cast<std::size_t>(parameter.id)].store(parameter.initial);
  }
  DecodeService::shared().attach(session_);
}

Engine::~Engine() {
  session_->close();
  DecodeService::shared().wake();
}

void Engine::read(std::string model_file) {
  auto request = std::make_unique<Request>();
  request->model = std::move(model_file);
  submit(std::move(request));
}

void Engine::decode(PathRequest path) {
  auto request = std::make_unique<Request>();
  request->path = std::move(path);
  submit(std::move(request));
}

void Engine::describe() {
  auto request = std::make_unique<Request>();
  request->describe = true;
  submit(std::move(request));
}

void Engine::write(std::string wav_file) {
  auto request = std::make_unique<Request>();
  request->write = std::move(wav_file);
  submit(std::move(request));
}

void Engine::submit(std::unique_ptr<Request> request) {
  request->joining = {get(ParameterId::join),
                      static_cast<CrossfadeLaw>(static_cast<int>(get(ParameterId::law)))};
  session_->submit(std::move(request));
  DecodeService::shared().wake();
}

void Engine::take_events(const std::function<void(const Event&)>& tell) {
  for (Event* event = session_->take_events(); event != nullptr;) {
    const std::unique_ptr<Event> owned(event);
    event = owned->next;
    tell(*owned);
  }
}

std::optional<std::string> Engine::set(std::string_view name, double number) {
  const Parameter* parameter = find_parameter(name);
  if (parameter == nullptr) return unknown(name);
  return store(*parameter, setting(*parameter, number));
}

std::optional<std::string> Engine::set(std::string_view name, std::string_view choice) {
  const Parameter* parameter = find_parameter(name);
  if (parameter == nullptr) return unknown(name);
  return store(*parameter, setting(*parameter, choice));
}

std::optional<std::string> Engine::store(const Parameter& parameter, const Setting& setting) {
  if (setting.fault) return setting.fault;
  values_[static_cast<std::size_t>(parameter.id)].store(setting.value);
  // The table is made again as the new value wants it.
  if (parameter.timing == Timing::decode) submit(std::make_unique<Request>());
  return std::nullopt;
}

double Engine::get(ParameterId id) const {
  return values_[static_cast<std::size_t>(id)].load(std::memory_order_relaxed);
}

LoopSettings Engine::loop_settings() const {
  LoopSettings settings;
  settings.law = static_cast<CrossfadeLaw>(static_cast<int>(get(ParameterId::law)));
  settings.length = get(ParameterId::length);
  settings.latch = get(ParameterId::latch) != 0.0;
  settings.swap = get(ParameterId::swap) / 1000.0;
  return settings;
}

void Engine::count_late() {
  const std::uint64_t begun = player_.onsets() - onsets_;
  onsets_ += begun;
  if (begun > 0 && !session_->idle()) late_.store(late() + begun, std::memory_order_relaxed);
}

template <class Control, class Out>
void Engine::process(const Control* frequency, const Control* start, const Control* crossfade,
                     Out* out, Out* phase, int count) {
  const LoopSettings settings = loop_settings();
  std::array<std::array<double, kChunk>, 3> signals;
  std::array<float, kChunk> samples;
  std::array<double, kChunk> phases;
  for (int done = 0; done < count; done += kChunk) {
    const int size = std::min(kChunk, count - done);
    std::copy_n(frequency + done, size, signals[0].begin());
    std::copy_n(start + done, size, signals[1].begin());
    std::copy_n(crossfade + done, size, signals[2].begin());
    player_.process(settings, {signals[0].data(), signals[1].data(), signals[2].data()},
                    samples.data(), phase == nullptr ? nullptr : phases.data(), size);
    count_late();
    std::copy_n(samples.begin(), size, out + done);
    if (phase == nullptr) continue;
    std::transform(phases.begin(), phases.begin() + size, phase + done,
                   [](double value) { return static_cast<Out>(value); });
  }
}

template void Engine::process(const float*, const float*, const float*, float*, float*, int);
template void Engine::process(const double*, const double*, const double*, float*, float*, int);
template void Engine::process(const double*, const double*, const double*, double*, double*, int);

}  // namespace granvae
