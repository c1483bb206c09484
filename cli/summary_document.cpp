// Lays out what a summary says, once for every form.
#include <fmt/format.h>

#include <array>
#include <cmath>

#include "cli/summary_view.hpp"
#include "core/text.hpp"
#include "core/version.hpp"
#include "evidence/summary_levels.hpp"

namespace meridian::cli {
namespace {

using evidence::Finding;
using Kind = Block::Kind;

std::vector<Pmid> all(const evidence::Tally& tally) {
  std::vector<Pmid> out;
  for (const auto& pmids : tally.by_finding) {
    out.insert(out.end(), pmids.begin(), pmids.end());
  }
  return out;
}

std::string studies_word(std::size_t n) { return fmt::format("{} {}", n, n == 1 ? "study" : "studies"); }

std::string population_heading(std::string_view population) {
  return population == "human"      ? "In people"
         : population == "animal"   ? "In animals"
         : population == "in-vitro" ? "In cells and models"
         : population == "mixed"    ? "People and animals in one report"
                                    : "Population not told";
}

std::string participants(const evidence::Tally& tally) {
  std::string out = std::to_string(tally.participants);
  if (!tally.size_untold.empty()) {
    out = tally.size_untold.size() == tally.studies() ? "not told"
                                                      : fmt::format("{} + {} not told", out, tally.size_untold.size());
  }
  return out;
}

std::vector<Opened> row_of(Opened name, const evidence::Tally& tally) {
  std::vector<Opened> row{std::move(name)};
  for (const auto& pmids : tally.by_finding) {
    row.push_back({pmids.empty() ? "·" : std::to_string(pmids.size()), pmids});
  }
  row.push_back({participants(tally), all(tally)});
  return row;
}

class Writer {
 public:
  explicit Writer(const SummaryView& view) : view_(view) {}

  void put(Kind kind, std::string text, std::vector<Pmid> pmids = {}) {
    blocks_.push_back({kind, {std::move(text), std::move(pmids)}, {}});
  }

  void group(const evidence::Group& group) {
    put(Kind::Section, group.label);
    for (const auto& part : group.parts) {
      this->part(part);
    }
    for (const auto& remark : group.missing) {
      put(Kind::Alarm, "Missing: " + remark.text, remark.pmids);
    }
    if (!group.subs.empty()) {
      std::string line;
      for (const auto& [sub, tally] : group.subs) {
        line += fmt::format("{}{} {} ({} favour)", line.empty() ? "Parts: " : ", ",
                            std::string(view_.vocabulary.label("mechanism", sub)), tally.studies(),
                            tally.of(Finding::Favours).size());
      }
      put(Kind::Line, line);
    }
  }

  void head() {
    const auto& report = view_.report;
    const auto& s = report.summary;
    put(Kind::Title, report.query.empty() ? "What the studies say" : "What the studies say: " + report.query);
    put(Kind::Line, fmt::format("{} found, {} counted, {} set aside, {} without a {}.", studies_word(s.found),
                                s.counted, s.set_aside.size(), s.in_no_group.size(), view_.by));
    put(Kind::Line,
        "A summary of what abstracts say, for people who read studies. It is no medical advice, and levels are signals "
        "read from abstracts, not GRADE ratings.");
  }

  void set_aside() {
    const auto& s = view_.report.summary;
    if (!s.concerns.empty()) {
      put(Kind::Section, "Counted, with an expression of concern");
      put(Kind::Alarm, studies_word(s.concerns.size()), s.concerns);
    }
    if (!s.corrected.empty()) {
      put(Kind::Section, "Counted as corrected by hand");
      put(Kind::Line, studies_word(s.corrected.size()), s.corrected);
    }
    if (!s.set_aside.empty()) {
      put(Kind::Section, "Set aside, not counted as evidence");
    }
    static constexpr std::array kReasons{evidence::Reason::Retracted, evidence::Reason::SameTrial,
                                         evidence::Reason::Protocol, evidence::Reason::Opinion,
                                         evidence::Reason::NothingTested};
    for (const auto reason : kReasons) {
      std::vector<Pmid> pmids;
      std::string details;
      for (const auto& aside : s.set_aside) {
        if (aside.reason == reason) {
          pmids.push_back(aside.pmid);
          // Retractions and second reports are told one by one; opinion needs no more than its list.
          if (reason == evidence::Reason::Retracted || reason == evidence::Reason::SameTrial) {
            details += fmt::format("{}PMID {}{}{}", details.empty() ? "" : "; ", aside.pmid,
                                   aside.detail.empty() ? "" : ": ", aside.detail);
          }
        }
      }
      if (!pmids.empty()) {
        put(reason == evidence::Reason::Retracted ? Kind::Alarm : Kind::Item,
            fmt::format("{}: {}{}{}", heading(reason), pmids.size(), details.empty() ? "" : ". ", details), pmids);
      }
    }
  }

  void method() {
    const auto& r = view_.report;
    put(Kind::Section, "How this was made");
    put(Kind::Line,
        fmt::format(
            "meridian {} on {}, query {}, grouped by {}; library of {} records, the newest of {}; vocabulary {}{}.",
            kVersion, view_.made, r.query.empty() ? "(everything)" : "\"" + r.query + "\"", view_.by, r.held,
            r.newest_created.empty() ? "unknown date" : r.newest_created, r.vocabulary_version,
            r.stale == 0 ? ""
                         : fmt::format("; {} records were read with another vocabulary (`meridian reread`)", r.stale)));
    put(Kind::Line,
        "Levels: OCEBM 2011. Pooling: random effects, Paule-Mandel variance, Hartung-Knapp interval, Higgins "
        "prediction "
        "interval; only three or more effects of the same measure, outcome, treatment, comparator, population and kind "
        "of "
        "study. Reports of one registered trial count once a group. Rules R-300 to R-321 in docs/rules.md.");
  }

  std::vector<Block> take() { return std::move(blocks_); }

 private:
  static std::string_view heading(evidence::Reason reason) {
    switch (reason) {
      case evidence::Reason::Retracted:
        return "RETRACTED";
      case evidence::Reason::Protocol:
        return "protocols, without results";
      case evidence::Reason::SameTrial:
        return "further reports of a trial that is counted";
      case evidence::Reason::Opinion:
        return "narrative reviews, guidelines, comments";
      case evidence::Reason::NothingTested:
        break;
    }
    return "no treatment tested, or none read";
  }

  void part(const evidence::PopulationPart& part) {
    put(Kind::Part,
        fmt::format("{}: {}{}", population_heading(part.population), studies_word(part.primary.studies()),
                    part.reviews.studies() == 0 ? ""
                                                : fmt::format(" and {} {}", part.reviews.studies(),
                                                              part.reviews.studies() == 1 ? "review" : "reviews")));
    Block table{Kind::Table, {}, {}};
    table.rows.push_back({{"level and design", {}},
                          {"favour", {}},
                          {"no diff.", {}},
                          {"mixed", {}},
                          {"against", {}},
                          {"unclear", {}},
                          {part.population == "human" ? "people" : "number", {}}});
    for (const auto& row : part.levels) {
      std::string designs;
      for (const auto& [design, pmids] : row.designs) {
        designs += fmt::format("{}{} {}", designs.empty() ? "" : ", ", pmids.size(),
                               design.empty() ? "design not told" : design);
      }
      table.rows.push_back(
          row_of({fmt::format("{}: {}", row.level == 0 ? "no level" : fmt::format("level {}", row.level), designs), {}},
                 row.tally));
    }
    for (const auto& row : part.comparators) {
      table.rows.push_back(row_of({fmt::format("  trials: {}", to_word(row.against)), {}}, row.tally));
    }
    blocks_.push_back(std::move(table));
    if (part.newest_review) {
      put(Kind::Line,
          fmt::format("Newest review: PMID {}, {} ({}): {}", part.newest_review->pmid,
                      part.newest_review->day.empty() ? "undated" : part.newest_review->day, part.newest_review->design,
                      to_word(part.newest_review->finding)),
          {part.newest_review->pmid});
      if (!part.newest_review->quote.empty()) {
        put(Kind::Quote, part.newest_review->quote);
      }
    }
    for (const auto& conflict : part.conflicts) {
      put(Kind::Alarm, "Conflict: " + conflict.text, conflict.pmids);
    }
    for (const auto& pooled : part.pooled) {
      this->pooled(pooled);
    }
    if (part.pooled.empty()) {
      put(Kind::Item, part.not_pooled.empty() ? "No pooled effect: no effect with a number was read"
                                              : "No pooled effect: no three comparable effects were read");
    }
    for (const auto& not_pooled : part.not_pooled) {
      put(Kind::Item,
          fmt::format("Not pooled: {} ({}): {}", not_pooled.what, studies_word(not_pooled.pmids.size()),
                      not_pooled.why),
          not_pooled.pmids);
    }
  }

  void pooled(const evidence::PooledEffect& e) {
    std::vector<Pmid> pmids;
    bool turned = false;
    for (const auto& member : e.members) {
      pmids.push_back(member.pmid);
      turned = turned || member.turned;
    }
    const auto& p = e.pool;
    put(Kind::Item,
        fmt::format(
            "Pooled {} of {}, {} against {} ({} {}): {} (95 % interval {} to {}), prediction interval {} to {}, "
            "I² {:.0f} %, τ² {}, p {}{}{}",
            e.measure, std::string(view_.vocabulary.label("mechanism", e.outcome)),
            e.intervention.empty() ? "treatment not told" : e.intervention, to_word(e.against), p.studies, e.designs,
            short_number(p.estimate), short_number(p.low), short_number(p.high), short_number(p.prediction_low),
            short_number(p.prediction_high), p.i2, short_number(p.tau2),
            p.p < 0.001 ? "< 0.001" : fmt::format("= {:.3f}", p.p),
            p.small_studies ? fmt::format("; Egger's check of small studies p = {:.2f}", p.small_studies->p)
            : p.studies >= evidence::kLeastToCheck
                ? "; small studies cannot be told apart: all are of one size"
                : "; too few studies (under 10) to check whether small ones tell more",
            turned ? "; some signs follow the words" : ""),
        pmids);
  }

  const SummaryView& view_;
  std::vector<Block> blocks_;
};

}  // namespace

std::vector<Block> summary_document(const SummaryView& view, std::size_t limit) {
  Writer writer(view);
  const auto& groups = view.report.summary.groups;
  writer.head();
  const std::size_t shown = limit == 0 ? groups.size() : std::min(limit, groups.size());
  for (std::size_t i = 0; i < shown; ++i) {
    writer.group(groups[i]);
  }
  if (shown < groups.size()) {
    std::string names;
    for (std::size_t i = shown; i < groups.size(); ++i) {
      names += (names.empty() ? "" : ", ") + groups[i].label;
    }
    writer.put(Kind::Line,
               fmt::format("{} more with fewer studies (--limit 0 shows all): {}", groups.size() - shown, names));
  }
  writer.set_aside();
  writer.method();
  return writer.take();
}

std::string short_number(double value) {
  if (!std::isfinite(value)) {
    return "–";
  }
  const double size = std::fabs(value);
  return size >= 1000 ? fmt::format("{:.0f}", value)
         : size >= 10 ? fmt::format("{:.1f}", value)
                      : fmt::format("{:.2f}", value);
}

std::string html_escaped(std::string_view text) {
  std::string out;
  for (const char c : printable(text)) {
    out += c == '&'    ? "&amp;"
           : c == '<'  ? "&lt;"
           : c == '>'  ? "&gt;"
           : c == '"'  ? "&quot;"
           : c == '\'' ? "&#39;"
                       : std::string(1, c);
  }
  return out;
}

}  // namespace meridian::cli
