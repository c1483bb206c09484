// Drafts in four forms: what is read, where it stands, and what is refused.
#include "draft/draft.hpp"

#include <gtest/gtest.h>
#include <zip.h>

#include <fstream>

#include "draft/citations.hpp"

namespace meridian::draft {
namespace {

Draft read(std::string text, const std::string& name) {
  auto draft = read_draft(std::move(text), name);
  EXPECT_TRUE(draft) << (draft ? "" : draft.error().describe());
  return draft ? *draft : Draft();
}

std::vector<std::string> sentences_in(const Draft& draft) {
  std::vector<std::string> out;
  for (const auto& sentence : sentences(draft)) {
    out.push_back(draft.blocks[sentence.block].text.substr(sentence.start, sentence.end - sentence.start));
  }
  return out;
}

/// A DOCX of these paragraphs of XML.
std::string docx(const std::string& body, const std::string& name = "word/document.xml") {
  const std::string path = testing::TempDir() + "meridian-draft.docx";
  std::remove(path.c_str());
  int error = 0;
  zip_t* zip = zip_open(path.c_str(), ZIP_CREATE | ZIP_TRUNCATE, &error);
  const std::string xml =
      "<?xml version=\"1.0\"?><w:document xmlns:w=\"w\" xmlns:r=\"r\"><w:body>" + body + "</w:body></w:document>";
  zip_source_t* source = zip_source_buffer(zip, xml.data(), xml.size(), 0);
  zip_file_add(zip, name.c_str(), source, ZIP_FL_OVERWRITE);
  EXPECT_EQ(zip_close(zip), 0);
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

TEST(Sentences, KeepAbbreviationsTitlesAndCitationsWhole) {
  const std::vector<std::vector<std::string>> cases{{"Dr. Weber has one, e.g. at night.", "He likes it."},
                                                    {"Smith et al. (2019) saw it.", "It helps (see Fig. 2)."},
                                                    {"I think of Mrs. K. and her steps.", "So dust it off!"},
                                                    {"It rose by 0.5 points.[2]", "Then it fell."},
                                                    {"\"It works,\" she said.", "\"Really?\"", "Yes."}};
  for (const auto& parts : cases) {
    std::string text;
    for (const auto& part : parts) {
      text += (text.empty() ? "" : " ") + part;
    }
    std::vector<std::string> cut;
    for (const auto& [start, end] : cut_sentences(text)) {
      cut.push_back(text.substr(start, end - start));
    }
    EXPECT_EQ(cut, parts) << text;
  }
}

TEST(Markdown, PlacesPointIntoTheFile) {
  const std::string text = "# Title\n\nPlain *words* here.\nSecond &amp; **last** line.\n";
  const Draft draft = read(text, "a.md");
  EXPECT_EQ(sentences_in(draft), (std::vector<std::string>{"Plain words here.", "Second & last line."}));
  const auto& block = draft.blocks[1];
  EXPECT_EQ(text.substr(block.at[block.text.find("words")], 5), "words");
  const Place place = draft.place(block.at[block.text.find("Second")]);
  EXPECT_EQ(place.line, 4U);
  EXPECT_EQ(place.column, 1U);
  EXPECT_EQ(text.substr(block.at[block.text.find("last")], 4), "last");
}

TEST(Markdown, ListItemsKnowTheirLeadIn) {
  const Draft draft =
      read("Acupuncture works through various mechanisms:\n\n- releases endorphins\n- improves flow\n", "a.md");
  ASSERT_EQ(draft.blocks.size(), 3U);
  EXPECT_EQ(draft.blocks[1].kind, BlockKind::ListItem);
  EXPECT_EQ(draft.blocks[2].lead_in, "Acupuncture works through various mechanisms:");
}

TEST(Html, ReadsTheArticleAlone) {
  const Draft draft = read(
      "<!DOCTYPE html><html><head><script>var a = 'Garlic cures all.';</script></head><body><nav><li>Home</li></nav>"
      "<article><h1>Head</h1><p>One <em>good</em> point &amp; more.</p><div class=\"ad\"><p>Buy this.</p></div>"
      "<aside><p>Related.</p></aside></article><section class=\"comments\"><p>It healed me.</p></section>"
      "<footer><p>All rights.</p></footer></body></html>",
      "a.html");
  EXPECT_EQ(sentences_in(draft), (std::vector<std::string>{"One good point & more."}));
}

TEST(Html, WithoutArticleTakesThePartWithMostProse) {
  const Draft draft = read(
      "<html><body><div><p>Short.</p></div><div><p>Here stands the long text of the page.</p>"
      "<p>And more of it.</p></div></body></html>",
      "a.html");
  EXPECT_EQ(sentences_in(draft).front(), "Here stands the long text of the page.");
}

TEST(Html, ALinkAroundBlocksLiesInEachOfThem) {
  const Draft draft = read(
      "<html><body><article><a href=\"https://doi.org/10.1000/x\"><h2>A head</h2><p>Warm baths help</p></a>"
      "<p>After it</p></article></body></html>",
      "page.html");
  std::vector<std::string> linked;
  for (const Block& block : draft.blocks) {
    for (const Link& link : block.links) {
      ASSERT_LE(link.start, link.end);
      ASSERT_LE(link.end, block.text.size());
      linked.push_back(block.text.substr(link.start, link.end - link.start));
    }
  }
  EXPECT_EQ(linked, (std::vector<std::string>{"A head", "Warm baths help"}));
}

TEST(Docx, ReadsParagraphsListsHeadingsAndLeavesDeletions) {
  const Draft draft = read(
      docx(
          "<w:p><w:pPr><w:pStyle w:val=\"Heading1\"/></w:pPr><w:r><w:t>Head</w:t></w:r></w:p>"
          "<w:p><w:r><w:t xml:space=\"preserve\">It </w:t></w:r><w:del><w:r><w:delText>never </w:delText></w:r></w:del>"
          "<w:r><w:t>helps.</w:t></w:r></w:p><w:p><w:pPr><w:numPr/></w:pPr><w:r><w:t>An item.</w:t></w:r></w:p>"),
      "a.docx");
  ASSERT_EQ(draft.blocks.size(), 3U);
  EXPECT_EQ(draft.blocks[0].kind, BlockKind::Heading);
  EXPECT_EQ(draft.blocks[1].text, "It helps.");
  EXPECT_EQ(draft.blocks[2].kind, BlockKind::ListItem);
  EXPECT_EQ(draft.place(draft.blocks[1].at[0]).line, 2U);
}

TEST(Drafts, WhatCannotBeReadIsToldClearly) {
  const std::string whole = docx("<w:p><w:r><w:t>Text that is long enough.</w:t></w:r></w:p>");
  const std::vector<std::pair<std::pair<std::string, std::string>, std::string>> cases{
      {{"%PDF-1.7 ...", "a.pdf"}, "is a PDF"},
      {{"\xD0\xCF\x11\xE0 old", "a.doc"}, "old Word file"},
      {{"{\\rtf1 text}", "a.rtf"}, "RTF"},
      {{"   \n ", "a.txt"}, "is empty"},
      {{std::string("text\0more", 9), "a.txt"}, "byte 4 is zero"},
      {{"caf\xE9 is open and more", "a.txt"}, "not UTF-8"},
      {{"it ends in an \xE2\x80", "a.txt"}, "cut off"},
      {{"<html><body><p>It helps", "a.html"}, "cut off"},
      {{"<article><p>It helps.</p>", "a.html"}, "</article> is missing"},
      {{whole.substr(0, whole.size() / 2), "a.docx"}, "cut off"},
      {{docx("", "other.xml"), "a.docx"}, "no DOCX"},
      {{"plain text", "a.docx"}, "not a DOCX"},
  };
  for (const auto& [file, words] : cases) {
    const auto draft = read_draft(file.first, file.second);
    ASSERT_FALSE(draft) << file.second << " " << words;
    EXPECT_EQ(draft.error().fault, Fault::BadInput);
    EXPECT_NE(draft.error().describe().find(words), std::string::npos) << draft.error().describe();
  }
}

TEST(Drafts, HostileNestingEndsWithoutACrash) {
  std::string deep;
  for (int i = 0; i < 20000; ++i) {
    deep += "<div>";
  }
  (void)read_draft(deep + "text", "a.html");
  (void)read_draft(std::string(20000, '>') + " text", "a.md");
  (void)read_draft(std::string(50000, '['), "a.md");
  (void)read_draft(std::string(50000, '(') + std::string(50000, ' '), "a.txt");
  for (const std::string& text :
       {"A" + std::string(200000, 'a') + " et al. (2019)", "10.1000/" + std::string(200000, 'x'),
        std::string(100000, '(') + "2019" + std::string(100000, ')')}) {
    const Draft draft = read(text, "a.txt");
    (void)find_mentions(draft, {});
  }
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

}  // namespace
}  // namespace meridian::draft
