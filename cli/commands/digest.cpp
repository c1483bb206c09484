// meridian digest: what is new, changed or retracted on a topic.
#include "tracker/digest.hpp"

#include <fmt/format.h>

#include <cerrno>

#include "cli/command.hpp"
#include "cli/output.hpp"
#include "core/text.hpp"
#include "tracker/days.hpp"

namespace meridian::cli {
namespace {

struct DigestFlags {
  std::string topic;
  std::string format = "text";
  bool mark = false;
  tracker::DigestOptions options;
};

tracker::DigestFormat format_of(const std::string& word) {
  return word == "markdown" ? tracker::DigestFormat::Markdown
         : word == "html"   ? tracker::DigestFormat::Html
         : word == "json"   ? tracker::DigestFormat::Json
                            : tracker::DigestFormat::Text;
}

/// The topic named, else every topic that was followed.
Result<std::vector<std::string>> chosen(const std::string& named, index::Ledger& ledger) {
  auto states = ledger.topics();
  if (!states) {
    return tl::unexpected<Error>(states.error());
  }
  std::vector<std::string> out;
  for (const auto& state : *states) {
    out.push_back(state.topic);
  }
  if (named.empty()) {
    return out;
  }
  auto members = ledger.members(named);
  if (!members) {
    return tl::unexpected<Error>(members.error());
  }
  if (members->empty() && std::find(out.begin(), out.end(), named) == out.end()) {
    return fail(Fault::NotFound, fmt::format("the library holds nothing on a topic \"{}\"", named),
                "`meridian update` fetches a topic, `meridian topics` lists them");
  }
  return std::vector<std::string>{named};
}

Result<Fault> run_digest(Context& context, const DigestFlags& flags) {
  if (!flags.options.since.empty() && !tracker::read_day(flags.options.since)) {
    return fail(Fault::Usage, fmt::format("\"{}\" is not a day", printable(flags.options.since)),
                "a day is written 2026-11-24");
  }
  auto library = context.open_library(index::Access::Read);
  if (!library) {
    return tl::unexpected<Error>(library.error());
  }
  auto ledger = context.open_ledger(flags.mark ? index::Access::Write : index::Access::Read);
  if (!ledger) {
    return tl::unexpected<Error>(ledger.error());
  }
  auto topics = chosen(flags.topic, *ledger);
  if (!topics) {
    return tl::unexpected<Error>(topics.error());
  }
  for (const auto& topic : *topics) {
    auto digest = tracker::make_digest(topic, flags.options, *library, *ledger);
    if (!digest) {
      return tl::unexpected<Error>(digest.error());
    }
    fmt::print("{}",
               tracker::render(*digest, context.flags.json ? tracker::DigestFormat::Json : format_of(flags.format)));
    if (flags.mark) {
      // Only what has really been written counts as told.
      if (std::fflush(stdout) != 0) {
        return tl::unexpected<Error>(not_written(errno));
      }
      if (auto told = ledger->tell(topic, digest->covered, to_iso(SystemClock().now())); !told) {
        return tl::unexpected<Error>(told.error());
      }
    }
  }
  return Fault::None;
}

}  // namespace

Action declare_digest(CLI::App& app) {
  auto flags = std::make_shared<DigestFlags>();
  app.add_option("topic", flags->topic, "The topic; every one that was followed where none is named");
  auto* since = app.add_option("--since", flags->options.since, "What was seen since this day (2026-11-24)");
  app.add_flag("--unread", flags->options.unread, "What was not marked as told yet")->excludes(since);
  app.add_flag("--mark", flags->mark, "Remember what is printed as told");
  app.add_option("--format", flags->format, "text, markdown, html or json")
      ->check(CLI::IsMember({"text", "markdown", "html", "json"}));
  return [flags](Context& context) { return run_digest(context, *flags); };
}

}  // namespace meridian::cli
