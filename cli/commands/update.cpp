// meridian update: fetch what is new on topics from PubMed.
#include "tracker/update.hpp"

#include <fmt/format.h>

#include "cli/command.hpp"
#include "cli/receipt_text.hpp"
#include "core/text.hpp"

namespace meridian::cli {
namespace {

constexpr std::string_view kDefaultTopic = "acupuncture-neuropathy";

struct UpdateFlags {
  std::vector<std::string> topics;
  bool all = false;
  tracker::UpdateOptions options;
};

Result<std::vector<tracker::Topic>> chosen_topics(const Context& context, const UpdateFlags& flags) {
  auto known = context.load_topics();
  if (!known || flags.all) {
    return known;
  }
  std::vector<std::string> ids = flags.topics;
  if (ids.empty()) {
    ids.emplace_back(kDefaultTopic);
  }
  std::vector<std::string_view> names;
  for (const auto& topic : *known) {
    names.push_back(topic.id);
  }
  std::vector<tracker::Topic> chosen;
  for (const auto& id : ids) {
    const auto found = std::find_if(known->begin(), known->end(), [&](const auto& topic) { return topic.id == id; });
    if (found == known->end()) {
      const auto near = nearest_name(id, names);
      return fail(Fault::NotFound, fmt::format("there is no topic \"{}\"", id),
                  near.empty() ? "`meridian topics` lists them" : fmt::format("did you mean \"{}\"?", near));
    }
    chosen.push_back(*found);
  }
  return chosen;
}

Result<Fault> run_update(Context& context, const UpdateFlags& flags) {
  auto topics = chosen_topics(context, flags);
  if (!topics) {
    return tl::unexpected<Error>(topics.error());
  }
  auto vocabulary = context.load_vocabulary();
  if (!vocabulary) {
    return tl::unexpected<Error>(vocabulary.error());
  }
  auto library = context.open_library(index::Access::Write);
  if (!library) {
    return tl::unexpected<Error>(library.error());
  }
  fetcher::PubMed pubmed(context.pubmed, *context.observer);
  const SystemClock clock;
  Fault worst = Fault::None;
  for (const auto& topic : *topics) {
    std::optional<Error> failure;
    const auto receipt =
        tracker::update(topic, flags.options, pubmed, *library, **vocabulary, clock, *context.observer, failure);
    context.finish();
    print_receipt(receipt, context.flags.json);
    if (failure) {
      return tl::unexpected<Error>(*failure);
    }
    if (receipt.status != Fault::None) {
      worst = receipt.status;
    }
  }
  return worst;
}

}  // namespace

Action declare_update(CLI::App& app) {
  auto flags = std::make_shared<UpdateFlags>();
  app.add_option("topics", flags->topics, "Topics to update; acupuncture-neuropathy where none is named");
  app.add_flag("--all", flags->all, "Every topic");
  app.add_option("--limit", flags->options.limit, "Fetch at most N records a topic, newest first");
  app.add_flag("--refetch", flags->options.refetch, "Ask also for records that are held, to see revisions");
  app.add_flag("--dry-run", flags->options.dry_run, "Search and count, fetch nothing");
  return [flags](Context& context) { return run_update(context, *flags); };
}

}  // namespace meridian::cli
