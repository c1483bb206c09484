// Parts a sentence into findings and weighs the words and numbers of each.
#include "evidence/findings.hpp"

#include <algorithm>
#include <array>

#include "core/text.hpp"
#include "evidence/clauses.hpp"
#include "evidence/numbers.hpp"

namespace meridian::evidence {
namespace {

constexpr std::size_t kScope = 60;  // bytes that a negation reaches
constexpr std::size_t kMostParts = 200;

struct Part {
  std::size_t start, end;
  bool hard;  // it begins where the sentence turns
};

/// Commas outside brackets part softly, turns part hard.
std::vector<Part> parts_of(std::string_view text, const std::string& lower) {
  std::vector<std::pair<std::size_t, bool>> cuts{{0, true}};
  static constexpr std::array<std::string_view, 17> kTurns{
      "; ",           " but ",         " whereas ",     " while ",        " although ", " however",
      " though ",     " yet ",         " except ",      " despite ",      " without ",  " nor ",
      " in contrast", " and did not ", " and was not ", " and were not ", " and no "};
  for (std::size_t at = lower.find_first_of(" ;"); at != std::string::npos; at = lower.find_first_of(" ;", at + 1)) {
    const std::string_view rest = std::string_view(lower).substr(at);
    if (rest.size() < 2 || std::string_view("bwahtyedni ").find(rest[1]) == std::string_view::npos) continue;
    if (std::any_of(kTurns.begin(), kTurns.end(), [&](const auto turn) { return rest.starts_with(turn); })) {
      cuts.emplace_back(at, true);
    }
  }
  int depth = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '(' || text[i] == '[') ++depth;
    if ((text[i] == ')' || text[i] == ']') && depth > 0) --depth;
    const bool comma = depth == 0 && text[i] == ',' && i + 1 < text.size() && text[i + 1] == ' ';
    const bool bracket = depth == 0 && text[i] == ')' && lower.compare(i + 1, 5, " and ") == 0;
    if (comma || bracket) cuts.emplace_back(i + 1, false);
  }
  std::sort(cuts.begin(), cuts.end());
  std::vector<Part> out;
  for (const auto& [at, hard] : cuts) {
    if (!out.empty() && at < out.back().start + 3) {
      out.back().hard = out.back().hard || hard;
      continue;
    }
    if (!out.empty()) out.back().end = at;
    out.push_back({at, text.size(), hard});
    if (out.size() >= kMostParts) break;
  }
  return out;
}

bool within(const VocabularyHit& h, const Finding& f) { return h.start >= f.start && h.start < f.end; }

/// Words: a failure takes the effect words that follow it ("did not improve").
void weigh_words(const Sentence& s, Finding& f) {
  for (const auto& h : s.hits) {
    if (h.facet != "cue" || !within(h, f)) continue;
    if (tells_failure(s, h)) f.bad = true;
    if (h.id == "unmeasured" || h.id == "speculation") f.silent = true;
    if (h.id != "effect") continue;
    const bool denied = std::any_of(s.hits.begin(), s.hits.end(), [&](const auto& n) {
      return n.facet == "cue" && n.id == "no-difference" && n.start <= h.start && n.start >= f.start &&
             h.start - n.start <= kScope;
    });
    f.good = f.good || !denied;
  }
}

struct Weight {
  bool sure = false, unsure = false;
};

/// Numbers: a p value, or an interval that holds "no effect".
Weight weigh_numbers(const Finding& f, const std::string& lower, const std::vector<PValue>& p_values,
                     const std::vector<Interval>& intervals) {
  Weight out;
  for (const auto& p : p_values) {
    if (p.start >= f.start && p.start < f.end) (p.significant ? out.sure : out.unsure) = true;
  }
  for (const auto& i : intervals) {
    if (i.start < f.start || i.start >= f.end) continue;
    const std::string front = lower.substr(i.start > 30 ? i.start - 30 : 0, std::min<std::size_t>(30, i.start));
    const bool ratio = i.low > 0 && has_any(front, {"ratio", "risk", "rr", "or ", "hr", "odds", "irr"});
    const double none = ratio ? 1.0 : 0.0;
    (i.low <= none && i.high >= none ? out.unsure : out.sure) = true;
  }
  return out;
}

bool names_outcome(const Sentence& s, const Finding& f) {
  return std::any_of(s.hits.begin(), s.hits.end(),
                     [&](const auto& h) { return (h.facet == "mechanism" || h.facet == "outcome") && within(h, f); });
}

}  // namespace

std::vector<Finding> findings_of(const Sentence& s) {
  const std::string lower = ascii_lower(s.text);
  const auto p_values = p_values_of(s.text);
  const auto intervals = intervals_of(s.text);
  std::vector<Finding> out;
  bool open = true;  // the part before has said nothing yet, so that it belongs to the next
  for (const Part& part : parts_of(s.text, lower)) {
    Finding f{part.start, part.end, false, false, false, false, false};
    const std::string_view words = std::string_view(lower).substr(f.start, f.end - f.start);
    weigh_words(s, f);
    f.better = f.good;
    const bool worded = f.good || f.bad;
    const bool aside = !out.empty() && (words.starts_with(" which ") || words.starts_with(" an ") ||
                                        words.starts_with(" who ") || words.starts_with(" a "));
    const Weight numbers = weigh_numbers(f, lower, p_values, intervals);
    if (numbers.unsure && !numbers.sure) {
      f.bad = true;
      f.good = false;
    } else if (numbers.sure && !f.bad) {
      f.good = true;
    }
    f.shared = has_any(words, {"both groups", "both arms", "either group", "all groups", "all arms", "all four arms",
                               "each group", "two groups", "all three groups", "both treatments", "both conditions",
                               "in both", "all four groups", "either arm", "all three arms"});
    if (has_any(words, {"at baseline", "baseline characteristics", "before randomi", "before treatment there"})) {
      f.silent = true;
    }
    const bool told = f.good || f.bad || f.silent;
    if (out.empty()) {
      out.push_back(f);
      open = !told;
      continue;
    }
    Finding& last = out.back();
    const bool named = names_outcome(s, f);
    if (aside) {  // "..., which was prolonged in diabetes, ..." tells nothing of the treatment
      last.end = f.end;
      last.silent = last.silent || f.silent;
      continue;
    }
    if (!worded && !f.silent && told && !named) {  // "(p = 0.85)" after a comma judges what stands before it
      last.end = f.end;
      last.good = f.good && !last.bad;
      last.bad = last.bad || f.bad;
      continue;
    }
    if (part.hard && f.bad && !f.good && !named && !open) {  // "..., but the difference was not significant"
      if (!has_any(words, {"differen", "significan", "between", "superior", "placebo", "sham"})) {
        out.push_back(f);
        continue;
      }
      last.end = f.end;
      last.bad = true;
      last.good = false;
      continue;
    }
    if ((!part.hard || !named) && (!told || open)) {
      last.end = f.end;
      last.good = last.good || f.good;
      last.bad = last.bad || f.bad;
      last.silent = last.silent || f.silent;
      last.shared = last.shared || f.shared;
      last.better = last.better || f.better;
      open = open && !told;
      continue;
    }
    out.push_back(f);
    open = !told;
  }
  return out;
}

const Finding& finding_at(const std::vector<Finding>& findings, std::size_t at) {
  const auto after = std::upper_bound(findings.begin(), findings.end(), at,
                                      [](std::size_t a, const Finding& f) { return a < f.start; });
  return after == findings.begin() ? findings.front() : *(after - 1);
}

}  // namespace meridian::evidence
