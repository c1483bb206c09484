// Looking up tags, subsets and languages by name.
#include "index/search/query_tags.hpp"

#include <algorithm>
#include <vector>

#include "core/text.hpp"

namespace meridian::index {
namespace {

constexpr bool tags_are_sound() {
  for (std::size_t i = 0; i < kTags.size(); ++i) {
    for (std::size_t k = i + 1; k < kTags.size(); ++k) {
      if (kTags[i].name == kTags[k].name) {
        return false;
      }
    }
  }
  return true;
}
static_assert(tags_are_sound(), "each tag stands once in kTags");

// PubMed's own filter is longer; these are the parts of it that tell most.
constexpr std::string_view kSystematic =
    "systematic review[pt] OR ((\"systematic review\"[ti] OR \"systematic literature review\"[ti] OR "
    "\"systematic scoping review\"[ti] OR \"this systematic review\"[tiab] OR \"systematic search and review\"[ti] OR "
    "cochrane database syst rev[ta]) NOT comment[pt] NOT (protocol[ti] OR protocols[ti]))";

constexpr auto kSubsets = std::to_array<Subset>({
    {"hasabstract", "", "has an abstract"},
    {"medline", "", "indexed with MeSH, status MEDLINE"},
    {"pubmednotmedline", "", "in PubMed, but never indexed with MeSH"},
    {"inprocess", "", "being indexed"},
    {"publisher", "", "as the publisher sent it"},
    {"oldmedline", "", "from the time before MEDLINE"},
    {"indatareview", "", "being checked"},
    {"books", "", "books and chapters"},
    {"booksdocs", "books[sb]", "books and chapters"},
    {"pubmed books", "books[sb]", "books and chapters"},
    {"pubmed pmc", "", "with a copy in PubMed Central"},
    {"pmc", "pubmed pmc[sb]", "with a copy in PubMed Central"},
    {"free full text", "pubmed pmc[sb]", "with a copy in PubMed Central; other free copies are not known here"},
    {"hasretractionin", "", "retracted by a notice"},
    {"haserratumin", "", "corrected by a notice"},
    {"hascommentin", "", "commented on"},
    {"systematic", kSystematic, "systematic reviews, the main parts of PubMed's filter"},
    {"systematicreview", "systematic review[pt]", "systematic reviews by publication type"},
    {"clinicaltrial", "clinical trial[pt]", "clinical trials"},
    {"clinical trial", "clinical trial[pt]", "clinical trials"},
    {"randomizedcontrolledtrial", "randomized controlled trial[pt]", "randomised controlled trials"},
    {"randomized controlled trial", "randomized controlled trial[pt]", "randomised controlled trials"},
    {"meta-analysis", "meta-analysis[pt]", "meta-analyses"},
    {"review", "review[pt]", "reviews"},
    {"guideline", "guideline[pt]", "guidelines"},
    {"casereports", "case reports[pt]", "case reports"},
    {"humans", "humans[mh]", "indexed as about people"},
    {"human", "humans[mh]", "indexed as about people"},
    {"animals", "animals[mh:noexp]", "indexed as about animals"},
    {"female", "female[mh]", "indexed as about women or females"},
    {"male", "male[mh]", "indexed as about men or males"},
    {"english", "english[la]", "in English"},
    {"excludepreprints", "NOT preprint[pt]", "without preprints"},
    {"therapy narrow", "(randomized controlled trial[pt] OR (randomized[tiab] AND controlled[tiab] AND trial[tiab]))",
     "Clinical Queries, therapy, narrow"},
    {"therapy/narrow", "therapy narrow[sb]", "Clinical Queries, therapy, narrow"},
    {"therapy/broad",
     "((clinical[tiab] AND trial[tiab]) OR clinical trials as topic[mh] OR clinical trial[pt] OR random*[tiab] OR "
     "random allocation[mh] OR therapeutic use[sh])",
     "Clinical Queries, therapy, broad"},
    {"jsubsetaim", "", "journals of the Abridged Index Medicus"},
    {"jsubsetim", "", "journals of Index Medicus"},
    {"jsubsetd", "", "dental journals"},
    {"jsubsetn", "", "nursing journals"},
    {"jsubseth", "", "health administration journals"},
    {"jsubsetk", "", "consumer health journals"},
    {"jsubsets", "", "space life sciences"},
    {"jsubsetq", "", "history of medicine"},
    {"jsubsete", "", "bioethics"},
    {"jsubsetx", "", "AIDS and HIV"},
});

struct Language {
  std::string_view name, code;
};
/// @source Library of Congress, ISO 639-2; NLM, MEDLINE language table
constexpr auto kLanguages = std::to_array<Language>({{"afrikaans", "afr"},    {"albanian", "alb"},
                                                     {"arabic", "ara"},       {"armenian", "arm"},
                                                     {"azerbaijani", "aze"},  {"bosnian", "bos"},
                                                     {"bulgarian", "bul"},    {"catalan", "cat"},
                                                     {"chinese", "chi"},      {"croatian", "hrv"},
                                                     {"czech", "cze"},        {"danish", "dan"},
                                                     {"dutch", "dut"},        {"english", "eng"},
                                                     {"estonian", "est"},     {"finnish", "fin"},
                                                     {"french", "fre"},       {"georgian", "geo"},
                                                     {"german", "ger"},       {"greek", "gre"},
                                                     {"hebrew", "heb"},       {"hindi", "hin"},
                                                     {"hungarian", "hun"},    {"icelandic", "ice"},
                                                     {"indonesian", "ind"},   {"italian", "ita"},
                                                     {"japanese", "jpn"},     {"korean", "kor"},
                                                     {"latin", "lat"},        {"latvian", "lav"},
                                                     {"lithuanian", "lit"},   {"macedonian", "mac"},
                                                     {"malay", "may"},        {"multiple languages", "mul"},
                                                     {"norwegian", "nor"},    {"persian", "per"},
                                                     {"polish", "pol"},       {"portuguese", "por"},
                                                     {"romanian", "rum"},     {"russian", "rus"},
                                                     {"serbian", "srp"},      {"slovak", "slo"},
                                                     {"slovenian", "slv"},    {"spanish", "spa"},
                                                     {"swedish", "swe"},      {"thai", "tha"},
                                                     {"turkish", "tur"},      {"ukrainian", "ukr"},
                                                     {"undetermined", "und"}, {"vietnamese", "vie"},
                                                     {"welsh", "wel"}});

bool among(std::string_view names, std::string_view name) {
  for (const std::string_view one : split(names, '|')) {
    if (!one.empty() && one == name) {
      return true;
    }
  }
  return false;
}

}  // namespace

const Tag* find_tag(std::string_view name) {
  for (const Tag& row : kTags) {
    if (row.name == name || among(row.names, name)) {
      return &row;
    }
  }
  return nullptr;
}

const Field* find_field(std::string_view name) {
  for (const Field& row : kFields) {
    if (row.name == name) {
      return &row;
    }
  }
  return nullptr;
}

std::string nearest_field(std::string_view name) {
  std::vector<std::string_view> names;
  for (const Field& row : kFields) {
    names.push_back(row.name);
  }
  return std::string(nearest_name(name.substr(0, 40), names));
}

std::string nearest_tag(std::string_view name) {
  std::vector<std::string_view> names;
  for (const Tag& row : kTags) {
    names.push_back(row.name);
    for (const std::string_view one : split(row.names, '|')) {
      names.push_back(one);
    }
  }
  return std::string(nearest_name(name.substr(0, 40), names));
}

std::span<const Subset> subsets() { return kSubsets; }

const Subset* find_subset(std::string_view name) {
  for (const Subset& row : kSubsets) {
    if (row.name == name) {
      return &row;
    }
  }
  return nullptr;
}

std::string standard_language(std::string_view code) {
  // Two letters are no MEDLINE code, but records have them.
  static constexpr auto kShort = std::to_array<Language>({{"en", "eng"},
                                                          {"de", "ger"},
                                                          {"fr", "fre"},
                                                          {"es", "spa"},
                                                          {"it", "ita"},
                                                          {"pt", "por"},
                                                          {"ja", "jpn"},
                                                          {"zh", "chi"},
                                                          {"ru", "rus"},
                                                          {"ko", "kor"},
                                                          {"nl", "dut"},
                                                          {"pl", "pol"},
                                                          {"tr", "tur"}});
  const std::string lower = ascii_lower(trim(code));
  const auto* const found =
      std::find_if(kShort.begin(), kShort.end(), [&](const Language& row) { return row.name == lower; });
  return found == kShort.end() ? lower : std::string(found->code);
}

std::string_view language_code(std::string_view name) {
  for (const Language& row : kLanguages) {
    if (row.name == name || row.code == name) {
      return row.code;
    }
  }
  return {};
}

}  // namespace meridian::index
