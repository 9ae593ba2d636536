// The engine as Python sees it. synth.py gives it its face; nothing is decided here.
#include <pybind11/numpy.h>
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "decoder.hpp"
#include "engine/engine.hpp"

namespace py = pybind11;

namespace {

namespace core = granvae::core;
namespace engine = granvae::engine;
using engine::Engine;
using Signal = py::array_t<double, py::array::c_style | py::array::forcecast>;
using Samples = py::array_t<float, py::array::c_style | py::array::forcecast>;

// `latents`: (any number, n). Samples (channels, n), phase and onset (n,).
py::tuple process(Engine& engine, const Signal& frequency, const Signal& start,
                  const Signal& crossfade, const Signal& rate, const Signal& latents) {
  const py::ssize_t size = frequency.size();
  if (start.size() != size || crossfade.size() != size || rate.size() != size) {
    throw py::value_error("the control signals must have the same number of values.");
  }
  if (latents.ndim() != 2 || latents.shape(1) != size) {
    throw py::value_error("the latents must have a row for each, as long as the control signals.");
  }
  const py::ssize_t channels = engine.channels();
  Samples samples({channels, size});
  Signal phase(size);
  Signal onset(size);
  std::vector<const double*> rows;
  for (py::ssize_t k = 0; k < latents.shape(0); ++k) rows.push_back(latents.data() + k * size);
  const engine::Inlets<double> in{frequency.data(), start.data(), crossfade.data(),
                                  rate.data(),      rows.data(),  static_cast<int>(rows.size())};
  float* heard = samples.mutable_data();
  double* phases = phase.mutable_data();
  double* onsets = onset.mutable_data();
  {
    const py::gil_scoped_release released;
    engine.grow_burst(static_cast<int>(size));
    // All outlets are of one type, which for the phase is double; the sound is single precision.
    std::vector<double> sound(static_cast<std::size_t>(channels * size));
    std::vector<double*> ends;
    for (py::ssize_t c = 0; c < channels; ++c) ends.push_back(sound.data() + c * size);
    engine.process<double, double>(in, {ends.data(), phases, onsets}, static_cast<int>(size));
    std::transform(sound.begin(), sound.end(), heard,
                   [](double sample) { return static_cast<float>(sample); });
  }
  return py::make_tuple(samples, phase, onset);
}

// The same into `sound`, (channels, n), whose rows may lie apart, with controls that stay as they
// are. Nothing is allocated.
void hold(Engine& engine, py::array_t<float>& sound, double frequency, double start,
          double crossfade, double rate) {
  const bool fits = sound.ndim() == 2 && sound.shape(0) == engine.channels() &&
                    sound.strides(1) == static_cast<py::ssize_t>(sizeof(float));
  if (!fits) throw py::value_error("the sound must be (channels, n) with samples side by side.");
  std::array<float*, core::kChannels> rows{};
  for (py::ssize_t c = 0; c < sound.shape(0); ++c) {
    rows[static_cast<std::size_t>(c)] = sound.mutable_data(c, 0);
  }
  const auto size = static_cast<int>(sound.shape(1));
  const py::gil_scoped_release released;
  engine.grow_burst(size);
  const auto held = core::ControlChunk::constant({frequency, start, crossfade, rate});
  for (int done = 0; done < size; done += core::kChunk) {
    const int count = std::min(core::kChunk, size - done);
    engine.process<double, float>({held[0].data(), held[1].data(), held[2].data(), held[3].data()},
                                  {rows.data(), nullptr, nullptr}, count);
    for (float*& row : rows) row += count;
  }
}

void set_table(Engine& engine, const Samples& samples, double rate) {
  if (samples.ndim() != 1 || samples.size() < core::Table::kSmallest) {
    throw py::value_error("a table has one dimension and at least 4 samples.");
  }
  if (samples.size() > core::Table::kLargest) {
    throw py::value_error("a table has at most " + std::to_string(core::Table::kLargest) +
                          " samples.");
  }
  const std::span<const float> span(samples.data(), static_cast<std::size_t>(samples.size()));
  for (const float sample : span) {
    if (!std::isfinite(sample)) throw py::value_error("a table holds finite samples only.");
  }
  engine.set_table(core::Table(span, rate));
}

py::object table(const Engine& engine) {
  const auto table = engine.table();
  if (!table) return py::none();
  const auto samples = table->samples();
  return Samples(static_cast<py::ssize_t>(samples.size()), samples.data());
}

// In samples; 0 before there is one.
std::int64_t table_size(const Engine& engine) {
  const auto table = engine.table();
  return table ? table->size() : 0;
}

// Its sentence if the message cannot be sent as it is.
std::optional<std::string> send(Engine& engine, const std::string& name, engine::Atoms atoms,
                                std::string file, const py::object& sound, double rate,
                                std::vector<int> places) {
  const engine::Message* message = engine::find_message(name);
  if (message == nullptr) return "there is no message '" + name + "'.";
  if (auto fault = engine::fault_of(*message, atoms)) return fault;
  engine::Call call{message->id, std::move(atoms), std::move(file), nullptr, std::move(places)};
  if (!sound.is_none()) {
    const auto samples = sound.cast<Samples>();
    call.sound = std::make_shared<const engine::Recording>(engine::Recording{
        engine::text_of(call.atoms[0]), {samples.data(), samples.data() + samples.size()}, rate});
  }
  engine.send(std::move(call));
  return std::nullopt;
}

py::list events(Engine& engine) {
  py::list list;
  for (const engine::Event& event : engine.take_events()) {
    list.append(py::make_tuple(event.selector, event.atoms));
  }
  return list;
}

// (count, latents); None before there is a model.
py::object points(const Engine& engine) {
  const engine::LatentPath path = engine.path();
  if (path.latents == 0) return py::none();
  return Samples({static_cast<py::ssize_t>(path.count()), static_cast<py::ssize_t>(path.latents)},
                 path.points.data());
}

py::array_t<std::int64_t> whole_numbers(std::span<const int> numbers) {
  py::array_t<std::int64_t> array(static_cast<py::ssize_t>(numbers.size()));
  std::copy(numbers.begin(), numbers.end(), array.mutable_data());
  return array;
}

// (count,); None where the path has none.
py::object places(const Engine& engine) {
  const engine::LatentPath path = engine.path();
  if (path.places.empty()) return py::none();
  return whole_numbers(path.places);
}

// Of the table's grains, (count,); none before there is a table.
py::array_t<std::int64_t> starts(const Engine& engine) {
  const auto table = engine.table();
  return table ? whole_numbers(table->starts()) : whole_numbers({});
}

// None where there is no such parameter, or only an inlet.
py::object get(const Engine& engine, const std::string& name) {
  const engine::Parameter* parameter = engine::find_parameter(name);
  if (parameter == nullptr || parameter->timing == engine::Timing::signal) return py::none();
  return py::cast(engine.atom(*parameter));
}

py::list parameters() {
  py::list list;
  for (const engine::Parameter& parameter : engine::parameters()) {
    py::dict entry;
    entry["name"] = std::string(parameter.name);
    entry["unit"] = std::string(parameter.unit);
    entry["minimum"] = parameter.minimum;
    entry["maximum"] = parameter.maximum;
    entry["initial"] = parameter.initial;
    entry["whole"] = parameter.whole;
    entry["choices"] = std::vector<std::string>(parameter.choices.begin(), parameter.choices.end());
    entry["heard"] = std::string(engine::timing_text(parameter.timing));
    entry["group"] = std::string(engine::group_text(parameter.group));
    entry["signal"] = parameter.timing == engine::Timing::signal;
    entry["documentation"] = std::string(parameter.documentation);
    list.append(entry);
  }
  return list;
}

py::list messages() {
  py::list list;
  for (const engine::Message& message : engine::messages()) {
    py::list arguments;
    for (const engine::Argument& argument : message.arguments) {
      py::dict entry;
      entry["name"] = std::string(argument.name);
      entry["kind"] = std::string(engine::kind_text(argument.kind));
      entry["documentation"] = std::string(argument.documentation);
      entry["optional"] = argument.optional;
      arguments.append(entry);
    }
    py::dict entry;
    entry["name"] = std::string(message.name);
    entry["arguments"] = arguments;
    entry["example"] = std::string(message.example);
    entry["digest"] = std::string(message.digest);
    entry["documentation"] = std::string(message.documentation);
    list.append(entry);
  }
  return list;
}

}  // namespace

PYBIND11_MODULE(_native, module) {
  module.doc() = "The native engine of granvae.";
  bind_decoder(module);
  module.attr("MOST_CHANNELS") = core::kChannels;
  module.def("parameters", &parameters, "The engine's table of parameters.");
  module.def("messages", &messages, "The engine's table of messages.");
  py::class_<Engine>(module, "Engine")
      .def(py::init<double, int>(), py::arg("sample_rate"), py::arg("channels") = 1)
      .def("set_offline", &Engine::set_offline, py::arg("on"))
      .def("set_sample_rate", &Engine::set_sample_rate, py::arg("sample_rate"))
      .def("send", &send, py::arg("name"), py::arg("words") = engine::Atoms(), py::arg("file") = "",
           py::arg("sound") = py::none(), py::arg("rate") = 0.0,
           py::arg("places") = std::vector<int>())
      .def("state", &Engine::state, py::call_guard<py::gil_scoped_release>())
      .def("restore", &Engine::restore, py::arg("text"), py::arg("file") = "state")
      .def("wait", &Engine::wait, py::call_guard<py::gil_scoped_release>())
      .def("events", &events)
      .def("set_table", &set_table, py::arg("samples"), py::arg("rate"))
      .def("table", &table)
      .def("points", &points)
      .def("places", &places)
      .def("starts", &starts)
      .def("set", py::overload_cast<std::string_view, double>(&Engine::set))
      .def("set", py::overload_cast<std::string_view, std::string_view>(&Engine::set))
      .def("get", &get)
      .def("process", &process)
      .def("hold", &hold, py::arg("sound").noconvert(), py::arg("frequency"), py::arg("start"),
           py::arg("crossfade"), py::arg("rate"))
      .def_property_readonly("table_size", &table_size)
      .def_property_readonly("idle", &Engine::idle)
      .def_property_readonly("phase", &Engine::phase)
      .def_property_readonly("non_finite", &Engine::non_finite)
      .def_property_readonly("latency", &Engine::latency)
      .def_property_readonly("late", &Engine::late)
      .def_property_readonly("stolen", &Engine::stolen);
}
