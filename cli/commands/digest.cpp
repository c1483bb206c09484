// meridian digest: what is new, changed or retracted on a topic.
#include "tracker/digest.hpp"

#include <fmt/format.h>

#include <algorithm>
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

/// What is told of: topics that were followed, and published texts.
struct Chosen {
  std::vector<std::string> topics, texts;
};

/// The topic or text named, else all.
Result<Chosen> chosen(const std::string& named, index::Ledger& ledger) {
  auto states = ledger.topics();
  auto texts = ledger.texts();
  if (!states || !texts) {
    return tl::unexpected<Error>(!states ? states.error() : texts.error());
  }
  Chosen all;
  for (const auto& state : *states) {
    all.topics.push_back(state.topic);
  }
  for (const auto& text : *texts) {
    all.texts.push_back(text.name);
  }
  if (named.empty()) {
    return all;
  }
  if (std::find(all.texts.begin(), all.texts.end(), named) != all.texts.end()) {
    return Chosen{{}, {named}};
  }
  auto members = ledger.members(named);
  if (!members) {
    return tl::unexpected<Error>(members.error());
  }
  if (members->empty() && std::find(all.topics.begin(), all.topics.end(), named) == all.topics.end()) {
    return fail(
        Fault::NotFound, fmt::format("the library holds nothing on a topic or text \"{}\"", printable(named)),
        "`meridian update` fetches a topic, `meridian topics` lists them, `meridian check --watch` adds a text");
  }
  return Chosen{{named}, {}};
}

/// Prints, and where `mark` asks for it remembers by `tell` what has really been written.
template <class Tell>
Result<void> put(const std::string& text, bool mark, const Tell& tell) {
  fmt::print("{}", text);
  if (!mark) {
    return {};
  }
  if (std::fflush(stdout) != 0) {
    return tl::unexpected<Error>(not_written(errno));
  }
  return tell(to_iso(SystemClock().now()));
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
  auto chosen_ones = chosen(flags.topic, *ledger);
  if (!chosen_ones) {
    return tl::unexpected<Error>(chosen_ones.error());
  }
  const auto format = context.flags.json ? tracker::DigestFormat::Json : format_of(flags.format);
  for (const auto& topic : chosen_ones->topics) {
    auto digest = tracker::make_digest(topic, flags.options, *library, *ledger);
    if (!digest) {
      return tl::unexpected<Error>(digest.error());
    }
    auto done = put(tracker::render(*digest, format), flags.mark,
                    [&](const std::string& now) { return ledger->tell(topic, digest->covered, now); });
    if (!done) {
      return tl::unexpected<Error>(done.error());
    }
  }
  for (const auto& text : chosen_ones->texts) {
    auto digest = tracker::make_text_digest(text, flags.options, *ledger);
    if (!digest) {
      return tl::unexpected<Error>(digest.error());
    }
    auto done = put(tracker::render(*digest, format), flags.mark,
                    [&](const std::string& now) { return ledger->tell(digest->turns, now); });
    if (!done) {
      return tl::unexpected<Error>(done.error());
    }
  }
  return Fault::None;
}

}  // namespace

Action declare_digest(CLI::App& app) {
  auto flags = std::make_shared<DigestFlags>();
  app.add_option("topic", flags->topic, "The topic or published text; all of them where none is named");
  auto* since = app.add_option("--since", flags->options.since, "What was seen since this day (2026-11-24)");
  app.add_flag("--unread", flags->options.unread, "What was not marked as told yet")->excludes(since);
  app.add_flag("--mark", flags->mark, "Remember what is printed as told");
  app.add_option("--format", flags->format, "text, markdown, html or json")
      ->check(CLI::IsMember({"text", "markdown", "html", "json"}));
  return [flags](Context& context) { return run_digest(context, *flags); };
}

}  // namespace meridian::cli
