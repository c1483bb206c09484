// A receipt, printed for a person or a script.
#pragma once

#include "tracker/receipt.hpp"

namespace meridian::cli {

void print_receipt(const tracker::Receipt& receipt, bool json);

}  // namespace meridian::cli
