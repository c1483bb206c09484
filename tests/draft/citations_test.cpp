// Citations of a draft and of the reference files beside it.
#include "draft/citations.hpp"

#include <gtest/gtest.h>

#include "draft/identifiers.hpp"

namespace meridian::draft {
namespace {

Draft read(std::string text, const std::string& name) {
  auto draft = read_draft(std::move(text), name);
  EXPECT_TRUE(draft) << (draft ? "" : draft.error().describe());
  return draft ? *draft : Draft();
}

TEST(Citations, AreFoundInEveryShape) {
  const Draft draft = read(
      "Alpha helps (Zhou et al., 2022, PMID 35000000). Beta does not (https://doi.org/10.1000/abc123). Smith et al. "
      "(2019) looked again. See doi:10.1016/s0140-6736(97)11096-0, and more. It is so [1]. In May 2019 we met.\n\n"
      "REFERENCES\n\n1. Brandt L, et al. A title of note. J Nothing 2021;12:44-51. PMID: 99000000.\n",
      "a.txt");
  const auto mentions = find_mentions(draft, {});
  ASSERT_EQ(mentions.size(), 5U);
  EXPECT_EQ(mentions[0].text, "Zhou et al., 2022, PMID 35000000");
  EXPECT_EQ(mentions[0].author, "Zhou");
  EXPECT_EQ(mentions[0].pmid, 35000000U);
  EXPECT_EQ(mentions[1].doi, "10.1000/abc123");
  EXPECT_EQ(mentions[2].year, 2019);
  EXPECT_EQ(mentions[3].doi, "10.1016/s0140-6736(97)11096-0");
  EXPECT_TRUE(mentions[4].is_reference);
  EXPECT_EQ(mentions[4].author, "Brandt");
  EXPECT_EQ(mentions[4].sentences, (std::vector<std::string>{"It is so [1]."}));
}

TEST(References, BibTexAndRisGiveNameYearTitleAndIds) {
  const auto bib = read_references(
      "@article{a, author = {Smith, Jane and Roe, R.}, title = {On {Needles}}, year = 2019, doi = {10.1000/X}}",
      "a.bib");
  ASSERT_TRUE(bib);
  EXPECT_EQ(bib->front().author, "Smith");
  EXPECT_EQ(bib->front().doi, "10.1000/x");
  EXPECT_EQ(bib->front().text, "Smith (2019). On Needles");
  const auto ris = read_references("TY  - JOUR\nAU  - Roe, R\nTI  - On warmth\nPY  - 2020\nER  - \n", "a.ris");
  ASSERT_TRUE(ris);
  EXPECT_EQ(ris->front().text, "Roe (2020). On warmth");
  EXPECT_FALSE(read_references("@article{a, title = {open", "a.bib"));
  EXPECT_FALSE(read_references("TY  - JOUR\nAU  - Roe, R\n", "a.ris"));
}

using Pmids = std::vector<std::uint32_t>;

Pmids pmids_of(const std::string& text, const std::string& name = "a.txt") {
  const Draft draft = read(text, name);
  Pmids out;
  for (const auto& mention : find_mentions(draft, {})) {
    EXPECT_EQ(mention.text, draft.blocks[mention.block].text.substr(mention.start, mention.end - mention.start));
    out.push_back(mention.pmid);
  }
  return out;
}

TEST(Citations, OfSeveralInOneBracketOrListEachIsOne) {
  for (const char* text :
       {"Needles help (PMID 70000032; PMID 1752960).", "Needles help (PMID 70000032, 1752960).",
        "Needles help (PMID 70000032; 1752960).", "Needles help, see PMID 70000032, 1752960.",
        "Needles help, see PMIDs: 70000032 and 1752960.",
        "Needles help (Roe et al., 2019, PMID 70000032; PMID 1752960).",
        "Needles help (Roe, 2019; PMID 70000032; Doe, 2020, PMID 1752960).",
        "See https://www.ncbi.nlm.nih.gov/pubmed/?term=70000032 and https://europepmc.org/article/MED/1752960."}) {
    Pmids found = pmids_of(text);
    std::erase(found, 0U);
    EXPECT_EQ(found, (Pmids{70000032, 1752960})) << text;
  }
  EXPECT_EQ(pmids_of("Of 120 patients (PMID 70000032, 2019) and PMID 1752960, 450 in all."),
            (Pmids{70000032, 1752960}));
  const auto one = find_mentions(read("It helps (Roe et al., 2019; PMID 70000032; doi:10.1000/x).", "a.txt"), {});
  ASSERT_EQ(one.size(), 1U) << "name, PMID and DOI of one study";
  EXPECT_EQ(one[0].author, "Roe");
  EXPECT_EQ(one[0].doi, "10.1000/x");
  for (const char* text : {"It helps (doi:10.1000/x; doi:10.1000/y).", "It helps (doi:10.1000/x, doi:10.1000/y)."}) {
    EXPECT_EQ(find_mentions(read(text, "a.txt"), {}).size(), 2U) << text;
  }
}

TEST(Citations, AListOfReferencesOpensWithoutAHeadingToo) {
  for (const auto& [text, name] : std::vector<std::pair<std::string, std::string>>{
           {"It helps [1].\n\n**References**\n\n1. Roe J. A title of note. 2019.\n", "a.md"},
           {"It helps [1].\n\nReferences:\n\n[1] Roe J. A title of note. 2019.\n", "a.txt"},
           {"It helps [1].\n\nReferences:\n[1] Roe J. A title of note. 2019.\n", "a.txt"},
           {"<p>It helps [1].</p><p><b>7. References</b></p><ol><li>Roe J. A title of note. 2019.</li></ol>",
            "a.html"}}) {
    const auto mentions = find_mentions(read(text, name), {});
    ASSERT_EQ(mentions.size(), 1U) << text;
    EXPECT_TRUE(mentions[0].is_reference) << text;
    EXPECT_EQ(mentions[0].sentences, (std::vector<std::string>{"It helps [1]."})) << text;
  }
}

TEST(Citations, AReferenceMayNameSeveralRecords) {
  EXPECT_EQ(
      pmids_of(
          "It helps.\n\nReferences\n\nRoe J. A title. 2019. PMID: 70000032.\nDoe J. Another. 2020. PMID: 1752960.\n"),
      (Pmids{70000032, 1752960}));
  EXPECT_EQ(pmids_of("It helps.\n\nReferences\n\nRoe J. A title. 2019. PMID: 70000032 "
                     "(https://pubmed.ncbi.nlm.nih.gov/70000032/).\n"),
            (Pmids{70000032}))
      << "named twice";
}

TEST(References, YearsAndNamesAreReadInEverySpelling) {
  const auto bib = read_references(
      "% saved by hand\n\n@article{a,\n author = {W{\\'o}jcik, C},\n title = {{On} needles \\& pins},\n date = "
      "{2020-03-11},\n"
      " eprint = {70000032}, eprinttype = {pubmed}}\n@misc{b, author = \"G{\\\"u}ttler, J\", year = \"1995\", eprint = "
      "{1234567}}\n",
      "papers/a.bib");
  ASSERT_TRUE(bib);
  ASSERT_EQ(bib->size(), 2U);
  EXPECT_EQ(bib->at(0).text, "Wójcik (2020). On needles & pins");
  EXPECT_EQ(bib->at(0).pmid, 70000032U);
  EXPECT_EQ(bib->at(0).file, "a.bib");
  EXPECT_EQ(bib->at(0).line, 3U);
  EXPECT_EQ(bib->at(1).author, "Güttler");
  EXPECT_EQ(bib->at(1).year, 1995);
  EXPECT_EQ(bib->at(1).pmid, 0U) << "of an archive that is not named";
  EXPECT_EQ(bib->at(1).line, 8U);
  const auto ris = read_references(
      "TY  - JOUR\nAU  - Roe, R\nTI  - On warmth\nPY  - 2019/09/01\nAN  - 2019123\nDB  - PsycINFO\nER  - \n"
      "TY  - JOUR\nDA  - 2020-01-02\nAN  - 70000032\nDB  - PubMed\nER  - \n",
      "a.ris");
  ASSERT_TRUE(ris);
  ASSERT_EQ(ris->size(), 2U);
  EXPECT_EQ(ris->at(0).year, 2019);
  EXPECT_EQ(ris->at(0).pmid, 0U);
  EXPECT_EQ(ris->at(1).year, 2020);
  EXPECT_EQ(ris->at(1).pmid, 70000032U);
  EXPECT_EQ(ris->at(1).line, 8U);
}

TEST(Identifiers, AreTakenOutOfWhatIsSaid) {
  EXPECT_EQ(
      without_ids("Heat helps (PMID 1752960, 32214244; doi:10.1000/x) and https://pubmed.ncbi.nlm.nih.gov/123/ too")
          .find('7'),
      std::string::npos);
}

}  // namespace
}  // namespace meridian::draft
