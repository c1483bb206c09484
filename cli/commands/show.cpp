// meridian show: a whole study, with the words behind every tag.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "cli/command.hpp"
#include "cli/layout.hpp"
#include "core/citation_json.hpp"
#include "core/study_json.hpp"
#include "core/text.hpp"
#include "tracker/formats.hpp"

namespace meridian::cli {
namespace {

class StudyPrinter {
 public:
  explicit StudyPrinter(bool why) : why_(why) {}

  void tag(std::string_view field, std::string_view value, std::string_view quote, std::string_view rule) const {
    fmt::print("{}\n", wrapped(fmt::format("{:<14}{}{}", field, value,
                                           why_ && !rule.empty() ? fmt::format("  [{}]", rule) : std::string()),
                               2));
    if (!quote.empty()) {
      fmt::print("{}\n", toned(wrapped(fmt::format("“{}”", quote), 16), Tone::Faint));
    }
  }

  void reading(std::string_view field, const std::optional<Reading>& value) const {
    if (value) {
      tag(field, value->id, value->quote, value->rule);
    } else {
      tag(field, "not told", "", "");
    }
  }

 private:
  bool why_;
};

std::string names_of(const std::vector<Author>& authors) {
  constexpr std::size_t kShown = 8;
  std::string out;
  for (std::size_t i = 0; i < authors.size() && i < kShown; ++i) {
    const auto& a = authors[i];
    out += fmt::format("{}{}", i == 0 ? "" : ", ", a.collective.empty() ? a.last + " " + a.initials : a.collective);
  }
  return authors.size() > kShown ? out + ", et al." : out;
}

void print_citation(const index::Held& held) {
  const Citation& c = held.citation;
  fmt::print("{}\n", toned(wrapped(c.title, 0), Tone::Strong));
  if (!c.authors.empty()) {
    fmt::print("{}\n", wrapped(names_of(c.authors), 0));
  }
  fmt::print("{}\n", wrapped(fmt::format("{} {} {}", c.journal.title, c.date.text, c.journal.pages), 0));
  fmt::print("PMID {}  https://pubmed.ncbi.nlm.nih.gov/{}/\n", c.pmid, c.pmid);
  if (!c.doi.empty()) {
    fmt::print("DOI  {}\n", printable(c.doi));
  }
  if (const std::string integrity = integrity_line(held.study.integrity); !integrity.empty()) {
    fmt::print("{}\n", integrity);
  }
  if (held.deleted) {
    fmt::print("{}\n", toned("WITHDRAWN from PubMed", Tone::Alarm));
  }
}

/// What the reader added to the study.
void print_marks(const index::Held& held) {
  if (held.tags.empty() && held.notes.empty() && !held.screening) {
    return;
  }
  const auto line = [](std::string_view name, std::string_view value) {
    fmt::print("{}\n", wrapped(fmt::format("{:<14}{}", name, value), 2));
  };
  fmt::print("\nYour marks:\n");
  if (!held.tags.empty()) {
    line("tags", fmt::format("{}", fmt::join(held.tags, ", ")));
  }
  if (held.screening) {
    const index::Screening& decision = *held.screening;
    line("decision", fmt::format("{} on {}{}{}", decision.include ? "include" : "exclude", decision.when.substr(0, 10),
                                 decision.reason.empty() ? "" : ": ", decision.reason));
  }
  for (const index::Note& note : held.notes) {
    line("note", fmt::format("{}  {}", note.when.substr(0, 10), note.text));
  }
}

void print_study(const index::Held& held, const std::vector<index::Revision>& revisions, bool why) {
  print_citation(held);
  const Study& s = held.study;
  const StudyPrinter printer(why);
  fmt::print("\nWhat was read, each with its words:\n");
  printer.reading("design", s.design);
  printer.reading("population", s.population);
  if (s.sample_size) {
    printer.tag("sample size", std::to_string(s.sample_size->value), s.sample_size->quote, s.sample_size->rule);
  } else {
    printer.tag("sample size", "not told", "", "");
  }
  for (const auto& i : s.interventions) {
    printer.tag(to_word(i.role), i.id, i.quote, i.rule);
  }
  for (const auto& c : s.conditions) {
    printer.tag("condition", c.id, c.quote, c.rule);
  }
  for (const auto& m : s.mechanisms) {
    std::string subs;
    for (const auto& sub : m.sub) {
      subs += (subs.empty() ? ": " : ", ") + sub;
    }
    printer.tag("mechanism", fmt::format("{}{} ({})", m.id, subs, to_word(m.status)), m.quote, m.rule);
  }
  printer.reading("direction", s.direction);
  for (const auto& e : s.effects) {
    const bool guessed = e.rule == kEffectByModel;
    printer.tag(
        "effect",
        fmt::format("{} {}{}", e.outcome, to_word(e.change), guessed ? " (by a trained model, not counted)" : ""),
        e.quote, e.rule);
  }
  for (const auto& judgement : held.judgements) {
    printer.tag("corrected",
                fmt::format("by hand on {}: {} = {}", judgement.made.substr(0, 10), judgement.field,
                            printable(judgement.value)),
                judgement.note, "");
  }
  print_marks(held);
  if (!held.citation.abstract.empty()) {
    fmt::print("\nAbstract\n");
    for (const auto& part : held.citation.abstract) {
      fmt::print("{}\n", wrapped(part.label.empty() ? part.text : part.label + ": " + part.text, 2));
    }
  }
  fmt::print("\nFirst seen {}", printable(held.first_seen));
  if (revisions.size() > 1) {
    fmt::print(", {} revisions, the last seen {}", revisions.size(), printable(revisions.back().seen));
  }
  fmt::print("\n");
}

}  // namespace

Action declare_show(CLI::App& app) {
  auto pmids = std::make_shared<std::vector<Pmid>>();
  auto why = std::make_shared<bool>(false);
  app.add_option("pmids", *pmids, "PubMed identifiers")->required();
  app.add_flag("--why", *why, "Name the rule behind each value (docs/rules.md)");
  return [pmids, why](Context& context) -> Result<Fault> {
    auto library = context.open_library(index::Access::Read);
    if (!library) {
      return tl::unexpected<Error>(library.error());
    }
    bool first = true;
    for (const Pmid pmid : *pmids) {
      auto held = library->get(pmid);
      if (!held) {
        return tl::unexpected<Error>(held.error());
      }
      if (!*held) {
        return fail(Fault::NotFound, fmt::format("PMID {} is not in the library", pmid),
                    "`meridian import FILE` or `meridian update` would bring it");
      }
      auto revisions = library->revisions(pmid);
      if (!revisions) {
        return tl::unexpected<Error>(revisions.error());
      }
      if (context.flags.json) {
        auto corrections = nlohmann::ordered_json::array();
        for (const auto& judgement : (*held)->judgements) {
          corrections.push_back({{"field", judgement.field},
                                 {"value", judgement.value},
                                 {"note", judgement.note},
                                 {"made", judgement.made}});
        }
        const nlohmann::ordered_json row = {{"schema", "meridian.show/1"},
                                            {"study", nlohmann::ordered_json::parse(to_json((*held)->study))},
                                            {"citation", nlohmann::ordered_json::parse(to_json((*held)->citation))},
                                            {"corrections", corrections},
                                            {"first_seen", (*held)->first_seen},
                                            {"revisions", revisions->size()},
                                            {"deleted", (*held)->deleted}};
        fmt::print("{}\n", tracker::with_marks(
                               row.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace), **held));
      } else {
        fmt::print("{}", first ? "" : "\n");
        print_study(**held, *revisions, *why);
      }
      first = false;
    }
    return Fault::None;
  };
}

}  // namespace meridian::cli
