// Digests, feeds, watches, history and earlier days, over two or three nights of a small corpus.
#include <SQLiteCpp/SQLiteCpp.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "tests/tracker/night.hpp"
#include "tracker/as_of.hpp"
#include "tracker/days.hpp"
#include "tracker/digest.hpp"
#include "tracker/history.hpp"
#include "tracker/watches.hpp"

namespace meridian::tracker {
namespace {

struct Paper {
  Pmid pmid = 0;
  std::string title = "Trial on pain", abstract = "Acupuncture reduced pain.", doi = "";
  int day = 1;  ///< of March 2026: revised
  std::string links = "", types = "";
};

std::string xml_of(const Paper& p) {
  return "<PubmedArticle><MedlineCitation><PMID Version=\"1\">" + std::to_string(p.pmid) +
         "</PMID><DateRevised><Year>2026</Year><Month>03</Month><Day>" + std::to_string(p.day) +
         "</Day></DateRevised><Article><Journal><Title>Synthetic Journal</Title></Journal><ArticleTitle>" + p.title +
         "</ArticleTitle><Abstract><AbstractText>" + p.abstract +
         "</AbstractText></Abstract><PublicationTypeList><PublicationType UI=\"D016428\">Journal "
         "Article</PublicationType>" +
         p.types + "</PublicationTypeList></Article>" +
         (p.links.empty() ? "" : "<CommentsCorrectionsList>" + p.links + "</CommentsCorrectionsList>") +
         "</MedlineCitation><PubmedData><History><PubMedPubDate PubStatus=\"entrez\"><Year>2026</Year><Month>3</Month>"
         "<Day>1</Day></PubMedPubDate></History><ArticleIdList><ArticleId IdType=\"doi\">" +
         p.doi + "</ArticleId></ArticleIdList></PubmedData></PubmedArticle>\n";
}

std::string link(const std::string& type, Pmid pmid) {
  return "<CommentsCorrections RefType=\"" + type + "\"><RefSource>J</RefSource><PMID Version=\"1\">" +
         std::to_string(pmid) + "</PMID></CommentsCorrections>";
}

class News : public testing::Test {
 protected:
  Receipt night(int day) {
    operator_.clock.at = Instant(std::chrono::sys_days(std::chrono::year(2026) / 3 / day) + std::chrono::hours(3));
    std::optional<Error> failure;
    auto receipt = operator_.run(server_.base_url(), failure);
    EXPECT_TRUE(receipt);
    EXPECT_FALSE(failure) << failure->describe();
    EXPECT_TRUE(receipt->complete);
    return *receipt;
  }
  void serve(const Paper& paper) { server_.change(xml_of(paper), {}); }
  Digest digest(const DigestOptions& options) {
    auto library = operator_.open(index::Access::Read).value();
    auto ledger = operator_.books(index::Access::Read).value();
    return make_digest("pain", options, library, ledger).value();
  }
  Digest unread_and_mark() {
    auto library = operator_.open(index::Access::Read).value();
    auto ledger = operator_.books(index::Access::Write).value();
    auto unread = make_digest("pain", {.since = {}, .unread = true}, library, ledger).value();
    EXPECT_TRUE(ledger.tell("pain", unread.covered, to_iso(operator_.clock.now())));
    return unread;
  }
  std::string feed() {
    auto library = operator_.open(index::Access::Read).value();
    auto ledger = operator_.books(index::Access::Read).value();
    return make_feed("pain", "Pain & <more>", 100, library, ledger).value();
  }

  test::EutilsServer server_{{}};
  Operator operator_;
};

TEST_F(News, ARetractionIsToldWithItsNoticeWhichIsFetched) {
  serve({.pmid = 10});
  night(2);
  EXPECT_EQ(unread_and_mark().fresh.size(), 1U);
  serve({.pmid = 10,
         .day = 3,
         .links = link("RetractionIn", 90) + link("ErratumIn", 91) + link("CorrectedandRepublishedIn", 92),
         .types = "<PublicationType UI=\"D016441\">Retracted Publication</PublicationType>"});
  for (const Pmid notice : {90U, 91U, 92U}) {
    serve({.pmid = notice, .title = "A notice", .day = 3});
  }
  const Receipt receipt = night(3);
  EXPECT_EQ(receipt.revised, 1U);
  EXPECT_EQ(receipt.notices, (std::vector<Pmid>{90, 91, 92}));
  const Digest told = unread_and_mark();
  ASSERT_EQ(told.alarms.size(), 3U);
  std::map<std::string, std::vector<Pmid>> alarms;
  for (const auto& alarm : told.alarms) {
    alarms[alarm.what] = alarm.notices;
  }
  EXPECT_EQ(alarms["retracted"], std::vector<Pmid>{90});
  EXPECT_EQ(alarms["erratum"], std::vector<Pmid>{91});
  EXPECT_EQ(alarms["corrected and republished"], std::vector<Pmid>{92});
  EXPECT_TRUE(told.fresh.empty());
  EXPECT_TRUE(told.changed.empty()) << "the change is the retraction";
  EXPECT_TRUE(unread_and_mark().empty());
  serve({.pmid = 10, .day = 4});
  night(4);
  const Digest after = unread_and_mark();
  ASSERT_FALSE(after.alarms.empty());
  EXPECT_EQ(after.alarms[0].event.kind, "reinstated");
  EXPECT_TRUE(unread_and_mark().empty());
}

TEST_F(News, ANoticeThatACutOffRunKeptIsFollowedAllTheSame) {
  serve({.pmid = 10, .day = 2, .links = link("ErratumIn", 91)});
  serve({.pmid = 91, .title = "A notice", .abstract = "First words.", .day = 2});
  night(2);
  {
    auto ledger = operator_.books(index::Access::Write).value();
    ASSERT_TRUE(ledger.members("pain").value().at(1).companion);
  }
  SQLite::Database(operator_.folder / "library/meridian.db", SQLite::OPEN_READWRITE).exec("DELETE FROM companion");
  serve({.pmid = 91, .title = "A notice", .abstract = "Other words.", .day = 3});
  EXPECT_EQ(night(3).revised, 1U);
  EXPECT_EQ(operator_.open(index::Access::Read)->get(91).value()->citation.abstract.at(0).text, "Other words.");
}

TEST_F(News, WhatLeftTheSearchIsLookedAtSinceTheLastAuditHoweverFarTheWatermarkMoved) {
  operator_.topic.audit_days = 10;
  serve({.pmid = 10});
  serve({.pmid = 11});
  night(2);
  serve({.pmid = 10, .title = "Trial on sleep", .abstract = "Other words.", .day = 3});
  for (int day = 3; day <= 12; ++day) {  // each moves the watermark
    serve({.pmid = 11, .abstract = "Edition " + std::to_string(day), .day = day});
    night(day);
  }
  EXPECT_EQ(operator_.open(index::Access::Read)->get(10).value()->citation.title, "Trial on sleep");
}

TEST_F(News, OnePaperUnderTwoPmidsIsToldOnceAndLinked) {
  serve({.pmid = 20, .doi = "10.1000/Case"});
  night(2);
  unread_and_mark();
  serve({.pmid = 21, .doi = "10.1000/cASE"});
  night(3);
  EXPECT_TRUE(unread_and_mark().fresh.empty());
  auto library = operator_.open(index::Access::Read).value();
  auto ledger = operator_.books(index::Access::Read).value();
  EXPECT_EQ(history_of(21, library, ledger)->twins, std::vector<Pmid>{20});
}

TEST_F(News, WhatVanishesIsWithdrawnAndWhatComesBackIsRestored) {
  serve({.pmid = 30});
  serve({.pmid = 31});
  night(2);
  unread_and_mark();
  server_.change("", {30});
  EXPECT_EQ(night(3).withdrawn, std::vector<Pmid>{30});
  EXPECT_EQ(unread_and_mark().alarms.at(0).event.kind, "withdrawn");
  night(4);
  EXPECT_TRUE(unread_and_mark().empty());
  serve({.pmid = 30});
  EXPECT_EQ(night(5).restored, std::vector<Pmid>{30});
  EXPECT_EQ(unread_and_mark().alarms.at(0).event.kind, "restored");
  EXPECT_FALSE(operator_.open(index::Access::Read)->get(30).value()->deleted);
}

TEST_F(News, HistoryShowsTheWordsThatDiffer) {
  serve({.pmid = 40, .abstract = "Pain fell in 20 of 40 patients."});
  night(2);
  serve({.pmid = 40, .abstract = "Pain fell in 18 of 40 patients.", .day = 3});
  night(3);
  auto library = operator_.open(index::Access::Read).value();
  auto ledger = operator_.books(index::Access::Read).value();
  const auto history = history_of(40, library, ledger).value();
  ASSERT_EQ(history.steps.size(), 2U);
  EXPECT_TRUE(history.steps[0].changes.empty());
  std::map<std::string, std::string> marks;
  for (const auto& change : history.steps[1].changes) {
    marks[change.field] = marked(change.words);
  }
  EXPECT_EQ(marks.at("abstract"), "Pain fell in [-20-] {+18+} of 40 patients.");
  EXPECT_EQ(history_of(41, library, ledger).error().fault, Fault::NotFound);
}

TEST_F(News, AnEarlierDayAnswersWithWhatWasKnownThen) {
  serve({.pmid = 50, .abstract = "Needles of silver were used."});
  serve({.pmid = 51, .abstract = "Needles of steel were used."});
  night(2);
  serve({.pmid = 50, .abstract = "Needles of gold were used.", .day = 4});
  serve({.pmid = 52, .abstract = "Needles of silver again.", .day = 4});
  server_.change("", {51});
  night(4);
  auto library = operator_.open(index::Access::Read).value();
  auto ledger = operator_.books(index::Access::Read).value();
  const auto found = [&](const std::string& day, const std::string& query) {
    return AsOfLibrary::make(day, library, ledger, *operator_.vocabulary)->matching(query).value();
  };
  EXPECT_EQ(found("2026-03-03", "silver"), std::vector<Pmid>{50});
  EXPECT_EQ(found("2026-03-03", "gold"), std::vector<Pmid>{});
  EXPECT_EQ(found("2026-03-03", ""), (std::vector<Pmid>{50, 51}));
  EXPECT_EQ(found("2026-03-04", "gold"), std::vector<Pmid>{50});
  EXPECT_EQ(found("2026-03-04", ""), (std::vector<Pmid>{50, 52}));
  EXPECT_EQ(found("2026-03-01", ""), std::vector<Pmid>{});
  const auto then = AsOfLibrary::make("2026-03-03", library, ledger, *operator_.vocabulary);
  index::SearchRequest request;
  request.query = "needles";
  const auto answer = then->search(request).value();
  EXPECT_EQ(answer.total, 2U);
  EXPECT_EQ(answer.hits.size(), 2U);
  EXPECT_EQ(AsOfLibrary::make("yesterday", library, ledger, *operator_.vocabulary).error().fault, Fault::Usage);
}

TEST_F(News, AWatchTellsWhatNewlyMatchesAndWhatContradicts) {
  serve({.pmid = 60});
  night(2);
  {
    auto library = operator_.open(index::Access::Read).value();
    auto ledger = operator_.books(index::Access::Write).value();
    EXPECT_EQ(add_watch(library, ledger, "needles", "acupuncture", "2026-03-02T04:00:00Z").value(), 1U);
    EXPECT_EQ(add_watch(library, ledger, "needles", "pain", "2026-03-02T04:00:00Z").error().fault, Fault::Usage);
  }
  EXPECT_TRUE(night(3).watches.empty()) << "what matched before is not news";
  serve({.pmid = 61});
  serve({.pmid = 60,
         .day = 4,
         .links = link("RetractionIn", 90),
         .types = "<PublicationType UI=\"D016441\">Retracted Publication</PublicationType>"});
  serve({.pmid = 90, .title = "A notice"});
  const Receipt receipt = night(4);
  ASSERT_EQ(receipt.watches.size(), 1U);
  EXPECT_TRUE(std::count(receipt.watches[0].matched.begin(), receipt.watches[0].matched.end(), 61U));
  const std::pair<Pmid, std::string> retracted{60, "retracted"};
  EXPECT_EQ(std::count(receipt.watches[0].contradictions.begin(), receipt.watches[0].contradictions.end(), retracted),
            1);
  EXPECT_TRUE(night(5).watches.empty());
}

TEST_F(News, DigestsComeInFourFormatsAndHostileTitlesStayText) {
  serve({.pmid = 70, .title = "Trial on pain &lt;script&gt;alert(1)&lt;/script&gt; [x](http://evil) &amp; *y*"});
  night(2);
  const Digest all = digest({});
  EXPECT_NE(render(all, DigestFormat::Text).find("PMID 70"), std::string::npos);
  const std::string html = render(all, DigestFormat::Html);
  EXPECT_EQ(html.find("<script>"), std::string::npos);
  EXPECT_NE(html.find("&lt;script&gt;"), std::string::npos);
  EXPECT_NE(render(all, DigestFormat::Markdown).find("\\[x\\]\\(http"), std::string::npos);
  const auto json = nlohmann::json::parse(render(all, DigestFormat::Json));
  EXPECT_EQ(json["new"][0]["studies"][0]["pmid"], 70);
  EXPECT_TRUE(digest({.since = "2026-03-03"}).empty());
}

TEST_F(News, AFeedKeepsItsIdsAndChangesOnlyWithTheNews) {
  serve({.pmid = 80});
  night(2);
  const std::string first = feed();
  night(3);
  EXPECT_EQ(feed(), first) << "a night without news leaves the feed byte for byte";
  serve({.pmid = 81, .day = 4});
  night(4);
  const std::string second = feed();
  EXPECT_NE(second, first);
  const auto id = first.substr(first.find("<entry>\n<id>"), 60);
  EXPECT_NE(second.find(id), std::string::npos);
  EXPECT_NE(second.find("<title>Pain &amp; &lt;more&gt;</title>"), std::string::npos);
}

TEST(Days, KnowTheCalendarAndTheHoursOfNcbi) {
  EXPECT_EQ(days_before("2026-03-01", 1), "2026-02-28");
  EXPECT_EQ(days_between("2026-02-28", "2026-03-02"), 2);
  for (const char* wrong : {"2026-02-30", "2026-3-1", "", "20260301xx", "2026-13-01"}) {
    EXPECT_FALSE(read_day(wrong)) << wrong;
  }
  struct Case {
    int month, day, hour;
    bool off_peak;
  };
  for (const auto& c : std::initializer_list<Case>{{1, 7, 1, false},       // Tuesday, 20:00 in New York
                                                   {1, 7, 2, true},        // 21:00
                                                   {1, 7, 9, true},        // 04:00
                                                   {1, 7, 10, false},      // 05:00
                                                   {7, 8, 0, false},       // 20:00, daylight saving
                                                   {7, 8, 1, true},        // 21:00
                                                   {7, 8, 9, false},       // 05:00
                                                   {1, 10, 17, true},      // Saturday noon
                                                   {1, 12, 15, false}}) {  // Monday
    const Instant at =
        Instant(std::chrono::sys_days(std::chrono::year(2026) / c.month / c.day)) + std::chrono::hours(c.hour);
    EXPECT_EQ(is_off_peak(at), c.off_peak) << c.month << "/" << c.day << " " << c.hour;
    EXPECT_TRUE(is_off_peak(next_off_peak(at)));
  }
}

}  // namespace
}  // namespace meridian::tracker
