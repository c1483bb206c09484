// What the settings ask to be done after an update: run a command, or ping an address.
#pragma once

#include <span>
#include <string>

#include "cli/context.hpp"
#include "tracker/receipt.hpp"

namespace meridian::cli {

/// Runs on_success (complete, also with warnings) or on_failure. A command gets the receipts on its standard input, one
/// JSON line each, and MERIDIAN_STATUS (the exit status' name) in its environment; an address that begins with https://
/// (or http:// on the loopback) is sent the status. A hook that fails is warned about and changes nothing.
void run_hook(Context& context, Fault ended, std::span<const tracker::Receipt> receipts);

}  // namespace meridian::cli
