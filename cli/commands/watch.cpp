// meridian watch: local queries and published texts whose news each update tells.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "cli/command.hpp"
#include "core/text.hpp"
#include "tracker/watches.hpp"

namespace meridian::cli {
namespace {

struct WatchFlags {
  std::string what = "list";
  std::string words, name;
};

/// "add" needs the library's index; the others only the books.
Result<Fault> add(Context& context, const WatchFlags& flags) {
  if (flags.name.empty() || squeeze(flags.words).empty()) {
    return fail(Fault::Usage, "a watch needs a query and a name", "meridian watch add \"QUERY\" --name NAME");
  }
  auto library = context.open_library(index::Access::Read);
  if (!library) {
    return tl::unexpected<Error>(library.error());
  }
  auto ledger = context.open_ledger(index::Access::Write);
  if (!ledger) {
    return tl::unexpected<Error>(ledger.error());
  }
  auto matches = tracker::add_watch(*library, *ledger, flags.name, flags.words, to_iso(SystemClock().now()));
  if (!matches) {
    return tl::unexpected<Error>(matches.error());
  }
  fmt::print("watch {}: {} studies match now; each update tells what is new\n", printable(flags.name), *matches);
  return Fault::None;
}

Result<Fault> list(Context& context) {
  auto ledger = context.open_ledger(index::Access::Read);
  if (!ledger) {
    return tl::unexpected<Error>(ledger.error());
  }
  auto watches = ledger->watches();
  auto texts = ledger->texts();
  if (!watches || !texts) {
    return tl::unexpected<Error>(!watches ? watches.error() : texts.error());
  }
  auto rows = nlohmann::ordered_json::array();
  for (const auto& watch : *watches) {
    auto matches = ledger->matches(watch.name);
    if (!matches) {
      return tl::unexpected<Error>(matches.error());
    }
    if (context.flags.json) {
      rows.push_back(
          {{"name", watch.name}, {"query", watch.query}, {"created", watch.created}, {"matches", matches->size()}});
    } else {
      fmt::print("{}  {} studies  {}\n", printable(watch.name), matches->size(), printable(watch.query));
    }
  }
  for (const auto& text : *texts) {
    if (context.flags.json) {
      rows.push_back({{"name", text.name}, {"text", true}, {"created", text.added}});
    } else {
      fmt::print("{}  text, kept {}\n", printable(text.name), text.added);
    }
  }
  if (context.flags.json) {
    fmt::print("{}\n", rows.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace));
  } else if (watches->empty() && texts->empty()) {
    fmt::print(
        "There is no watch; `meridian watch add \"QUERY\" --name NAME` makes one, `meridian check --watch FILE` keeps "
        "a "
        "text.\n");
  }
  return Fault::None;
}

Result<Fault> remove(Context& context, const WatchFlags& flags) {
  const std::string& name = flags.words.empty() ? flags.name : flags.words;
  auto ledger = context.open_ledger(index::Access::Write);
  if (!ledger) {
    return tl::unexpected<Error>(ledger.error());
  }
  auto removed = ledger->remove_watch(name);
  if (removed && !*removed) {
    removed = ledger->remove_text(name);
  }
  if (!removed) {
    return tl::unexpected<Error>(removed.error());
  }
  if (!*removed) {
    return fail(Fault::NotFound, fmt::format("there is no watch \"{}\"", printable(name)),
                "`meridian watch list` lists them");
  }
  return Fault::None;
}

}  // namespace

Action declare_watch(CLI::App& app) {
  auto flags = std::make_shared<WatchFlags>();
  app.add_option("action", flags->what, "add, list or remove")->check(CLI::IsMember({"add", "list", "remove"}));
  app.add_option("query", flags->words, "add: a query as for search; remove: the name of the watch or text");
  app.add_option("--name", flags->name, "What the watch is called");
  return [flags](Context& context) {
    return flags->what == "add"      ? add(context, *flags)
           : flags->what == "remove" ? remove(context, *flags)
                                     : list(context);
  };
}

}  // namespace meridian::cli
