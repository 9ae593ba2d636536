// The messages that granvae~ takes.
#pragma once

#include <string>

#include "max/state.hpp"

namespace granvae::max {

void add_messages(t_class* c);

// Any thread: looks for events soon.
void poll_soon(t_granvae* x);
// Any thread: reports to the patch what it did wrong.
void report_error(t_granvae* x, std::string sentence);

// The scheduler: has events reported while the worker is busy.
void poll(t_granvae* x);

// The main thread.
void attend(t_granvae* x);
void ask_for_files(t_granvae* x);
void read_model(t_granvae* x, std::string name);
// A model that a state names, by its full path or else by its name, becomes the one to watch and to
// take along; the path to read it from, which is the same one where there is no such file.
std::string adopt_model(t_granvae* x, const std::string& path);

}  // namespace granvae::max
