// A receipt, printed for a person or a script.
#include "cli/receipt_text.hpp"

#include <fmt/format.h>

#include "core/text.hpp"

namespace meridian::cli {

void print_receipt(const tracker::Receipt& r, bool json) {
  if (json) {
    fmt::print("{}\n", to_json(r));
    return;
  }
  fmt::print("{} {}: {}\n", r.command, printable(r.topic), exit_status(r.status).name);
  if (!r.translation.empty()) {
    fmt::print("  searched    {}\n", printable(r.translation));
  }
  if (r.command == "update") {
    fmt::print("  on PubMed   {}\n", r.count ? std::to_string(*r.count) : "not told: the search was not answered");
  }
  fmt::print("  listed      {} = {} held already + {} left for later + {} asked\n", r.listed, r.already_held, r.left,
             r.asked);
  fmt::print("  received    {}, missing {}, damaged {}\n", r.received, r.missing.size(), r.damaged.size());
  fmt::print("  stored      {} new, {} revised, {} unchanged, {} older; {} withdrawn\n", r.stored_new, r.revised,
             r.unchanged, r.older, r.deleted);
  fmt::print("  read        {}, searchable {}\n", r.read, r.indexed);
  for (const Pmid pmid : r.missing) {
    fmt::print("  missing     PMID {}\n", pmid);
  }
  for (const auto& damage : r.damaged) {
    fmt::print("  damaged     {}\n", printable(damage));
  }
  for (const auto& warning : r.warnings) {
    fmt::print("  warning     {}\n", printable(warning));
  }
}

}  // namespace meridian::cli
