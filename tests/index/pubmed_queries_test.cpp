// PubMed queries with what they mean, counted in the index and by a second reading of the same records.
#include <fmt/format.h>

#include <filesystem>

#include "fetcher/bulk.hpp"
#include "tests/index/brute_force.hpp"
#include "tests/index/library_fixture.hpp"

namespace meridian::index {
namespace {

using namespace brute;

const std::string kRecords = MERIDIAN_SHARED_DIR "/data/pubmed/records.xml.gz";
const std::string kTree = MERIDIAN_SHARED_DIR "/data/mesh/mesh2020-tree.txt.gz";

Is own(std::function<bool(const Citation&)> fits) {
  return [fits = std::move(fits)](const Record& r) { return fits(r.citation); };
}

Is has(std::vector<std::string> Citation::*list, const std::string& value) {
  return own([list, value](const Citation& c) {
    const auto& all = c.*list;
    return std::find(all.begin(), all.end(), value) != all.end();
  });
}

Is status(const std::string& value) {
  return own([value](const Citation& c) { return c.status == value; });
}

Is journal(const std::string& abbreviation) {
  // Older records carry "J. Biol. Chem.", newer ones "J Biol Chem".
  return own([abbreviation](const Citation& c) {
    std::string bare = c.journal.abbreviation;
    std::erase(bare, '.');
    return bare == abbreviation || c.journal.title == abbreviation;
  });
}

Is everything() {
  return own([](const Citation&) { return true; });
}

/// Old records write the code in capitals, a few in two letters.
Is english() {
  return has(&Citation::languages, "eng") || has(&Citation::languages, "ENG") || has(&Citation::languages, "Eng") ||
         has(&Citation::languages, "en");
}

Is ti(const std::string& text) { return phrase("ti", text); }
Is tiab(const std::string& text) { return phrase("tiab", text); }
Is tw(const std::string& text) { return phrase("tw", text); }

/// A word that PubMed maps to this heading: the heading with all below it, or the words as typed.
Is mapped(const std::string& heading, const std::vector<std::string>& typed) {
  Is words = stemmed(typed.front());
  for (std::size_t i = 1; i < typed.size(); ++i) {
    words = words && stemmed(typed[i]);
  }
  return mh(heading) || words;
}

struct Case {
  std::string query;
  Is means;
  bool none = false;  ///< nothing among the records fits, and that is meant
};

std::vector<Case> cases() {
  const std::set<std::string> therapy{
      "therapy",      "diet therapy",   "drug therapy", "nursing",        "prevention & control",
      "radiotherapy", "rehabilitation", "surgery",      "transplantation"};
  const std::set<std::string> trials{
      "clinical trial",           "adaptive clinical trial",    "clinical trial, phase i",
      "clinical trial, phase ii", "clinical trial, phase iii",  "clinical trial, phase iv",
      "clinical trial protocol",  "controlled clinical trial",  "equivalence trial",
      "pragmatic clinical trial", "randomized controlled trial"};
  const Is rct = pt({"randomized controlled trial", "equivalence trial", "pragmatic clinical trial"});
  std::vector<Case> out{
      // Words, phrases and truncation with tags.
      {"scoliosis[ti]", ti("scoliosis")},
      {"scoliosis[title]", ti("scoliosis")},
      {"SCOLIOSIS[TI]", ti("scoliosis")},
      {"neuropathy[tiab]", tiab("neuropathy")},
      {"neuropathy[Title/Abstract]", tiab("neuropathy")},
      {"pain[tiab]", tiab("pain")},
      {"pain[ab]", phrase("ab", "pain")},
      {"pain[tw]", tw("pain")},
      {"pain[Text Word]", tw("pain")},
      {"\"spinal fusion\"[ti]", ti("spinal fusion")},
      {"spinal fusion[ti]", ti("spinal fusion")},
      {"\"quality of life\"[tiab]", tiab("quality of life")},
      {"quality of life[tiab]", tiab("quality of life")},
      {"\"magnetic resonance imaging\"[tiab]", tiab("magnetic resonance imaging")},
      {"neuropath*[tiab]", starts("tiab", "neuropath")},
      {"random*[ti]", starts("ti", "random")},
      {"meta-analysis[ti]", ti("meta analysis")},
      {"meta-analysis[tiab]", tiab("meta analysis")},
      {"follow-up[tiab]", tiab("follow up")},
      {"il-6[tiab]", tiab("il 6")},
      {"p53[tiab]", tiab("p53")},
      {"naive[tiab]", tiab("naive")},
      {"naïve[tiab]", tiab("naive")},
      {"guillain-barre[tiab]", tiab("guillain barre")},
      {"methods[tiab]", tiab("methods")},
      {"\"trial registration\"[tiab]", tiab("trial registration")},
      {"cancer[ot]", phrase("kw", "cancer")},
      {"cancer[Other Term]", phrase("kw", "cancer")},
      {"harvard[ad]", phrase("ad", "harvard")},
      {"\"medical school\"[ad]", phrase("ad", "medical school")},
      {"china[Affiliation]", phrase("ad", "china")},
      {"\"spine study group\"[cn]", phrase("cn", "spine study group")},
      {"study group[Corporate Author]", phrase("cn", "study group")},
      {"nci[gr]", phrase("gr", "nci")},
      {"\"nhlbi nih hhs\"[Grants and Funding]", phrase("gr", "nhlbi nih hhs")},
      {"interest[cois]", phrase("cf", "interest")},
      {"syndrom*[tt]", starts("tt", "syndrom")},
      {"die[tt]", phrase("tt", "die")},
      {"\"no such phrase as this\"[tiab]", tiab("no such phrase as this"), true},
      // Proximity.
      {"\"spinal surgery\"[tiab:~3]", near("tiab", "spinal surgery", 3)},
      {"\"spine surgery\"[ti:~0]", near("ti", "spine surgery", 0)},
      {"\"pain patients\"[tiab:~5]", near("tiab", "pain patients", 5)},
      {"\"bone density mineral\"[Title/Abstract:~2]", near("tiab", "bone density mineral", 2)},
      {"\"university medicine\"[ad:~2]", near("ad", "university medicine", 2)},
      // Booleans, left to right, and brackets.
      {"pain[tiab] AND surgery[tiab]", tiab("pain") && tiab("surgery")},
      {"pain[tiab] OR surgery[tiab]", tiab("pain") || tiab("surgery")},
      {"pain[tiab] NOT surgery[tiab]", tiab("pain") && !tiab("surgery")},
      {"pain[tiab] AND NOT surgery[tiab]", tiab("pain") && !tiab("surgery")},
      {"pain[tiab] surgery[tiab]", tiab("pain") && tiab("surgery")},
      {"pain[tiab] OR cancer[tiab] AND surgery[tiab]", (tiab("pain") || tiab("cancer")) && tiab("surgery")},
      {"pain[tiab] OR (cancer[tiab] AND surgery[tiab])", tiab("pain") || (tiab("cancer") && tiab("surgery"))},
      {"cancer[tiab] AND surgery[tiab] OR pain[tiab]", (tiab("cancer") && tiab("surgery")) || tiab("pain")},
      {"cancer[tiab] NOT pain[tiab] OR spine[tiab]", (tiab("cancer") && !tiab("pain")) || tiab("spine")},
      {"((pain[ti]))", ti("pain")},
      {"NOT pain[tiab]", !tiab("pain")},
      {"(pain[ti] OR spine[ti]) NOT (rats[mh] OR mice[mh])",
       (ti("pain") || ti("spine")) && !(mh("Rats") || mh("Mice"))},
      {"pain[ti] OR\nspine[ti]\tOR cancer[ti]", ti("pain") || ti("spine") || ti("cancer")},
      // MeSH: explosion, entry terms, major topics, subheadings.
      {"neoplasms[mh]", mh("Neoplasms")},
      {"cancer[mh]", mh("Neoplasms")},
      {"\"Neoplasms\"[MeSH Terms]", mh("Neoplasms")},
      {"neoplasms[mh:noexp]", mh("Neoplasms", false)},
      {"neoplasms[MeSH Terms:noexp]", mh("Neoplasms", false)},
      {"neoplasms[majr]", majr("Neoplasms")},
      {"neoplasms[majr:noexp]", majr("Neoplasms", false)},
      {"nervous system diseases[mh]", mh("Nervous System Diseases")},
      {"peripheral nervous system diseases[mh]", mh("Peripheral Nervous System Diseases")},
      {"pain[mh]", mh("Pain")},
      {"pain[mh:noexp]", mh("Pain", false)},
      {"diabetes mellitus[mh]", mh("Diabetes Mellitus")},
      {"animals[mh]", mh("Animals")},
      {"animals[mh] NOT humans[mh]", mh("Animals") && !mh("Humans")},
      {"rats[mh]", mh("Rats")},
      {"rodentia[mh]", mh("Rodentia")},
      {"adult[mh]", mh("Adult")},
      {"adult[mh:noexp]", mh("Adult", false)},
      {"child[mh]", mh("Child")},
      {"female[mh]", mh("Female")},
      {"therapeutics[mh]", mh("Therapeutics")},
      {"complementary therapies[Mesh]", mh("Complementary Therapies")},
      {"quality of life[mh]", mh("Quality of Life")},
      {"mental disorders[mh]", mh("Mental Disorders")},
      {"cohort studies[mh]", mh("Cohort Studies")},
      {"scoliosis/surgery[mh]", pair("Scoliosis", {"surgery", "transplantation"})},
      {"scoliosis/su[mh]", pair("Scoliosis", {"surgery", "transplantation"})},
      {"neoplasms/therapy[mh]", pair("Neoplasms", therapy)},
      {"neoplasms/drug therapy[mh]", pair("Neoplasms", {"drug therapy"})},
      {"drug therapy[sh]", sh({"drug therapy"})},
      {"surgery[sh]", sh({"surgery", "transplantation"})},
      {"therapy[sh]", sh(therapy)},
      {"therapy[sh:noexp]", sh({"therapy"})},
      {"metabolism[sh:noexp]", sh({"metabolism"})},
      {"genetics[MeSH Subheading]", sh({"genetics"})},
      {"neoplas*[mh]", own([](const Citation& c) {
         return std::any_of(c.mesh.begin(), c.mesh.end(),
                            [](const MeshHeading& h) { return h.heading.rfind("Neoplas", 0) == 0; });
       })},
      {"anti-bacterial agents[nm]", has(&Citation::chemicals, "Anti-Bacterial Agents")},
      {"serine[Substance Name]", has(&Citation::chemicals, "Serine")},
      // Publication types.
      {"randomized controlled trial[pt]", rct},
      {"randomized controlled trial[Publication Type]", rct},
      {"randomized controlled trial[pt:noexp]", pt({"randomized controlled trial"})},
      {"clinical trial[pt]", pt(trials)},
      {"clinical trial[pt:noexp]", pt({"clinical trial"})},
      {"review[pt]", pt({"review", "consensus development conference", "consensus development conference, nih"})},
      {"systematic review[pt]", pt({"systematic review"})},
      {"case reports[pt]", pt({"case reports"})},
      {"\"Retracted Publication\"[pt]", pt({"retracted publication"})},
      {"letter[pt] OR editorial[pt] OR comment[pt]", pt({"letter", "editorial", "comment"})},
      {"guideline[pt]", pt({"guideline", "practice guideline"})},
      // Dates.
      {"2015[dp]", dp("20150101", "20151231")},
      {"2015:2018[dp]", dp("20150101", "20181231")},
      {"2015:3000[dp]", dp("20150101", "30001231")},
      {"2015/06[dp]", dp("20150601", "20150631")},
      {"2015/06:2015/09[dp]", dp("20150601", "20150931")},
      {"2015/06/15:2016/01/31[Date - Publication]", dp("20150615", "20160131")},
      {"\"2015/06/15\"[Date - Publication] : \"2016/01/31\"[Date - Publication]", dp("20150615", "20160131")},
      {"(\"2015\"[pdat] : \"3000\"[pdat])", dp("20150101", "30001231")},
      {"1990:1999[dp]", dp("19900101", "19991231")},
      {"2018[crdt]", day(&Citation::created, "20180101", "20181231")},
      {"2018/01/01:2018/06/30[crdt]", day(&Citation::created, "20180101", "20180630")},
      {"2018:2019[edat]", day(&Citation::entered, "20180101", "20191231")},
      {"2018/01/01:2018/06/30[edat]", day(&Citation::entered, "20180101", "20180630")},
      {"2018:2019[mhda]", day(&Citation::indexed, "20180101", "20191231")},
      {"2016[dcom]", day(&Citation::completed, "20160101", "20161231")},
      {"2020:3000[lr]", day(&Citation::revised, "20200101", "30001231")},
      {"2017[epdat]", day(&Citation::electronic_date, "20170101", "20171231")},
      // Authors.
      {"wang y[au]", author("wang", "y")},
      {"wang y[Author]", author("wang", "y")},
      {"\"wang y\"[au]", author("wang", "y", true)},
      {"lee[au]", author("lee", "")},
      {"de sauvage fj[au]", author("de sauvage", "fj")},
      {"wang[1au]", own([](const Citation& c) {
         for (const Author& a : c.authors) {
           if (a.collective.empty()) {
             return a.last == "Wang";
           }
         }
         return false;
       })},
      {"zhang[lastau]", own([](const Citation& c) {
         std::string last;
         for (const Author& a : c.authors) {
           last = a.collective.empty() ? a.last : last;
         }
         return last == "Zhang";
       })},
      // Journals, languages, places, numbers.
      {"nature[ta]", journal("Nature")},
      {"\"J Biol Chem\"[Journal]", journal("J Biol Chem")},
      {"\"spine (phila pa 1976)\"[ta]", journal("Spine (Phila Pa 1976)")},
      {"eur spine j[ta]", journal("Eur Spine J")},
      {"1432-0932[issn]", own([](const Citation& c) { return c.journal.issn == "1432-0932"; })},
      {"french[la]", has(&Citation::languages, "fre")},
      {"fre[la]", has(&Citation::languages, "fre")},
      {"chinese[Language]", has(&Citation::languages, "chi")},
      {"german[la] OR spanish[la]", has(&Citation::languages, "ger") || has(&Citation::languages, "spa")},
      {"england[pl]",
       own([](const Citation& c) { return c.journal.country == "England" || c.journal.country == "ENGLAND"; })},
      {"12[vi] AND 3[ip]", own([](const Citation& c) { return c.journal.volume == "12" && c.journal.issue == "3"; })},
      {"clinicaltrials.gov[si]", own([](const Citation& c) {
         return std::any_of(c.registrations.begin(), c.registrations.end(),
                            [](const Registration& r) { return r.bank == "ClinicalTrials.gov"; });
       })},
      {"genbank[Secondary Source ID]", own([](const Citation& c) {
         return std::any_of(c.registrations.begin(), c.registrations.end(),
                            [](const Registration& r) { return r.bank == "GENBANK"; });
       })},
      {"20000000:25000000[uid]", own([](const Citation& c) { return c.pmid >= 20000000 && c.pmid <= 25000000; })},
      {"1:9999999[pmid]", own([](const Citation& c) { return c.pmid <= 9999999; })},
      // Subsets and filters.
      {"hasabstract", Is()},
      {"hasabstract[text]", Is()},
      {"hasabstract[sb]", own([](const Citation& c) { return !c.abstract.empty(); })},
      {"medline[sb]", status("MEDLINE")},
      {"pubmednotmedline[sb]", status("PubMed-not-MEDLINE")},
      {"inprocess[sb] OR publisher[sb]", status("In-Process") || status("Publisher")},
      {"jsubsetaim[sb]", has(&Citation::subsets, "AIM")},
      {"pubmed pmc[sb]", own([](const Citation& c) { return !c.pmc.empty(); })},
      {"humans[Filter]", mh("Humans")},
      {"english[Filter] NOT medline[sb]", english() && !status("MEDLINE")},
      {"hasretractionin[sb]", own([](const Citation& c) {
         return std::any_of(c.corrections.begin(), c.corrections.end(),
                            [](const Correction& x) { return x.type == "RetractionIn"; });
       })},
      // Untagged words: mapped to headings, else in any form; all of them.
      {"scoliosis", mapped("Scoliosis", {"scoliosis"})},
      {"cancer", mapped("Neoplasms", {"cancer"})},
      {"breast cancer", mapped("Breast Neoplasms", {"breast", "cancer"})},
      {"low back pain", mapped("Low Back Pain", {"low", "back", "pain"})},
      {"diabetic neuropathy", mapped("Diabetic Neuropathies", {"diabetic", "neuropathy"})},
      {"high blood pressure", mapped("Hypertension", {"high", "blood", "pressure"})},
      {"stroke rats", mapped("Stroke", {"stroke"}) && mapped("Rats", {"rats"})},
      {"growth of receptors", stemmed("growth") && stemmed("receptors")},
      {"\"collagen\"", phrase("all", "collagen")},
      {"\"bone density\"", phrase("all", "bone density")},
      {"spondylo*", starts("all", "spondylo")},
      // Whole strategies.
      {"(randomized controlled trial[Publication Type] OR (randomized[Title/Abstract] AND controlled[Title/Abstract] "
       "AND trial[Title/Abstract]))",
       rct || (tiab("randomized") && tiab("controlled") && tiab("trial"))},
      {"(randomized controlled trial[pt] OR controlled clinical trial[pt] OR randomized[tiab] OR placebo[tiab] OR drug "
       "therapy[sh] OR randomly[tiab] OR trial[tiab] OR groups[tiab]) NOT (animals[mh] NOT humans[mh])",
       (rct || pt({"controlled clinical trial"}) || tiab("randomized") || tiab("placebo") || sh({"drug therapy"}) ||
        tiab("randomly") || tiab("trial") || tiab("groups")) &&
           !(mh("Animals") && !mh("Humans"))},
      {"(\"Neoplasms\"[Mesh] OR cancer*[tiab] OR tumor[tiab]) AND (pain[tiab] OR \"Pain\"[Mesh]) AND English[lang] AND "
       "(\"2000\"[dp] : \"2020\"[dp])",
       (mh("Neoplasms") || starts("tiab", "cancer") || tiab("tumor")) && (tiab("pain") || mh("Pain")) && english() &&
           dp("20000101", "20201231")},
      {"therapy/narrow[filter]", rct || (tiab("randomized") && tiab("controlled") && tiab("trial"))},
  };
  for (Case& one : out) {
    if (one.means == nullptr) {
      one.means = own([](const Citation& c) { return !c.abstract.empty(); });
    }
  }
  out.push_back({"", everything()});
  return out;
}

TEST(PubMedQueries, find_what_a_second_reading_of_the_records_finds) {
  if (!std::filesystem::exists(kRecords) || !std::filesystem::exists(kTree)) {
    GTEST_SKIP() << "the real records are not here (MERIDIAN_SHARED)";
  }
  load_tree(kTree);
  auto stream = fetcher::RecordStream::open(kRecords);
  ASSERT_TRUE(stream) << stream.error().describe();
  std::vector<Record> records;
  std::vector<Entry> entries;
  while (auto item = stream->next()) {
    if (auto* raw = std::get_if<fetcher::RawRecord>(&*item)) {
      auto read = fetcher::read_record(std::move(*raw));
      if (auto* record = std::get_if<fetcher::Record>(&read)) {
        Entry entry;
        entry.citation = record->citation;
        entry.study.pmid = entry.citation.pmid;
        entry.raw = "x";
        entries.push_back(std::move(entry));
        records.push_back(record_of(std::move(record->citation)));
      }
    }
  }
  ASSERT_GT(records.size(), 3000U);
  const Folder folder;
  LibraryOptions options;
  options.folder = folder.library();
  options.access = Access::Write;
  options.mesh = {MERIDIAN_SOURCE_DIR "/data/mesh/topics.tsv"};
  Observer silent;
  auto library = Library::open(options, silent);
  ASSERT_TRUE(library) << library.error().describe();
  ASSERT_TRUE(library->add(entries, "", "v1"));

  const std::vector<Case> table = cases();
  EXPECT_GE(table.size(), 120U);
  for (const Case& one : table) {
    std::vector<Pmid> wanted;
    for (const Record& record : records) {
      if (one.means(record)) {
        wanted.push_back(record.citation.pmid);
      }
    }
    std::sort(wanted.begin(), wanted.end());
    wanted.erase(std::unique(wanted.begin(), wanted.end()), wanted.end());
    const auto found = library->matching(one.query);
    ASSERT_TRUE(found) << one.query << "\n" << found.error().describe();
    EXPECT_EQ(wanted.empty(), one.none) << one.query;
    std::vector<Pmid> only;
    std::set_symmetric_difference(found->begin(), found->end(), wanted.begin(), wanted.end(), std::back_inserter(only));
    EXPECT_EQ(found->size(), wanted.size())
        << one.query << ", first difference at PMID " << (only.empty() ? 0 : only.front());
    EXPECT_TRUE(only.empty()) << one.query << ", first difference at PMID " << (only.empty() ? 0 : only.front());
    SearchRequest request;
    request.query = one.query;
    request.limit = 1;
    request.explain = true;
    const auto answer = library->search(request);
    ASSERT_TRUE(answer) << one.query;
    ASSERT_FALSE(answer->parts.empty()) << one.query;
    EXPECT_EQ(answer->parts.front().count, found->size()) << one.query << " is explained as " << answer->reading;
    EXPECT_EQ(answer->total, found->size()) << one.query;
  }
}

}  // namespace
}  // namespace meridian::index
