// What E-utilities requests hold, and what is made of answers, good and bad.
#include "fetcher/eutils.hpp"

#include <gtest/gtest.h>

namespace meridian::fetcher {
namespace {

std::string field(const Form& form, std::string_view name) {
  for (const auto& [key, value] : form) {
    if (key == name) {
      return value;
    }
  }
  return "(absent)";
}

TEST(SearchForm, AlwaysNamesToolAndEmailAndNeverSendsAnEmptyDate) {
  PubMedSettings settings;
  settings.email = "a@example.org";
  auto form = search_form(settings, "x", DateWindow{DateField::Created, "2026-11-01", ""}, kMostIds);
  ASSERT_TRUE(form);
  EXPECT_EQ(field(*form, "tool"), "meridian");
  EXPECT_EQ(field(*form, "email"), "a@example.org");
  EXPECT_EQ(field(*form, "api_key"), "(absent)");
  EXPECT_EQ(field(*form, "datetype"), "crdt");
  EXPECT_EQ(field(*form, "mindate"), "2026/11/01");
  EXPECT_EQ(field(*form, "maxdate"), "3000/12/31");
  form = search_form(settings, "x", DateWindow{}, kMostIds);
  ASSERT_TRUE(form);
  EXPECT_EQ(field(*form, "mindate"), "(absent)");
  EXPECT_EQ(search_form(settings, "x", DateWindow{DateField::Created, "1.11.2026", ""}, 1).error().fault,
            Fault::BadInput);
  EXPECT_EQ(search_form(settings, " ", {}, 1).error().fault, Fault::BadInput);
}

TEST(SearchAnswer, KeepsTranslationAndWarnings) {
  const auto page = read_search(
      "<eSearchResult><Count>2</Count><IdList><Id>7</Id><Id>5</Id></IdList><TranslationStack><Count>9</Count>"
      "</TranslationStack><QueryTranslation>a &lt; b</QueryTranslation><ErrorList><PhraseNotFound>zz</PhraseNotFound>"
      "<FieldNotFound>NoSuchField</FieldNotFound></ErrorList><WarningList><OutputMessage>No items "
      "found.</OutputMessage>"
      "<QuotedPhraseNotFound>\"q\"</QuotedPhraseNotFound></WarningList></eSearchResult>",
      kMostIds);
  ASSERT_TRUE(page);
  EXPECT_EQ(page->count, 2U);
  EXPECT_EQ(page->pmids, (std::vector<Pmid>{7, 5}));
  EXPECT_EQ(page->translation, "a < b");
  ASSERT_EQ(page->warnings.size(), 3U);
  EXPECT_EQ(page->warnings[0].kind, SearchWarning::Kind::FieldNotFound);
  EXPECT_EQ(page->warnings[0].text, "NoSuchField");
  EXPECT_EQ(to_word(page->warnings[2].kind), "quoted-phrase-not-found");
}

TEST(SearchAnswer, WithTooFewIdsIsNoAnswer) {
  for (const auto* xml : {"<eSearchResult><Count>2</Count><IdList><Id>7</Id></IdList></eSearchResult>",
                          "<eSearchResult><Count>1</Count><IdList><Id>x</Id></IdList></eSearchResult>",
                          "<eSearchResult><Count></Count></eSearchResult>", "<eSearchResult><Count>1"}) {
    EXPECT_FALSE(read_search(xml, kMostIds)) << xml;
  }
}

TEST(Info, IsReadFromEInfo) {
  const auto info = read_info(
      "<eInfoResult><DbInfo><Count>41000000</Count><LastUpdate>2026/11/24</LastUpdate><FieldList><Field><Name>TIAB</"
      "Name>"
      "</Field></FieldList></DbInfo></eInfoResult>");
  ASSERT_TRUE(info);
  EXPECT_EQ(info->count, 41000000U);
  EXPECT_EQ(info->field_tags, std::vector<std::string>{"TIAB"});
}

enum class Expected { Fine, Passing, BadInput, Misconfigured, Network };

TEST(Trouble, IsToldFromEveryKindOfAnswer) {
  struct Case {
    long status;
    std::string body;
    Expected expected;
  };
  const std::string prolog = "<?xml version=\"1.0\" ?>\n<!DOCTYPE PubmedArticleSet PUBLIC \"-//NLM//DTD\" \"x.dtd\">\n";
  const std::vector<Case> cases{
      {200, prolog + "<PubmedArticleSet><a/></PubmedArticleSet>\n", Expected::Fine},
      {200, prolog + "<PubmedArticleSet></PubmedArticleSet>", Expected::Fine},
      {200, prolog + "<PubmedArticleSet/>", Expected::Fine},
      {200, prolog, Expected::Passing},
      {200, "", Expected::Passing},
      {200, " \n", Expected::Passing},
      {200, "<html><body>maintenance</body></html>", Expected::Passing},
      {200, "<!DOCTYPE html><title>x</title>", Expected::Passing},
      {200, "{\"error\":\"API rate limit exceeded\"}", Expected::Passing},
      {200, prolog + "<PubmedArticleSet><PubmedArticle>", Expected::Passing},
      {200, prolog + "<PubmedArticleSet><PubmedArticle></PubmedArticle>", Expected::Passing},
      {200, prolog + "<PubmedArticleSet><PubmedArticle></PubmedArticleSe", Expected::Passing},
      {200, "<r><ERROR>Search Backend failed: Database is not supported: pubmed</ERROR></r>", Expected::Passing},
      {200, "<r><ERROR>Unable to obtain query #1</ERROR></r>", Expected::Passing},
      {200, "<r><ERROR>Search Backend failed: Exception:\n'retstart' cannot be larger than 9998.</ERROR></r>",
       Expected::BadInput},
      {200, "<r><ERROR>Supplied id parameter is empty.</ERROR></r>", Expected::BadInput},
      {200, "Unable to route request!\nservice name: /http/service/ratecontrol", Expected::Passing},
      {429, "{}", Expected::Passing},
      {500, "<html>", Expected::Passing},
      {502, "", Expected::Passing},
      {400, "<r><ERROR>proxy_stream(): Failed to connect to PubOne service</ERROR></r>", Expected::Passing},
      {400, "Bad Request (400): Mandatory parameter: db - is omitted", Expected::BadInput},
      {400, "{\"error\":\"API key invalid\"}", Expected::Misconfigured},
      {403, "<html>go away</html>", Expected::Network},
      {302, "", Expected::Network},
  };
  for (const auto& [status, body, expected] : cases) {
    const auto trouble = find_trouble({status, body, ""}, "PubmedArticleSet", 0);
    const auto what = !trouble                                 ? Expected::Fine
                      : trouble->transient                     ? Expected::Passing
                      : trouble->fault == Fault::BadInput      ? Expected::BadInput
                      : trouble->fault == Fault::Misconfigured ? Expected::Misconfigured
                                                               : Expected::Network;
    EXPECT_EQ(what, expected) << status << " " << body;
  }
}

TEST(Trouble, IsFoundWhereverAnAnswerIsCut) {
  const std::string whole = "<?xml version=\"1.0\"?>\n<PubmedArticleSet><A>x &lt; y</A><B/></PubmedArticleSet>";
  for (std::size_t length = 0; length < whole.size(); ++length) {
    EXPECT_TRUE(find_trouble({200, whole.substr(0, length), ""}, "PubmedArticleSet", 0)) << length;
  }
  EXPECT_FALSE(find_trouble({200, whole, ""}, "PubmedArticleSet", 0));
}

}  // namespace
}  // namespace meridian::fetcher
