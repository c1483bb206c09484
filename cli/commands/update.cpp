// meridian update: fetch what is new on topics from PubMed.
#include "tracker/update.hpp"

#include <fmt/format.h>

#include "cli/command.hpp"
#include "cli/hooks.hpp"
#include "cli/receipt_text.hpp"
#include "cli/watched_texts.hpp"
#include "core/text.hpp"
#include "tracker/bounded_observer.hpp"
#include "tracker/days.hpp"

namespace meridian::cli {
namespace {

constexpr std::string_view kDefaultTopic = "acupuncture-neuropathy";

struct UpdateFlags {
  std::vector<std::string> topics;
  bool all = false;
  std::int64_t wait = 0, max_time = 0;
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

/// The worse of two ends of topics: what stops a script outweighs what only needs a look.
Fault worse(Fault a, Fault b) {
  const auto weight = [](Fault fault) { return fault == Fault::None ? 0 : fault == Fault::Warnings ? 1 : 2; };
  return weight(b) > weight(a) ? b : a;
}

/// The library has moved, whether or not every topic is complete. What fails here is told and tried again next time;
/// the topics' receipts stand.
Fault check_texts(Context& context, const index::Library& library, index::Ledger& ledger) {
  auto turns = look_at_texts(context, library, ledger);
  if (!turns) {
    context.observer->warn(turns.error().describe());
    return Fault::Warnings;
  }
  if (!turns->empty()) {
    print_turns(*turns, context.flags.json);
  }
  return Fault::None;
}

Result<Fault> run_topics(Context& context, const UpdateFlags& flags, std::vector<tracker::Receipt>& receipts) {
  if (!flags.options.since.empty() && !tracker::read_day(flags.options.since)) {
    return fail(Fault::Usage, fmt::format("\"{}\" is not a day", printable(flags.options.since)),
                "a day is written 2026-11-24");
  }
  auto topics = chosen_topics(context, flags);
  if (!topics) {
    return tl::unexpected<Error>(topics.error());
  }
  auto vocabulary = context.load_vocabulary();
  if (!vocabulary) {
    return tl::unexpected<Error>(vocabulary.error());
  }
  auto library = context.open_library(index::Access::Write, std::chrono::seconds(flags.wait));
  if (!library) {
    return tl::unexpected<Error>(library.error());
  }
  auto ledger = context.open_ledger(index::Access::Write);
  if (!ledger) {
    return tl::unexpected<Error>(ledger.error());
  }
  tracker::BoundedObserver observer(*context.observer, std::chrono::seconds(flags.max_time));
  fetcher::PubMed pubmed(context.pubmed, observer);
  const SystemClock clock;
  Fault worst = Fault::None;
  std::optional<Error> last;
  for (const auto& topic : *topics) {
    std::optional<Error> failure;
    auto receipt =
        tracker::update(topic, flags.options, {pubmed, *library, *ledger, **vocabulary, clock, observer}, failure);
    context.finish();
    print_receipt(receipt, context.flags.json);
    worst = worse(worst, receipt.status);
    receipts.push_back(std::move(receipt));
    if (!failure) {
      continue;
    }
    if (failure->fault == Fault::Interrupted && observer.time_is_up()) {
      failure->fault = Fault::Incomplete;
      failure->message = fmt::format("the {} s of --max-time are used up", flags.max_time);
      failure->hint = "run the same command again; what came is kept";
    }
    // One topic's bad night does not keep the others from theirs, unless nothing can go on.
    const bool over = failure->fault == Fault::Interrupted || failure->fault == Fault::Storage ||
                      failure->fault == Fault::Misconfigured || observer.cancelled();
    if (last && !over) {
      context.observer->warn(last->message);
    }
    last = std::move(failure);
    if (over) {
      break;
    }
  }
  if (!flags.options.dry_run && !observer.cancelled()) {
    worst = worse(worst, check_texts(context, *library, *ledger));
  }
  if (last) {
    return tl::unexpected<Error>(*last);
  }
  return worst;
}

Result<Fault> run_update(Context& context, const UpdateFlags& flags) {
  std::vector<tracker::Receipt> receipts;
  auto ended = run_topics(context, flags, receipts);
  if (!flags.options.dry_run) {
    run_hook(context, ended ? *ended : ended.error().fault, receipts);
  }
  return ended;
}

}  // namespace

Action declare_update(CLI::App& app) {
  auto flags = std::make_shared<UpdateFlags>();
  app.add_option("topics", flags->topics, "Topics to update; acupuncture-neuropathy where none is named");
  app.add_flag("--all", flags->all, "Every topic");
  app.add_option("--limit", flags->options.limit, "Fetch at most N records a topic, newest first");
  app.add_flag("--refetch", flags->options.refetch, "Ask also for records that are held, to see revisions");
  app.add_flag("--dry-run", flags->options.dry_run, "Search and count, fetch nothing");
  app.add_option("--since", flags->options.since, "Look at what was created or revised since this day (2026-11-24)");
  app.add_option("--wait", flags->wait, "Wait so many seconds for another writer")->check(CLI::Range(0, 604800));
  app.add_option("--max-time", flags->max_time, "Stop after so many seconds; the next run resumes")
      ->check(CLI::Range(0, 604800));
  app.add_flag("--off-peak", flags->options.off_peak,
               "Wait for 21:00 to 05:00 US Eastern or the weekend when the job is large");
  app.add_option("--large-job", flags->options.large_job, "Records from which --off-peak waits (1000)");
  return [flags](Context& context) { return run_update(context, *flags); };
}

}  // namespace meridian::cli
