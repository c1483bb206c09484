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
  for (const auto& s : r.searches) {
    fmt::print("  search      {}{}: {} counted, {} listed\n", s.what, s.from.empty() ? "" : " since " + s.from, s.count,
               s.listed);
  }
  fmt::print("  listed      {}{} = {} held already + {} left for later + {} asked\n", r.listed,
             r.extra > 0 ? fmt::format(" and {} beside", r.extra) : "", r.already_held, r.left, r.asked);
  fmt::print("  received    {}, missing {}, damaged {}, gone {}\n", r.received, r.missing.size(), r.damaged.size(),
             r.withdrawn.size());
  fmt::print("  stored      {} new, {} revised, {} unchanged, {} older; {} withdrawn\n", r.stored_new, r.revised,
             r.unchanged, r.older, r.deleted);
  fmt::print("  read        {}, searchable {}\n", r.read, r.indexed);
  if (r.command == "update") {
    fmt::print("  followed    up to {}{}\n", r.watermark.empty() ? "nothing yet" : r.watermark,
               r.complete ? "" : "; not complete, the next run asks for the rest");
  }
  const auto name_all = [](const char* what, const std::vector<Pmid>& pmids) {
    for (const Pmid pmid : pmids) {
      fmt::print("  {:<10}  PMID {}\n", what, pmid);
    }
  };
  name_all("missing", r.missing);
  name_all("withdrawn", r.withdrawn);
  name_all("restored", r.restored);
  name_all("notice", r.notices);
  for (const auto& damage : r.damaged) {
    fmt::print("  damaged     {}\n", printable(damage));
  }
  for (const auto& watch : r.watches) {
    for (const Pmid pmid : watch.matched) {
      fmt::print("  watch       {}: PMID {} matches\n", printable(watch.name), pmid);
    }
    for (const auto& [pmid, why] : watch.contradictions) {
      fmt::print("  watch       {}: PMID {} contradicts ({})\n", printable(watch.name), pmid, printable(why));
    }
  }
  for (const auto& warning : r.warnings) {
    fmt::print("  warning     {}\n", printable(warning));
  }
}

}  // namespace meridian::cli
