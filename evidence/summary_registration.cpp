// Finds registration numbers and joins the reports of one trial.
#include "evidence/summary_registration.hpp"

#include <re2/re2.h>

#include <algorithm>
#include <set>

#include "core/level.hpp"
#include "core/text.hpp"
#include "evidence/summary_levels.hpp"

namespace meridian::evidence {
namespace {

constexpr std::size_t kOwnNumbers = 2;  // a trial may be in two registers; who names more is a review

const RE2& number_pattern() {
  static const RE2 kPattern(
      R"((?i)\b(NCT\s?\d{8}|ISRCTN\s?\d{8}|ChiCTR[- ]?(?:[A-Z]{2,4}[- ]?)?\d{8,10}|ACTRN\s?\d{14}|DRKS\s?\d{8}|KCT\s?\d{7})"
      R"(|UMIN\s?\d{9}|CTRI/\d{4}/\d{2,3}/\d{6}|IRCT\s?[0-9N]{10,20}|TCTR\s?\d{11}|NTR\s?\d{3,5}|RBR-[0-9a-z]{6,8})"
      R"(|PACTR\s?\d{15}|CRD\s?\d{11}|JPRN-[A-Za-z0-9]{8,15}|(?:EudraCT\D{0,12}|EUCTR)\d{4}-\d{6}-\d{2})\b)");
  return kPattern;
}

std::string normal(std::string_view number) {
  std::string out;
  for (const char c : number) {
    if (c != ' ' && c != '\t') {
      out += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    }
  }
  // "EudraCT number: 2005-001234-56" and "EUCTR2005-001234-56" are one number.
  if (out.rfind("EU", 0) == 0) {
    const auto digit = out.find_first_of("0123456789");
    out = "EUCTR" + out.substr(digit);
  }
  return out;
}

/// True where `a` is the report to count rather than `b`.
bool before(const WeighedStudy& a, const WeighedStudy& b) {
  const auto strength = [](const WeighedStudy& s) {
    const int level = level_of(s.study.design ? s.study.design->id : "", "human");
    return level == 0 ? 9 : level;
  };
  const auto size = [](const WeighedStudy& s) { return s.study.sample_size ? s.study.sample_size->value : 0; };
  if (strength(a) != strength(b)) {
    return strength(a) < strength(b);
  }
  if (size(a) != size(b)) {
    return size(a) > size(b);
  }
  return a.day != b.day ? a.day < b.day : a.study.pmid < b.study.pmid;
}

}  // namespace

std::vector<std::string> registrations_in(std::string_view text) {
  std::set<std::string> found;
  re2::StringPiece rest(text.data(), text.size());
  re2::StringPiece number;
  while (RE2::FindAndConsume(&rest, number_pattern(), &number)) {
    found.insert(normal({number.data(), number.size()}));
  }
  return {found.begin(), found.end()};
}

std::map<Pmid, std::pair<std::string, Pmid>> same_trials(std::span<const WeighedStudy* const> studies) {
  std::map<std::string, std::vector<const WeighedStudy*>> reports;
  for (const auto* study : studies) {
    if (study->registrations.size() <= kOwnNumbers) {
      for (const auto& number : study->registrations) {
        reports[number].push_back(study);
      }
    }
  }
  std::map<Pmid, std::pair<std::string, Pmid>> out;
  for (auto& [number, same] : reports) {
    const auto* counted =
        *std::min_element(same.begin(), same.end(), [](const auto* a, const auto* b) { return before(*a, *b); });
    for (const auto* study : same) {
      if (study != counted) {
        out.try_emplace(study->study.pmid, number, counted->study.pmid);
      }
    }
  }
  // A trial with two numbers may have lost its counted report to the other number; then that one stands for all.
  for (auto& [pmid, why] : out) {
    for (std::size_t hops = 0; hops < out.size(); ++hops) {
      const auto next = out.find(why.second);
      if (next == out.end()) {
        break;
      }
      if (next->second.second == pmid) {
        break;
      }
      why.second = next->second.second;
    }
  }
  return out;
}

}  // namespace meridian::evidence
