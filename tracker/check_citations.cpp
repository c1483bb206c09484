// Does a cited record exist, is it the one meant, may it still be cited, does it bear on its sentence?
#include "tracker/check_citations.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <set>

#include "core/text.hpp"
#include "draft/identifiers.hpp"
#include "evidence/claim_terms.hpp"

namespace meridian::tracker {
namespace {

using index::Held;

/// Letters only, without case and accents, so that "O'Neil" meets "ONeil" and "Wojcik" "Wójcik". '?' stands for a
/// letter that has no base letter of ours.
std::string plain_name(std::string_view name) {
  std::string out;
  for (const char c : index::folded_name(name)) {
    const auto byte = static_cast<unsigned char>(c);
    if ((c >= 'a' && c <= 'z') || byte >= 0xC0U) {
      out += byte >= 0xC0U ? '?' : c;
    }
  }
  return out;
}

/// As a German or a Dane writes it without their letters: "Guettler" for "Güttler".
std::string spelt_out(std::string_view name) {
  static constexpr auto kLetters = std::to_array<std::pair<std::string_view, std::string_view>>({{"ä", "ae"},
                                                                                                 {"ö", "oe"},
                                                                                                 {"ü", "ue"},
                                                                                                 {"Ä", "ae"},
                                                                                                 {"Ö", "oe"},
                                                                                                 {"Ü", "ue"},
                                                                                                 {"ø", "oe"},
                                                                                                 {"Ø", "oe"},
                                                                                                 {"å", "aa"},
                                                                                                 {"Å", "aa"}});
  std::string out(name);
  for (const auto& [letter, spelling] : kLetters) {
    for (std::size_t at = 0; (at = out.find(letter, at)) != std::string::npos;) {
      out.replace(at, letter.size(), spelling);
    }
  }
  return plain_name(out);
}

bool same_letters(std::string_view a, std::string_view b) {
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](char one, char other) {
           return one == other || one == '?' || other == '?';
         });
}

/// The same name, or one of the two with a particle or a second name: "Berg" and "van der Berg".
bool same_name(std::string_view held, std::string_view wanted) {
  const std::size_t size = wanted.size();
  return same_letters(held, wanted) || (held.size() > size && (same_letters(held.substr(held.size() - size), wanted) ||
                                                               same_letters(held.substr(0, size), wanted)));
}

bool has_author(const Citation& citation, const std::string& name) {
  const std::string wanted = plain_name(name);
  const std::string wanted_spelt = spelt_out(name);
  if (std::count_if(wanted.begin(), wanted.end(), [](char c) { return c != '?'; }) < 2 || citation.authors.empty()) {
    return true;
  }
  return std::any_of(citation.authors.begin(), citation.authors.end(), [&](const Author& author) {
    return same_name(plain_name(author.last), wanted) || same_name(spelt_out(author.last), wanted) ||
           same_name(plain_name(author.last), wanted_spelt) ||
           plain_name(author.collective).find(wanted) != std::string::npos;
  });
}

bool has_year(const Citation& citation, int year) {
  std::vector<int> years;
  if (citation.date.year) {
    years.push_back(*citation.date.year);
  }
  for (const auto& day : {citation.electronic_date, citation.created}) {
    if (day.size() >= 4) {
      years.push_back(std::atoi(day.substr(0, 4).c_str()));
    }
  }
  return years.empty() || std::find(years.begin(), years.end(), year) != years.end();
}

std::set<std::string> stems_of(std::string_view text) {
  const auto list = evidence::content_stems(text);
  return {list.begin(), list.end()};
}

double share_in(const std::set<std::string>& of, const std::set<std::string>& in) {
  if (of.empty()) {
    return 1;
  }
  std::size_t both = 0;
  for (const auto& stem : of) {
    both += in.contains(stem) ? 1 : 0;
  }
  return static_cast<double>(both) / static_cast<double>(of.size());
}

std::string title_without_mark(std::string title) {
  for (const std::string_view mark : {"RETRACTED: ", "RETRACTED ARTICLE: ", "Retracted: ", "WITHDRAWN: "}) {
    if (title.rfind(mark, 0) == 0) {
      title.erase(0, mark.size());
    }
  }
  return title;
}

std::set<std::string> stems_of(const Citation& citation) {
  std::string text = citation.title;
  for (const auto& part : citation.abstract) {
    text += " " + part.text;
  }
  for (const auto& heading : citation.mesh) {
    text += " " + heading.heading;
  }
  for (const auto& keyword : citation.keywords) {
    text += " " + keyword;
  }
  return stems_of(text);
}

/// The sentence without the citation itself.
std::set<std::string> stems_of_sentence(const std::string& sentence, const draft::Mention& mention) {
  std::string text = sentence;
  if (const auto at = text.find(mention.text); at != std::string::npos) {
    text.erase(at, mention.text.size());
  }
  return stems_of(draft::without_ids(text));
}

Result<std::vector<Held>> look_up(const index::Library& library, const std::string& query, std::size_t limit) {
  index::SearchRequest request;
  request.query = query;
  request.limit = limit;
  request.facets = false;
  auto answer = library.search(request);
  if (!answer) {
    return tl::unexpected<Error>(answer.error());
  }
  std::vector<Held> out;
  for (auto& hit : answer->hits) {
    out.push_back(std::move(hit.held));
  }
  return out;
}

std::optional<Held> find_by_id(const draft::Mention& mention, const CitedRecords& records) {
  if (mention.pmid != 0) {
    const auto at = records.find(mention.pmid);
    return at == records.end() ? std::nullopt : std::optional(at->second);
  }
  const std::string doi = ascii_lower(mention.doi);
  const auto at = std::find_if(records.begin(), records.end(), [&](const auto& record) {
    return !doi.empty() && ascii_lower(record.second.citation.doi) == doi;
  });
  return at == records.end() ? std::nullopt : std::optional(at->second);
}

std::string quoted(std::string text) {
  text.erase(std::remove(text.begin(), text.end(), '"'), text.end());
  return "\"" + text + "\"";
}

}  // namespace

std::string ready_to_paste(const Citation& citation) {
  std::string out;
  if (!citation.authors.empty()) {
    const Author& first = citation.authors.front();
    out =
        first.collective.empty() ? first.last + (first.initials.empty() ? "" : " " + first.initials) : first.collective;
    out += citation.authors.size() > 1 ? ", et al. " : ". ";
  }
  out += citation.title;
  out += citation.title.empty() || citation.title.back() == '.' || citation.title.back() == '?' ? " " : ". ";
  out += citation.journal.abbreviation.empty() ? citation.journal.title : citation.journal.abbreviation;
  if (citation.date.year) {
    out += ". " + std::to_string(*citation.date.year);
  }
  out += fmt::format(". PMID: {}.", citation.pmid);
  if (!citation.doi.empty()) {
    out += " doi:" + citation.doi;
  }
  return squeeze(out);
}

Result<CheckedCitation> check_citation(const draft::Draft& draft, const draft::Mention& mention,
                                       const index::Library& library, const CitedRecords* online) {
  CheckedCitation out;
  out.text = mention.text;
  out.pmid = mention.pmid;
  out.doi = mention.doi;
  out.file = mention.file;
  out.place.line = mention.line == 0 ? 1 : mention.line;
  if (mention.block < draft.blocks.size()) {
    const auto& block = draft.blocks[mention.block];
    out.place = draft.place(mention.start < block.at.size() ? block.at[mention.start] : 0);
  }
  std::optional<Held> held;
  const bool has_id = mention.pmid != 0 || !mention.doi.empty() || mention.impossible_pmid;
  if (mention.impossible_pmid) {
    out.problem = "no-such-record";
    out.detail = "a PMID has at most eight digits";
    return out;
  }
  if (mention.pmid != 0) {
    auto found = library.get(mention.pmid);
    if (!found) {
      return tl::unexpected<Error>(found.error());
    }
    held = std::move(*found);
  }
  if (!held && !mention.doi.empty()) {
    auto found = look_up(library, "doi:" + quoted(mention.doi), 1);
    if (found && !found->empty() && ascii_lower(found->front().citation.doi) == ascii_lower(mention.doi) &&
        mention.pmid == 0) {
      held = std::move(found->front());
    }
  }
  bool fetched = false;
  if (!held && online != nullptr) {
    held = find_by_id(mention, *online);
    fetched = held.has_value();
  }
  if (!held && has_id) {
    out.problem = "no-such-record";
    const bool asked = online != nullptr && (mention.pmid != 0 || can_be_asked(mention.doi));
    out.detail = asked ? "the library holds no such record and PubMed delivers none: the number is wrong, or the paper "
                         "is not in PubMed"
                       : "the library holds no such record; --online asks PubMed, or the number is wrong";
    return out;
  }
  std::set<std::string> sentence;
  for (const auto& text : mention.sentences) {
    sentence.merge(stems_of_sentence(text, mention));
  }
  if (!held) {  // known by author and year alone
    if (mention.author.empty() || mention.year == 0) {
      return out;
    }
    auto found = look_up(
        library, fmt::format("author:{} year:{}..{}", quoted(mention.author), mention.year - 1, mention.year + 1), 20);
    double best = mention.is_reference ? 0.6 : 0.34;
    const std::set<std::string> own = stems_of(mention.text);
    for (auto& candidate : found ? *found : std::vector<Held>()) {
      const double share = mention.is_reference ? share_in(stems_of(title_without_mark(candidate.citation.title)), own)
                                                : share_in(sentence, stems_of(candidate.citation));
      if (share > best && has_year(candidate.citation, mention.year) &&
          has_author(candidate.citation, mention.author)) {
        best = share;
        held = std::move(candidate);
      }
    }
    if (!held) {
      out.detail = "no record of the library is known by this name and year";
      return out;
    }
  }
  const Citation& citation = held->citation;
  out.pmid = citation.pmid;
  out.doi = mention.doi.empty() ? citation.doi : mention.doi;
  const auto integrity = held->study.integrity.status;
  const std::string notice =
      held->study.integrity.by.empty() ? "" : fmt::format(" (notice: PMID {})", held->study.integrity.by.front());
  if (integrity == IntegrityStatus::Retracted) {
    out.problem = "retracted";
    out.detail = "this study has been retracted" + notice;
    return out;
  }
  const auto wrong = [&](std::string why) {
    out.problem = "does-not-match";
    out.detail = std::move(why) + fmt::format("; the record is: {}", ready_to_paste(citation));
  };
  constexpr std::size_t kFewestWords = 4;  // that could hold a title
  const auto own = stems_of(draft::without_ids(mention.text));
  const double titles = mention.is_reference && own.size() >= kFewestWords
                            ? share_in(stems_of(title_without_mark(citation.title)), own)
                            : 1;
  const bool named = !mention.author.empty() || mention.year != 0;
  if (mention.is_reference && titles < 0.5) {
    wrong("the title is another");
    return out;
  }
  if (!mention.author.empty() && !has_author(citation, mention.author)) {
    wrong(fmt::format("no author is called {}", mention.author));
    return out;
  }
  if (mention.year != 0 && !has_year(citation, mention.year)) {
    wrong(fmt::format("it is not of {}", mention.year));
    return out;
  }
  if (mention.pmid != 0 && !mention.doi.empty() && !citation.doi.empty() &&
      ascii_lower(citation.doi) != ascii_lower(mention.doi)) {
    wrong(fmt::format("the DOI {} belongs to another article", mention.doi));
    return out;
  }
  if (sentence.size() >= 3) {
    const double share = share_in(sentence, stems_of(citation));
    out.bears = share >= 0.25;
    if (!named && !mention.is_reference && share < 0.2) {
      wrong("it is about something else than the sentence that cites it");
      return out;
    }
    if (!*out.bears) {
      out.detail = "the study hardly speaks of what the sentence says";
    }
  }
  if (fetched && out.detail.empty()) {
    out.detail = "from PubMed; the library does not hold it, so that no claim was weighed with it";
  }
  if (integrity == IntegrityStatus::Concern) {
    out.problem = "concern";
    out.detail = "an expression of concern stands against this study" + notice;
    return out;
  }
  for (const auto& correction : citation.corrections) {
    if (correction.type == "UpdateIn" || correction.type == "RepublishedIn" ||
        correction.type == "CorrectedandRepublishedIn") {
      out.problem = "superseded";
      out.detail = fmt::format("a later version has appeared: {}",
                               correction.pmid != 0 ? fmt::format("PMID {}", correction.pmid) : correction.source);
      return out;
    }
  }
  if (integrity == IntegrityStatus::Corrected) {
    out.problem = "corrected";
    out.detail = "this study has been corrected; see whether the correction touches the point" + notice;
  }
  return out;
}

}  // namespace meridian::tracker
