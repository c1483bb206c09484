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

/// Where each sentence stands in the file.
std::vector<std::string> spans_in(const Draft& draft) {
  std::vector<std::string> out;
  for (const auto& sentence : sentences(draft)) {
    const auto& at = draft.blocks[sentence.block].at;
    out.push_back(draft.source.substr(at[sentence.start], at[sentence.end - 1] + 1 - at[sentence.start]));
  }
  return out;
}

using Lines = std::vector<std::string>;

TEST(Markdown, ASentenceThatEndsInALinkEndsBehindItsStop) {
  const Draft draft = read(
      "Yoga improves balance in [numb feet](https://a.org/x.html). Heat [helps][ref] too.\n"
      "![Feet. Numb feet.](a.png \"A. B.\") It helps. See <https://a.org/y.html>. Rest.\n\n[ref]: "
      "https://a.org/z.html\n",
      "a.md");
  EXPECT_EQ(sentences_in(draft), (Lines{"Yoga improves balance in numb feet.", "Heat helps too.", "It helps.",
                                        "See https://a.org/y.html.", "Rest."}));
  EXPECT_EQ(spans_in(draft), (Lines{"Yoga improves balance in [numb feet](https://a.org/x.html).",
                                    "Heat [helps][ref] too.", "It helps.", "See <https://a.org/y.html>.", "Rest."}));
}

TEST(Markdown, EntitiesAndEscapesKeepTheirPlaces) {
  const Draft draft = read(
      "Blood&#x20;sugar in type&nbsp;2 falls&nbsp;\xE2\x80\x93 so &quot;they&quot; say\\*. &foo; R&amp;D.", "a.md");
  EXPECT_EQ(sentences_in(draft), (Lines{"Blood sugar in type 2 falls \xE2\x80\x93 so \"they\" say*.", "&foo; R&D."}));
  EXPECT_EQ(spans_in(draft).back(), "&foo; R&amp;D.");
  const auto& block = draft.blocks[0];
  EXPECT_EQ(draft.source.substr(block.at[block.text.find("sugar")], 5), "sugar");
  EXPECT_EQ(draft.source.substr(block.at[block.text.find("they")], 4), "they");
}

TEST(Markdown, CellsOfATableAreTextsOfTheirOwn) {
  const Draft draft =
      read("| Treatment | Effect |\n| --- | --- |\n| Acupuncture | Relieves *nerve* pain |\n| Magnesium | Calms |\n",
           "a.md");
  EXPECT_EQ(sentences_in(draft), (Lines{"Acupuncture", "Relieves nerve pain", "Magnesium", "Calms"}));
  EXPECT_EQ(spans_in(draft)[1], "Relieves *nerve* pain");
  EXPECT_EQ(draft.blocks[0].kind, BlockKind::Aside) << "a head names no effect";
}

TEST(Markdown, StruckTextIsNotRead) {
  const Draft draft =
      read("~~Needles cure migraine.~~ Needles help. <del>It cures.</del> It <s>never</s> helps.\n", "a.md");
  EXPECT_EQ(sentences_in(draft), (Lines{"Needles help.", "It helps."}));
  EXPECT_EQ(spans_in(draft)[0], "Needles help.");
}

TEST(Markdown, BlocksOfHtmlAreRead) {
  const Draft draft = read(
      "First.\n\n<div class=\"box\">\nNeedles <b>cure</b> &amp; heal.\n</div>\n\n> <p>Heat "
      "helps.</p>\n\n<script>\nGarlic cures.\n</script>\n\n"
      "<!-- Salt cures. -->\n\nHeat eases.<br>Massage <!-- or salt --> helps.\n",
      "a.md");
  EXPECT_EQ(sentences_in(draft),
            (Lines{"First.", "Needles cure & heal.", "Heat helps.", "Heat eases.", "Massage helps."}));
  EXPECT_EQ(spans_in(draft)[1], "Needles <b>cure</b> &amp; heal.");
  EXPECT_EQ(spans_in(draft)[2], "Heat helps.");
  const Draft windows = read("<div>\r\nHeat helps.\r\n</div>\r\n", "a.md");
  EXPECT_EQ(spans_in(windows), (Lines{"Heat helps."}));
}

TEST(Markdown, FootnotesAreReferencesAndNoClaims) {
  const Draft draft =
      read("B12 helps.[^1] Heat too.\n\n[^1]: Roe J. B12 relieves pain in rats. 2019. PMID: 1752960\n", "a.md");
  EXPECT_EQ(sentences_in(draft).front().substr(0, 10), "B12 helps.");
  EXPECT_EQ(draft.blocks.back().kind, BlockKind::Reference);
  EXPECT_EQ(find_mentions(draft, {}).front().pmid, 1752960U);
}

TEST(Drafts, LineBreaksPartWhatDoesNotRunOn) {
  for (const auto& [text, name] : std::vector<std::pair<std::string, std::string>>{
           {"Heat eases pain<br>Massage lowers stress<br>and helps<br/>\n", "a.md"},
           {"Heat eases pain  \nMassage lowers stress  \nand helps\n", "a.md"},
           {"<p>Heat eases pain<br>Massage lowers stress<br>\nand helps</p>", "a.html"}}) {
    EXPECT_EQ(sentences_in(read(text, name)), (Lines{"Heat eases pain", "Massage lowers stress and helps"})) << text;
  }
}

TEST(Drafts, AByteOrderMarkTakesNoColumn) {
  for (const char* name : {"a.md", "a.txt", "a.html"}) {
    const std::string text = std::string("\xEF\xBB\xBF") + (std::string(name) == "a.html" ? "<p>" : "") + "It helps.\n";
    const Draft draft = read(text, name);
    const Place place = draft.place(draft.blocks[0].at[0]);
    EXPECT_EQ(place.column, std::string(name) == "a.html" ? 4U : 1U) << name;
    EXPECT_EQ(text.substr(place.offset, 9), "It helps.");
  }
  const Draft draft = read("\xEF\xBB\xBF---\r\ntitle: Heat helps\r\n---\r\n\r\nIt helps.\r\n", "a.md");
  EXPECT_EQ(sentences_in(draft), (Lines{"It helps."}));
}

TEST(Html, ALayoutThatTellsOfASidebarIsNone) {
  const std::string prose = "<p>Heat helps.</p>";
  for (const char* name :
       {"wrapper has-sidebar", "entry-content social-enabled", "overflow-hidden", "post tag-newsletter"}) {
    const Draft draft = read("<div class=\"" + std::string(name) + "\">" + prose + "</div>", "a.html");
    EXPECT_EQ(sentences_in(draft), (Lines{"Heat helps."})) << name;
  }
  EXPECT_EQ(sentences_in(read("<div class=\"content-sidebar-wrap\"><main>" + prose + "</main></div>", "a.html")),
            (Lines{"Heat helps."}));
  for (const char* name : {"sidebar", "left-sidebar", "post_comments", "ad-slot", "box\nsocial-links", "hidden"}) {
    const Draft draft = read("<body>" + prose + "<div class=\"" + name + "\"><p>Not this.</p></div></body>", "a.html");
    EXPECT_EQ(sentences_in(draft), (Lines{"Heat helps."})) << name;
  }
}

TEST(Html, EndTagsThatMayBeLeftOutAreNotMissed) {
  for (const char* text :
       {"<!DOCTYPE html><html><body><p>Heat helps.",
        "<html><head><title>T</title><body><h1>T</h1><p>Heat helps.</body>", "<html><body><p>Heat helps.</p></body>",
        "<p>Heat helps.</p><p>1 < 2 and more", "<!--> <p>Heat helps.</p>", "<p title='a > b'>Heat helps.</p>"}) {
    EXPECT_TRUE(read_draft(text, "a.html")) << text;
  }
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

TEST(Docx, LeavesWhatWasMovedDeletedStruckOrHidden) {
  const Draft draft = read(
      docx("<w:p><w:moveFrom><w:r><w:t>Moved away. </w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>Moved "
           "here.</w:t></w:r></w:moveTo></w:p>"
           "<w:del><w:p><w:r><w:t>Deleted as a whole.</w:t></w:r></w:p></w:del>"
           "<w:p><w:del><w:r><w:t>Deleted. </w:t></w:r></w:del><w:r><w:t xml:space=\"preserve\">It stays. </w:t></w:r>"
           "<w:r><w:rPr><w:strike/></w:rPr><w:t>Struck.</w:t></w:r><w:r><w:rPr><w:strike "
           "w:val=\"0\"/></w:rPr><w:t>Plain.</w:t></w:r>"
           "<w:r><w:rPr><w:vanish/></w:rPr><w:t>Hidden.</w:t></w:r></w:p>"
           "<w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc><w:p><w:r><w:t>A deleted row.</w:t></w:r></w:p></w:tc></w:tr>"
           "<w:tr><w:tc><w:p><w:r><w:t>A row.</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"),
      "a.docx");
  EXPECT_EQ(sentences_in(draft), (Lines{"Moved here.", "It stays.", "Plain.", "A row."}));
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
      {{"<html><body><p>It helps", "a.html"}, "within a sentence"},
      {{"<p>It helps.</p><p class=\"a", "a.html"}, "within a tag"},
      {{"<p>It helps.</p><a href=\"b>It helps.</a></p>", "a.html"}, "within a tag"},
      {{"<p>It helps.</p><!-- and <p>more</p>", "a.html"}, "a comment is not closed"},
      {{"<p>It helps.</p><script>let a = 1;", "a.html"}, "</script> is missing"},
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

}  // namespace
}  // namespace meridian::draft
