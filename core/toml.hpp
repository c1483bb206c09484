// toml++ without its assertions: it checks its own assumptions with assert(), and some files that are no TOML would end
// the program where a mistake with file and line is wanted (found by mutating topic files, version 3.3.0).
#pragma once

#define TOML_EXCEPTIONS 0
#define TOML_ASSERT(expr) static_cast<void>(0)
#include <toml++/toml.h>
