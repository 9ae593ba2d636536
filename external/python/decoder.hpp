#pragma once

#include <pybind11/pybind11.h>

// Adds Decoder, DecodeError and back_ends to the module.
void bind_decoder(pybind11::module_& module);
