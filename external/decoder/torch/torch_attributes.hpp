// Attributes of the nn~ convention. Includes libtorch: for the files of this back end only.
#pragma once

#include <torch/script.h>

#include <span>
#include <string>
#include <vector>

#include "decoder/decoder.hpp"

namespace granvae::decoder::libtorch {

// Those with get_NAME, set_NAME and NAME_params, whose values are numbers or texts.
std::vector<Attribute> read_attributes(torch::jit::Module& module);

// Throws what libtorch, or the model's own code, throws.
std::vector<AttributeValue> get_attribute(torch::jit::Module& module, const std::string& name);

// Whether the model took the values. Throws as above; DecodeError, without the model's name, where
// a value is not of its kind.
bool set_attribute(torch::jit::Module& module, const Attribute& attribute,
                   std::span<const AttributeValue> values);

}  // namespace granvae::decoder::libtorch
