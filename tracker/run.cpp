// Counting and closing a run.
#include "tracker/run.hpp"

#include <fmt/format.h>

namespace meridian::tracker {

std::string describe(const fetcher::Damage& damage) {
  const std::string whose = damage.pmid == 0 ? std::string() : fmt::format(" (PMID {})", damage.pmid);
  return fmt::format("{}: byte {}: {}{}", damage.file, damage.offset, damage.reason, whose);
}

void count_stored(Receipt& receipt, const index::AddReport& added, std::size_t records) {
  receipt.received += records;
  receipt.read += records;
  receipt.stored_new += added.added;
  receipt.revised += added.revised;
  receipt.unchanged += added.unchanged;
  receipt.older += added.older;
  receipt.indexed += added.added + added.revised + added.unchanged + added.older;
}

void close_run(Receipt& receipt, index::Library& library, const Clock& clock, std::optional<Error>& failure) {
  receipt.finished = to_iso(clock.now());
  if (failure) {
    receipt.status = failure->fault;
  } else if (!receipt.agrees()) {
    receipt.status = Fault::Incomplete;
    failure = Error{
        Fault::Incomplete, "the numbers of this run do not agree from end to end", {}, "run the same command again"};
  } else if (!receipt.warnings.empty() || !receipt.missing.empty() || !receipt.damaged.empty()) {
    receipt.status = Fault::Warnings;
  }
  const auto stored = library.record_run({0, receipt.command, receipt.topic, receipt.started, receipt.finished,
                                          std::string(exit_status(receipt.status).name), to_json(receipt)});
  if (!stored && !failure) {
    failure = stored.error();
    receipt.status = failure->fault;
  }
}

}  // namespace meridian::tracker
