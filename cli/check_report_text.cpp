// The report for a terminal and as Markdown, worst first.
#include <fmt/format.h>

#include <algorithm>

#include "cli/check_report.hpp"
#include "cli/layout.hpp"
#include "core/text.hpp"

namespace meridian::cli {
namespace {

using evidence::Stance;
using evidence::Verdict;
using tracker::CheckedClaim;

constexpr std::size_t kQuotes = 3;

int rank_of(Verdict verdict) {
  return verdict == Verdict::Contradicted   ? 0
         : verdict == Verdict::Mixed        ? 1
         : verdict == Verdict::Insufficient ? 2
                                            : 3;
}

std::vector<const CheckedClaim*> worst_first(const tracker::CheckReport& report, const ReportChoice& choice) {
  std::vector<const CheckedClaim*> out;
  for (const auto& claim : report.claims) {
    if (is_shown(claim, choice)) {
      out.push_back(&claim);
    }
  }
  std::stable_sort(out.begin(), out.end(), [](const CheckedClaim* a, const CheckedClaim* b) {
    const int left = rank_of(a->judgement.verdict);
    const int right = rank_of(b->judgement.verdict);
    return left != right ? left < right : a->judgement.overreach.size() > b->judgement.overreach.size();
  });
  return out;
}

std::string_view mark_of(Verdict verdict) {
  return verdict == Verdict::Supported      ? "+"
         : verdict == Verdict::Contradicted ? "x"
         : verdict == Verdict::Mixed        ? "~"
                                            : "?";
}

std::string read_as(const evidence::Claim& claim) {
  const auto list = [](const std::vector<std::string>& ids) {
    std::string out;
    for (const auto& id : ids) {
      out += (out.empty() ? "" : ", ") + id;
    }
    return out.empty() ? "none" : out;
  };
  return fmt::format("read as: treatment {}; illness {}; outcome {}; wording {}{}", list(claim.interventions),
                     list(claim.conditions), list(claim.outcomes), to_word(claim.strength),
                     claim.about_animals ? "; about animals" : "");
}

std::string_view ending(std::size_t count) { return count == 1 ? "" : "s"; }

/// Escapes what Markdown would take for markup.
std::string markdown(std::string_view text) {
  std::string out;
  for (const char c : printable(text)) {
    if (std::string_view("\\`*_{}[]<>#|").find(c) != std::string_view::npos) {
      out += '\\';
    }
    out += c;
  }
  return out;
}

}  // namespace

std::string place_of(const tracker::CheckedCitation& citation) {
  return citation.file.empty() ? fmt::format("line {}", citation.place.line)
                               : fmt::format("{}:{}", printable(citation.file), citation.place.line);
}

std::string totals_of(const tracker::CheckReport& report) {
  std::array<std::size_t, 4> counts{};
  for (const auto& claim : report.claims) {
    ++counts[static_cast<std::size_t>(rank_of(claim.judgement.verdict))];
  }
  const auto problems = std::count_if(report.citations.begin(), report.citations.end(),
                                      [](const auto& citation) { return !citation.problem.empty(); });
  return fmt::format(
      "{} sentence{}, {} claim{}: {} contradicted, {} mixed, {} insufficient, {} supported. {} citation{}, {} with a "
      "problem.",
      report.sentences.size(), ending(report.sentences.size()), report.claims.size(), ending(report.claims.size()),
      counts[0], counts[1], counts[2], counts[3], report.citations.size(), ending(report.citations.size()), problems);
}

std::string report_as_terminal(const tracker::CheckReport& report, const ReportChoice& choice) {
  std::string out = toned(printable(report.draft.name), Tone::Strong) + "\n" + wrapped(totals_of(report), 0) + "\n\n";
  for (const auto* claim : worst_first(report, choice)) {
    const auto& judgement = claim->judgement;
    const bool alarm = judgement.verdict == Verdict::Contradicted;
    std::string flags;
    for (const auto& flag : judgement.overreach) {
      flags += " · " + flag.id;
    }
    out += toned(fmt::format("[{}] line {}: {}{}", mark_of(judgement.verdict), claim->start.line,
                             to_word(judgement.verdict), flags),
                 alarm ? Tone::Alarm : Tone::Strong) +
           "\n" + wrapped(claim->text, 4) + "\n";
    if (choice.explain) {
      out += toned(wrapped(read_as(claim->claim), 6), Tone::Faint) + "\n";
    }
    std::size_t shown = 0;
    for (const auto& row : judgement.evidence) {
      if (!choice.explain && (row.finding.stance == Stance::Related ? shown > 0 : shown >= kQuotes)) {
        break;
      }
      ++shown;
      out += wrapped(fmt::format("{} · PMID {} · {}{}{}{}", to_word(row.finding.stance), row.pmid,
                                 row.design.empty() ? "study" : row.design, row.human ? "" : " · not in people",
                                 row.by_words ? " · by shared words alone" : "", row.retracted ? " · RETRACTED" : ""),
                     6) +
             "\n" + toned(wrapped("\"" + row.finding.quote + "\"", 8), Tone::Faint) + "\n";
    }
    for (const auto& flag : judgement.overreach) {
      out += wrapped(flag.id + ": " + flag.why, 6) + "\n";
    }
    if (!judgement.advice.empty()) {
      out += wrapped("advice: " + judgement.advice, 6) + "\n";
    }
    if (!claim->offer.empty()) {
      out += wrapped("cite: " + claim->offer, 6) + "\n";
    }
    if (!claim->query.empty()) {
      out += wrapped("a query that would fetch studies: " + claim->query, 6) + "\n";
    }
    out += "\n";
  }
  for (const auto& citation : report.citations) {
    if (citation.problem.empty() || !is_shown(citation, choice)) {
      continue;
    }
    out += toned(fmt::format("[!] {}: {}", place_of(citation), citation.problem), Tone::Alarm) + "\n" +
           wrapped(citation.text, 4) + "\n" + wrapped(citation.detail, 6) + "\n\n";
  }
  return out;
}

std::string report_as_markdown(const tracker::CheckReport& report, const ReportChoice& choice) {
  std::string out = fmt::format("# Check of {}\n\n{}\n", markdown(report.draft.name), totals_of(report));
  for (const auto* claim : worst_first(report, choice)) {
    const auto& judgement = claim->judgement;
    out += fmt::format("\n## {}: {}\n\n> {}\n\n", to_word(judgement.verdict), fmt::format("line {}", claim->start.line),
                       markdown(claim->text));
    for (const auto& flag : judgement.overreach) {
      out += fmt::format("- **{}**: {}\n", flag.id, markdown(flag.why));
    }
    for (const auto& row : judgement.evidence) {
      out += fmt::format("- {} ([PMID {}](https://pubmed.ncbi.nlm.nih.gov/{}/), {}{}{}{}): \"{}\"\n",
                         to_word(row.finding.stance), row.pmid, row.pmid, row.design.empty() ? "study" : row.design,
                         row.human ? "" : ", not in people", row.by_words ? ", by shared words alone" : "",
                         row.retracted ? ", RETRACTED" : "", markdown(row.finding.quote));
    }
    if (!judgement.advice.empty()) {
      out += fmt::format("\nAdvice: {}\n", markdown(judgement.advice));
    }
    if (!claim->offer.empty()) {
      out += fmt::format("\nCite: {}\n", markdown(claim->offer));
    }
    if (!claim->query.empty()) {
      out += fmt::format("\nQuery that would fetch studies: `{}`\n", printable(claim->query));
    }
  }
  bool heading = false;
  for (const auto& citation : report.citations) {
    if (citation.problem.empty() || !is_shown(citation, choice)) {
      continue;
    }
    out += heading ? "" : "\n## Citations\n\n";
    heading = true;
    out += fmt::format("- {}, **{}**: {} ({})\n", markdown(place_of(citation)), citation.problem,
                       markdown(citation.text), markdown(citation.detail));
  }
  return out;
}

}  // namespace meridian::cli
