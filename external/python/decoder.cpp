// Decoders without an engine, for Python.
#include "decoder.hpp"

#include <pybind11/numpy.h>
#include <pybind11/stl.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "decoder/decoder.hpp"
#include "decoder/native/kernels.hpp"
#include "decoder/native/native_decoder.hpp"
#include "decoder/torch_library.hpp"

namespace py = pybind11;

namespace {

namespace native = granvae::decoder::native;
using namespace granvae::decoder;
using native::Kernels;
using Matrix = py::array_t<float, py::array::c_style | py::array::forcecast>;

// `back_end`: "" for the fastest, "libtorch", or the name of a set of kernels.
std::unique_ptr<Decoder> load(const std::string& path, const std::string& back_end) {
  const py::gil_scoped_release released;
  if (back_end.empty()) return load_decoder(path);
  if (back_end == "libtorch") return load_decoder(path, BackEnd::libtorch);
  for (const Kernels* with :
       {native::avx512_kernels(), native::avx2_kernels(), native::plain_kernels()}) {
    if (with == nullptr || with->name != back_end) continue;
    if (auto decoder = native::load_decoder(path, *with, {})) return decoder;
    throw DecodeError("'" + path + "' holds no layers for the native back end.");
  }
  throw DecodeError("'" + back_end + "' is no back end of this machine.");
}

std::vector<std::string> back_ends() {
  std::vector<std::string> names;
  for (const Kernels* with :
       {native::avx512_kernels(), native::avx2_kernels(), native::plain_kernels()}) {
    if (with != nullptr) names.emplace_back(with->name);
  }
  if (finds_libtorch()) names.emplace_back("libtorch");
  return names;
}

py::ssize_t rows(const Matrix& matrix, int columns) {
  if (matrix.ndim() == 2 && matrix.shape(1) == columns) return matrix.shape(0);
  throw DecodeError("an array of shape (count, " + std::to_string(columns) + ") is expected.");
}

template <class Call>
Matrix mapped(const Matrix& in, int columns_in, int columns_out, Call call) {
  const py::ssize_t count = rows(in, columns_in);
  Matrix out({count, static_cast<py::ssize_t>(columns_out)});
  const std::span<const float> from(in.data(), static_cast<std::size_t>(in.size()));
  const std::span<float> to(out.mutable_data(), static_cast<std::size_t>(out.size()));
  const py::gil_scoped_release released;
  call(from, to);
  return out;
}

// Grain k has the seed `seed` + k.
Matrix decode(Decoder& decoder, const Matrix& latents, float amount, std::uint64_t seed) {
  std::vector<Noise> noise(static_cast<std::size_t>(rows(latents, decoder.info().latents)));
  for (Noise& each : noise) each = {amount, seed++};
  return mapped(latents, decoder.info().latents, decoder.info().grain,
                [&](auto from, auto to) { decoder.decode(from, noise, to); });
}

Matrix encode(Decoder& decoder, const Matrix& samples) {
  return mapped(samples, decoder.info().grain, decoder.info().latents,
                [&](auto from, auto to) { decoder.encode(from, to); });
}

py::dict info(const Decoder& decoder) {
  const ModelInfo& info = decoder.info();
  static constexpr const char* kKinds[] = {"boolean", "integer", "real", "text"};
  py::dict attributes;
  for (const Attribute& attribute : info.attributes) {
    py::list kinds;
    for (const auto kind : attribute.kinds) kinds.append(kKinds[static_cast<int>(kind)]);
    attributes[py::str(attribute.name)] = kinds;
  }
  py::dict entries;
  entries["path"] = info.path;
  entries["latents"] = info.latents;
  entries["grain"] = info.grain;
  entries["rate"] = info.rate;
  entries["labels"] = info.labels;
  entries["channels"] = info.channels;
  entries["encodes"] = info.encodes;
  entries["stochastic"] = info.stochastic;
  entries["noisy"] = info.noisy;
  entries["back_end"] = info.back_end;
  entries["attributes"] = attributes;
  entries["largest_batch"] = decoder.largest_batch();
  return entries;
}

}  // namespace

void bind_decoder(py::module_& module) {
  py::register_exception<DecodeError>(module, "DecodeError");
  module.def("back_ends", &back_ends, "The back ends of this machine, fastest first.");
  module.def("set_libtorch_folder", &set_libtorch_folder, py::arg("folder"),
             "Where libtorch lies, if not in a package torch beside this one.");
  py::class_<Decoder>(module, "Decoder")
      .def(py::init(&load), py::arg("path"), py::arg("back_end") = "")
      .def_property_readonly("info", &info)
      .def("decode", &decode, py::arg("latents"), py::arg("noise") = 0.0f, py::arg("seed") = 0)
      .def("encode", &encode, py::arg("samples"))
      .def("select_channel", &Decoder::select_channel, py::arg("channel"))
      .def("seed", &Decoder::seed, py::arg("seed"))
      .def("get", &Decoder::get, py::arg("attribute"))
      .def("set",
           [](Decoder& decoder, const std::string& attribute,
              const std::vector<AttributeValue>& values) { decoder.set(attribute, values); });
}
