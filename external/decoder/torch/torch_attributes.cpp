#include "decoder/torch/torch_attributes.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

namespace granvae::decoder::libtorch {
namespace {

// The convention's numbers for types; tensors (4) and buffers (5) are no values of a message.
std::optional<Attribute::Kind> kind_of(std::int64_t number) {
  using enum Attribute::Kind;
  switch (number) {
    case 0:
      return boolean;
    case 1:
      return integer;
    case 2:
      return real;
    case 3:
      return text;
    default:
      return std::nullopt;
  }
}

std::vector<std::string> names(torch::jit::Module& module) {
  std::vector<std::string> names;
  if (const auto method = module.find_method("get_attributes")) {
    const torch::IValue listed = (*method)({});
    if (!listed.isList()) return names;
    for (const torch::IValue& name : listed.toListRef()) {
      if (name.isString()) names.push_back(name.toStringRef());
    }
    return names;
  }
  // Older models have no list.
  for (const auto& method : module.get_methods()) {
    if (method.name().starts_with("set_")) names.push_back(method.name().substr(4));
  }
  return names;
}

std::vector<Attribute::Kind> kinds(const torch::jit::Module& module, const std::string& name) {
  std::vector<Attribute::Kind> kinds;
  const std::string params = name + "_params";
  if (!module.hasattr(params) || !module.attr(params).isTensor()) return kinds;
  const torch::Tensor numbers = module.attr(params).toTensor().to(torch::kLong).flatten();
  for (std::int64_t i = 0; i < numbers.numel(); ++i) {
    const auto kind = kind_of(numbers[i].item<std::int64_t>());
    if (!kind) return {};
    kinds.push_back(*kind);
  }
  return kinds;
}

AttributeValue value_of(const torch::IValue& value) {
  if (value.isBool()) return value.toBool() ? 1.0 : 0.0;
  if (value.isScalar()) return value.toScalar().toDouble();
  if (value.isTensor() && value.toTensor().numel() == 1) return value.toTensor().item<double>();
  if (value.isString()) return value.toStringRef();
  throw std::runtime_error("a " + value.tagKind() + " where a number or a text was expected");
}

torch::IValue argument(const AttributeValue& value, Attribute::Kind kind, const std::string& name) {
  if (kind == Attribute::Kind::text) {
    const auto* text = std::get_if<std::string>(&value);
    if (text == nullptr) throw DecodeError("takes a text for '" + name + "', not a number.");
    return *text;
  }
  const auto* number = std::get_if<double>(&value);
  if (number == nullptr || !std::isfinite(*number)) {
    throw DecodeError("takes a finite number for '" + name + "'" +
                      (number == nullptr ? ", not '" + std::get<std::string>(value) + "'." : "."));
  }
  if (kind == Attribute::Kind::boolean) return *number != 0.0;
  if (kind == Attribute::Kind::real) return *number;
  constexpr double kMost = 9e15;  // whole numbers up to there are exact
  return static_cast<std::int64_t>(std::clamp(*number, -kMost, kMost));
}

}  // namespace

std::vector<Attribute> read_attributes(torch::jit::Module& module) {
  std::vector<Attribute> attributes;
  for (const std::string& name : names(module)) {
    Attribute attribute{name, kinds(module, name)};
    if (attribute.kinds.empty()) continue;
    if (module.find_method("get_" + name) && module.find_method("set_" + name)) {
      attributes.push_back(std::move(attribute));
    }
  }
  return attributes;
}

std::vector<AttributeValue> get_attribute(torch::jit::Module& module, const std::string& name) {
  const torch::IValue value = module.get_method("get_" + name)({});
  std::vector<AttributeValue> values;
  if (value.isTuple()) {
    for (const torch::IValue& each : value.toTupleRef().elements())
      values.push_back(value_of(each));
  } else if (value.isList()) {
    for (const torch::IValue& each : value.toListRef()) values.push_back(value_of(each));
  } else {
    values.push_back(value_of(value));
  }
  return values;
}

bool set_attribute(torch::jit::Module& module, const Attribute& attribute,
                   std::span<const AttributeValue> values) {
  if (values.size() != attribute.kinds.size()) {
    throw DecodeError("takes " + std::to_string(attribute.kinds.size()) + " values for '" +
                      attribute.name + "', not " + std::to_string(values.size()) + ".");
  }
  std::vector<torch::IValue> arguments;
  for (std::size_t i = 0; i < values.size(); ++i) {
    arguments.push_back(argument(values[i], attribute.kinds[i], attribute.name));
  }
  const torch::IValue answer = module.get_method("set_" + attribute.name)(std::move(arguments));
  return !answer.isInt() || answer.toInt() == 0;
}

}  // namespace granvae::decoder::libtorch
