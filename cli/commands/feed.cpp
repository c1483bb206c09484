// meridian feed: a topic's news as an Atom feed.
#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>

#include "cli/command.hpp"
#include "tracker/digest.hpp"

namespace meridian::cli {
namespace {

struct FeedFlags {
  std::string topic, out;
  std::size_t limit = 200;
};

Result<void> write(const std::string& path, const std::string& text) {
  {
    std::ifstream before(path, std::ios::binary);
    std::ostringstream bytes;
    bytes << before.rdbuf();
    if (before && bytes.str() == text) {
      return {};  // untouched, so that a server need not send it again
    }
  }
  const std::string part = path + ".part";
  std::ofstream(part, std::ios::binary) << text << std::flush;
  std::error_code wrong;
  if (std::filesystem::file_size(part, wrong) != text.size() || wrong) {
    return fail(Fault::Storage, fmt::format("{} cannot be written: {}", part, std::strerror(errno)));
  }
  std::filesystem::rename(part, path, wrong);
  return wrong ? Result<void>(fail(Fault::Storage, fmt::format("{} cannot be written: {}", path, wrong.message())))
               : Result<void>{};
}

Result<Fault> run_feed(Context& context, const FeedFlags& flags) {
  auto library = context.open_library(index::Access::Read);
  if (!library) {
    return tl::unexpected<Error>(library.error());
  }
  auto ledger = context.open_ledger(index::Access::Read);
  auto topics = context.load_topics();
  if (!ledger || !topics) {
    return tl::unexpected<Error>(!ledger ? ledger.error() : topics.error());
  }
  std::string title = flags.topic;
  bool known = false;
  for (const auto& topic : *topics) {
    if (topic.id == flags.topic) {
      title = topic.name;
      known = true;
    }
  }
  auto members = ledger->members(flags.topic);
  if (members && members->empty() && !known) {
    return fail(Fault::NotFound, fmt::format("there is no topic \"{}\"", flags.topic), "`meridian topics` lists them");
  }
  auto feed = tracker::make_feed(flags.topic, title, flags.limit, *library, *ledger);
  if (!feed) {
    return tl::unexpected<Error>(feed.error());
  }
  if (flags.out.empty()) {
    fmt::print("{}", *feed);
    return Fault::None;
  }
  auto written = write(flags.out, *feed);
  return written ? Result<Fault>(Fault::None) : tl::unexpected<Error>(written.error());
}

}  // namespace

Action declare_feed(CLI::App& app) {
  auto flags = std::make_shared<FeedFlags>();
  app.add_option("topic", flags->topic, "The topic")->required();
  app.add_option("-o,--output", flags->out, "Write to this file, only where something changed");
  app.add_option("--limit", flags->limit, "At most N entries, newest first (200)")->check(CLI::Range(1, 10000));
  return [flags](Context& context) { return run_feed(context, *flags); };
}

}  // namespace meridian::cli
