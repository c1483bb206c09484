// meridian correct: override what was read of a study; it stands through refetching and rereading.
#include "tracker/correct.hpp"

#include <fmt/format.h>

#include "cli/command.hpp"
#include "core/text.hpp"

namespace meridian::cli {
namespace {

struct CorrectFlags {
  Pmid pmid = 0;
  std::vector<std::string> assignments;
  std::string note;
  bool remove = false;
};

Result<Fault> take_back(const CorrectFlags& flags, index::Library& library) {
  std::uint64_t count = 0;
  for (const auto& field : flags.assignments.empty() ? std::vector<std::string>{""} : flags.assignments) {
    auto taken = library.take_back(flags.pmid, field.substr(0, field.find('=')));
    if (!taken) {
      return tl::unexpected<Error>(taken.error());
    }
    count += *taken;
  }
  if (count == 0) {
    return fail(Fault::NotFound, fmt::format("PMID {} has no such correction", flags.pmid),
                "`meridian corrections` lists all");
  }
  fmt::print("{} {} of PMID {} taken back; it is as it was read\n", count, count == 1 ? "correction" : "corrections",
             flags.pmid);
  return Fault::None;
}

Result<Fault> run_correct(Context& context, const CorrectFlags& flags) {
  auto vocabulary = context.load_vocabulary();
  if (!vocabulary) {
    return tl::unexpected<Error>(vocabulary.error());
  }
  if (!flags.remove && flags.assignments.empty()) {
    return fail(Fault::Usage, "nothing to correct",
                "such as: meridian correct 90000001 design=rct --note \"randomised by coin\"");
  }
  // All are checked before one is kept.
  std::vector<Judgement> judgements;
  if (!flags.remove) {
    for (const auto& assignment : flags.assignments) {
      auto judgement = tracker::parse_judgement(flags.pmid, assignment, flags.note, **vocabulary);
      if (!judgement) {
        return tl::unexpected<Error>(judgement.error());
      }
      judgements.push_back(std::move(*judgement));
    }
  }
  auto library = context.open_library(index::Access::Write);
  if (!library) {
    return tl::unexpected<Error>(library.error());
  }
  if (flags.remove) {
    return take_back(flags, *library);
  }
  for (const auto& judgement : judgements) {
    if (auto kept = library->judge(judgement); !kept) {
      return tl::unexpected<Error>(kept.error());
    }
    auto held = library->get(flags.pmid);
    if (!held) {
      return tl::unexpected<Error>(held.error());
    }
    fmt::print("PMID {}: {} is now {} (read: {})\n", flags.pmid, judgement.field, printable(judgement.value),
               *held && (*held)->as_read ? tracker::as_read(judgement, *(*held)->as_read) : "none");
  }
  return Fault::None;
}

}  // namespace

Action declare_correct(CLI::App& app) {
  auto flags = std::make_shared<CorrectFlags>();
  app.add_option("pmid", flags->pmid, "PubMed identifier")->required();
  app.add_option(
      "values", flags->assignments,
      "field=value: design, population, direction, sample-size, tested, comparators, conditions (ids parted by "
      "commas), mechanism.ID (a status); none where it is not told");
  app.add_option("--note", flags->note, "Why, for the next reader");
  app.add_flag("--remove", flags->remove, "Take back the corrections of these fields, or all of the study");
  return [flags](Context& context) -> Result<Fault> {
    if (!flags->remove && flags->note.empty()) {
      return fail(Fault::Usage, "a correction needs a reason", "--note \"...\"");
    }
    return run_correct(context, *flags);
  };
}

Action declare_corrections(CLI::App& app) {
  auto what = std::make_shared<std::string>();
  app.add_option("what", *what, "\"export\": the corrected studies as JSON lines, for training and scoring")
      ->check(CLI::IsMember({"export"}));
  return [what](Context& context) -> Result<Fault> {
    auto library = context.open_library(index::Access::Read);
    if (!library) {
      return tl::unexpected<Error>(library.error());
    }
    if (*what == "export" || context.flags.json) {
      auto lines = tracker::labelled_corrections(*library);
      if (!lines) {
        return tl::unexpected<Error>(lines.error());
      }
      for (const auto& line : *lines) {
        fmt::print("{}\n", line);
      }
      return Fault::None;
    }
    auto judgements = library->judgements();
    if (!judgements) {
      return tl::unexpected<Error>(judgements.error());
    }
    if (judgements->empty()) {
      fmt::print("nothing has been corrected by hand\n");
    }
    for (const auto& j : *judgements) {
      fmt::print("{}  {}={}  {}  {}\n", j.pmid, j.field, printable(j.value), j.made.substr(0, 10), printable(j.note));
    }
    return Fault::None;
  };
}

}  // namespace meridian::cli
