// Finds PMIDs and DOIs by their shapes.
#include "draft/identifiers.hpp"

#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "core/text.hpp"

namespace meridian::draft {
namespace {

constexpr std::size_t kMostDigits = 8;    // of a PMID
constexpr std::size_t kLongestDoi = 300;  // bytes

std::uint32_t number_of(std::string_view digits) {
  std::uint32_t out = 0;
  if (digits.size() <= kMostDigits) {
    std::from_chars(digits.data(), digits.data() + digits.size(), out);
  }
  return out;
}

}  // namespace

std::vector<PmidAt> pmids_in(std::string_view text) {
  static const RE2 kPmid(
      R"((?i)(?:(PMIDs?:?\s*)|(?:pubmed\.ncbi\.nlm\.nih\.gov/|ncbi\.nlm\.nih\.gov/pubmed/)(?:\?term=)?|europepmc\.org/(?:article|abstract)/med/)(\d{1,12}))");
  static const RE2 kNext(
      R"((?i)^(\s*(?:,|;|&|/|\band\b|\bor\b)\s*(?:and\s+|&\s*)?)(\d{5,12})(?:$|[^\d./-]|[.][^\d]|[.]$))");
  std::vector<PmidAt> out;
  std::array<re2::StringPiece, 3> groups;
  const re2::StringPiece whole(text.data(), text.size());
  std::size_t from = 0;
  const auto place = [&](const re2::StringPiece& piece) {
    return static_cast<std::size_t>(piece.data() - text.data());
  };
  while (from < text.size() && kPmid.Match(whole, from, text.size(), RE2::UNANCHORED, groups.data(), 3)) {
    std::size_t start = place(groups[0]);
    std::size_t end = start + groups[0].size();
    const bool labelled = groups[1].data() != nullptr;
    while (!labelled && start > 0 && std::string_view(" ([<").find(text[start - 1]) == std::string_view::npos) {
      --start;  // the address before the number belongs to it
    }
    out.push_back({start, end, number_of({groups[2].data(), groups[2].size()})});
    re2::StringPiece between;
    re2::StringPiece digits;
    while (labelled &&
           RE2::PartialMatch(re2::StringPiece(text.data() + end, text.size() - end), kNext, &between, &digits)) {
      const std::size_t next = place(digits);
      end = next + digits.size();
      out.push_back({next, end, number_of({digits.data(), digits.size()})});
    }
    from = end;
  }
  return out;
}

std::vector<DoiAt> dois_in(std::string_view text) {
  static const RE2 kDoi(R"((?i)((?:https?://(?:dx\.)?doi\.org/|doi:\s*)?)(10\.\d{4,9}/[^\s"<>]+))");
  std::vector<DoiAt> out;
  std::array<re2::StringPiece, 3> groups;
  const re2::StringPiece whole(text.data(), text.size());
  std::size_t from = 0;
  while (from < text.size() && kDoi.Match(whole, from, text.size(), RE2::UNANCHORED, groups.data(), 3)) {
    const auto start = static_cast<std::size_t>(groups[0].data() - text.data());
    from = start + groups[0].size();
    if (groups[2].size() <= kLongestDoi) {
      std::string doi = trimmed_doi(std::string(groups[2].data(), groups[2].size()));
      const std::size_t end = start + groups[1].size() + doi.size();
      if (!doi.empty()) {
        out.push_back({start, end, std::move(doi)});
      }
    }
  }
  return out;
}

std::string trimmed_doi(std::string doi) {
  for (;;) {
    if (doi.empty()) {
      return doi;
    }
    const char last = doi.back();
    const bool open = doi.find('(') != std::string::npos;
    if (last == '.' || last == ',' || last == ';' || last == ':' || last == '"' || last == '\'' || last == ']' ||
        last == '>' ||
        (last == ')' && (!open || std::count(doi.begin(), doi.end(), ')') > std::count(doi.begin(), doi.end(), '(')))) {
      doi.pop_back();
    } else {
      return ascii_lower(doi);
    }
  }
}

std::string without_ids(std::string_view text) {
  std::vector<bool> dropped(text.size(), false);
  const auto drop = [&](const auto& found) {
    for (const auto& one : found) {
      std::fill(dropped.begin() + static_cast<std::ptrdiff_t>(one.start),
                dropped.begin() + static_cast<std::ptrdiff_t>(one.end), true);
    }
  };
  drop(pmids_in(text));
  drop(dois_in(text));
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    out += dropped[i] ? ' ' : text[i];
  }
  return out;
}

}  // namespace meridian::draft
