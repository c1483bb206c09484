// The loopback E-utilities: searches, pages, error bodies and faults, over HTTP as a client meets them.
#include "tests/support/eutils_server.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <httplib.h>
#include <zlib.h>

#include <chrono>
#include <nlohmann/json.hpp>
#include <regex>
#include <thread>

#include "tests/support/eutils_query.hpp"

namespace meridian::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

/// Records whose words differ in the ways that searches tell apart.
std::string record(int pmid, std::string_view title, std::string_view abstract, std::string_view type,
                   std::string_view mesh, std::string_view date, std::string_view author = "Example",
                   std::string_view language = "eng") {
  const auto heading = mesh.empty() ? "" : fmt::format("<MeshHeading>{}</MeshHeading>", mesh);
  return fmt::format(
      "<PubmedArticle><MedlineCitation Status=\"MEDLINE\"><PMID Version=\"1\">{0}</PMID>"
      "<DateRevised><Year>2024</Year><Month>02</Month><Day>03</Day></DateRevised>"
      "<Article><Journal><JournalIssue>{5}</JournalIssue><Title>Journal of Examples</Title></Journal>"
      "<ArticleTitle>{1}</ArticleTitle><Abstract><AbstractText>{2}</AbstractText></Abstract>"
      "<AuthorList><Author><LastName>{6}</LastName><ForeName>Jane</ForeName><Initials>JA</Initials></Author></"
      "AuthorList>"
      "<Language>{7}</Language><PublicationTypeList><PublicationType>{3}</PublicationType></PublicationTypeList></"
      "Article>"
      "<MedlineJournalInfo><MedlineTA>J Ex</MedlineTA></MedlineJournalInfo><MeshHeadingList>{4}</MeshHeadingList>"
      "</MedlineCitation><PubmedData><History><PubMedPubDate PubStatus=\"entrez\"><Year>2020</Year><Month>{8}</Month>"
      "<Day>15</Day></PubMedPubDate></History><ArticleIdList><ArticleId IdType=\"doi\">10.1000/x{0}</ArticleId>"
      "</ArticleIdList><ReferenceList><Reference><ArticleIdList><ArticleId IdType=\"doi\">10.1000/cited</ArticleId>"
      "</ArticleIdList></Reference></ReferenceList></PubmedData></PubmedArticle>\n",
      pmid, title, abstract, type, heading, date, author, language, pmid);
}

std::string five_records() {
  return "<?xml version=\"1.0\"?>\n<PubmedArticleSet>\n" +
         record(1, "Acupuncture for <i>chronic</i> pain", "Nerve conduction improved, P&lt;0.05.",
                "Randomized Controlled Trial",
                "<DescriptorName MajorTopicYN=\"Y\">Acupuncture Therapy</DescriptorName>",
                "<PubDate><Year>2019</Year><Month>Jul</Month></PubDate>") +
         record(2, "Electroacupuncture", "Conduction of the nerve.", "Systematic Review",
                "<DescriptorName MajorTopicYN=\"N\">Acupuncture Therapy</DescriptorName>"
                "<QualifierName MajorTopicYN=\"N\">adverse effects</QualifierName>",
                "<PubDate><MedlineDate>2020 Nov-Dec</MedlineDate></PubDate>", "Smith") +
         record(3, "Massage", "Chronic fatigue and also some pain.", "Journal Article",
                "<DescriptorName MajorTopicYN=\"N\">Massage</DescriptorName>", "<PubDate><Year>2021</Year></PubDate>",
                "Smithson", "spa") +
         record(4, "Acupuncture therapy in rats", "Nothing.", "Journal Article", "",
                "<PubDate><Year>2022</Year><Month>01</Month><Day>05</Day></PubDate>") +
         record(5, "Sham and placebo", "Acupuncture.", "Review", "", "<PubDate><Year>2023</Year></PubDate>") +
         "</PubmedArticleSet>\n";
}

struct Client {
  EutilsServer server;
  httplib::Client http;
  explicit Client(EutilsServer::Options options = {}) : server(filled(std::move(options))), http(host()) {
    http.set_read_timeout(10);
  }
  static EutilsServer::Options filled(EutilsServer::Options options) {
    if (options.xml.empty()) {
      options.xml = {five_records()};
    }
    options.today = 20200420;
    return options;
  }
  [[nodiscard]] std::string host() const {
    const auto url = server.base_url();
    return url.substr(0, url.find("/entrez"));
  }
  httplib::Result post(const std::string& program, httplib::Params form) {
    form.emplace("db", "pubmed");
    return http.Post("/entrez/eutils/" + program + ".fcgi", form);
  }
  std::string body(const std::string& program, const httplib::Params& form) {
    const auto answer = post(program, form);
    return answer ? answer->body : "no answer";
  }
};

std::vector<std::string> ids_in(const std::string& xml) {
  static const std::regex kId("<Id>(\\d+)</Id>|<PMID Version=\"1\">(\\d+)</PMID>");
  std::vector<std::string> ids;
  for (std::sregex_iterator at(xml.begin(), xml.end(), kId), end; at != end; ++at) {
    ids.push_back((*at)[1].matched ? (*at)[1] : (*at)[2]);
  }
  return ids;
}

TEST(EutilsQuery, FindsWhatPubMedDocuments) {
  Records records;
  add_records(five_records(), records);
  const struct {
    std::string_view term;
    PmidSet found;
  } cases[] = {
      {"acupuncture[ti]", {1, 4}},
      {"acupuncture[Title/Abstract]", {1, 4, 5}},
      {"ACUPUNCTURE [tiab]", {1, 4, 5}},
      {"\"chronic pain\"[tiab]", {1}},
      {"chronic pain[tiab]", {1}},
      {"pain chronic[tiab]", {1, 3}},
      {"\"nerve conduction\"[tiab:~0]", {1}},
      {"\"nerve conduction\"[tiab:~2]", {1, 2}},
      {"acupunct*[ti]", {1, 4}},
      {"electroacup*", {2}},
      {"acupuncture therapy[mh]", {1, 2}},
      {"\"Acupuncture Therapy\"[MeSH Terms]", {1, 2}},
      {"acupuncture[mh]", {}},
      {"acupuncture*[mh]", {1, 2}},
      {"acupuncture therapy[majr]", {1}},
      {"acupuncture therapy/adverse effects[mh]", {2}},
      {"adverse effects[sh]", {2}},
      {"acupuncture therapy", {1, 2, 4}},
      {"randomized controlled trial[pt]", {1}},
      {"clinical trial[Publication Type]", {1}},
      {"review[pt]", {2, 5}},
      {"review[pt:noexp]", {5}},
      {"systematic[sb]", {2}},
      {"all [SB] NOT pubmed books [SB]", {1, 2, 3, 4, 5}},
      {"smith ja[au]", {2}},
      {"smith j[au]", {2}},
      {"smith[au]", {2}},
      {"smith*[au]", {2, 3}},
      {"spanish[la] OR spa[la]", {3}},
      {"j ex[ta]", {1, 2, 3, 4, 5}},
      {"10.1000/x3[doi]", {3}},
      {"10.1000/cited[doi]", {}},
      {"2[uid] OR 5[pmid]", {2, 5}},
      {"2:4[uid]", {2, 3, 4}},
      {"00000002[UID] : 00000004[UID]", {2, 3, 4}},
      {"2019:2020[dp]", {1, 2}},
      {"\"2020/11/01\"[Date - Publication] : \"3000\"[Date - Publication]", {2, 3, 4, 5}},
      {"2019/07[dp]", {1}},
      {"2020/02:2020/03[crdt]", {2, 3}},
      {"\"last 30 days\"[crdt]", {4, 5}},
      {"massage[ti] OR sham[ti] AND acupuncture[tiab]", {5}},  // left to right
      {"massage[ti] OR (sham[ti] AND acupuncture[tiab])", {3, 5}},
      {"acupuncture[tiab] NOT rats[ti]", {1, 5}},
      {"acupuncture[tiab] AND NOT rats[ti]", {1, 5}},
      {"(acupuncture[tiab])AND(rats[ti])", {4}},
      {"sham rats", {}},
      {"p 0.05[tiab]", {1}},
      {"#1 AND acupuncture[tiab]", {4}},
      {"#1 OR #2", {3, 4, 5}},
  };
  for (const auto& row : cases) {
    const auto answer = evaluate_query(row.term, records, {{3, 4}, {5}}, 20200420);
    EXPECT_EQ(answer.found, row.found) << row.term << " as " << answer.translation;
    EXPECT_EQ(answer.error, "") << row.term;
  }
}

TEST(EutilsQuery, SurvivesWhatIsNoQuery) {
  Records records;
  add_records(five_records(), records);
  for (const std::string term :
       {"",      "(", ")",  "))) a", "[",         "]",   "a[", "\"",      "\"a", "a:",      ":b",          "AND",
        "a AND", "#", "#9", "*",     "a[tiab:~]", "a[]", "()", "NOT NOT", ":",   "a:[uid]", "\xff\xfe[ti]"}) {
    (void)evaluate_query(term, records, {}, 20200101);
  }
  EXPECT_NE(evaluate_query(std::string(100000, '('), records, {}, 20200101).error, "");
}

TEST(EutilsRecords, ReadsGzipAndKeepsTheHighestVersion) {
  auto newer = record(1, "Second wording", "b", "Review", "", "");
  newer.replace(newer.find("Version=\"1\""), 11, "Version=\"2\"");
  const auto text = newer + record(1, "First wording", "a", "Review", "", "");
  std::string packed(text.size() + 100, '\0');
  z_stream stream{};
  ASSERT_EQ(deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  ASSERT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  Records records;
  add_records(packed, records);
  ASSERT_EQ(records.size(), 1U);
  EXPECT_EQ(records.at(1).title, "Second wording");
}

TEST(EutilsServer, SearchAnswersByGetAndPostInXmlAndJson) {
  Client client;
  const auto xml = client.body("esearch", {{"term", "acupuncture[tiab]"}});
  EXPECT_THAT(ids_in(xml), ElementsAre("5", "4", "1"));
  EXPECT_THAT(xml, HasSubstr("<Count>3</Count><RetMax>3</RetMax><RetStart>0</RetStart>"));
  EXPECT_THAT(xml, HasSubstr("<QueryTranslation>\"acupuncture\"[Title/Abstract]</QueryTranslation>"));
  const auto get =
      client.http.Get("/entrez/eutils/esearch.fcgi?db=pubmed&term=acupuncture%5Btiab%5D&retmax=1&retstart=1");
  ASSERT_TRUE(get);
  EXPECT_THAT(ids_in(get->body), ElementsAre("4"));
  const auto json = nlohmann::json::parse(client.body("esearch", {{"term", "rats[ti]"}, {"retmode", "json"}}));
  EXPECT_EQ(json["esearchresult"]["idlist"], nlohmann::json::array({"4"}));
  EXPECT_EQ(json["esearchresult"]["count"], "1");
  EXPECT_THAT(client.body("esearch", {{"term", "rats[ti]"}, {"rettype", "count"}}),
              HasSubstr("<eSearchResult><Count>1</Count></eSearchResult>"));
  EXPECT_EQ(client.server.requests().size(), 4U);
  EXPECT_EQ(client.server.requests()[1].method, "GET");
  EXPECT_THAT(client.server.requests()[1].form, HasSubstr("term=acupuncture[tiab]"));
}

TEST(EutilsServer, SaysWhatItDidNotFind) {
  Client client;
  const auto field = client.body("esearch", {{"term", "acupuncture[NoSuchField]"}});
  EXPECT_THAT(field, HasSubstr("<ErrorList><FieldNotFound>NoSuchField</FieldNotFound></ErrorList>"));
  EXPECT_THAT(ids_in(field), ElementsAre("5", "4", "2", "1"));  // unfiltered, as All Fields
  EXPECT_THAT(client.body("esearch", {{"term", "abcXYZ"}}),
              HasSubstr("<ErrorList><PhraseNotFound>abcxyz</PhraseNotFound></ErrorList><WarningList><OutputMessage>No "
                        "items found.</OutputMessage></WarningList>"));
  EXPECT_THAT(client.body("esearch", {{"term", "\"rats acupuncture\"[ti]"}}),
              HasSubstr("<QuotedPhraseNotFound>\"rats acupuncture\"[ti]</QuotedPhraseNotFound>"));
  EXPECT_THAT(client.body("esearch", {{"term", " "}}), HasSubstr("<ERROR>Empty term and query_key"));
}

TEST(EutilsServer, LimitsByDates) {
  Client client;
  const auto found = [&](httplib::Params form) {
    form.emplace("term", "j ex[ta]");
    return ids_in(client.body("esearch", form));
  };
  EXPECT_THAT(found({{"datetype", "crdt"}, {"mindate", "2020/02/15"}, {"maxdate", "2020/03/15"}}),
              ElementsAre("3", "2"));
  EXPECT_THAT(found({{"datetype", "pdat"}, {"mindate", "2022"}, {"maxdate", "2022"}}), ElementsAre("4"));
  EXPECT_THAT(found({{"datetype", "crdt"}, {"mindate", ""}, {"maxdate", ""}}), IsEmpty());
  EXPECT_THAT(found({{"datetype", "crdt"}, {"reldate", "10"}}), ElementsAre("5", "4"));
  EXPECT_EQ(found({{"datetype", "crdt"}, {"mindate", "2020"}}).size(), 5U);
}

TEST(EutilsServer, GivesNoIdBeyondTheLimit) {
  Client client({.limit = 3});
  const auto page = client.body("esearch", {{"term", "j ex[ta]"}, {"retstart", "2"}, {"retmax", "100"}});
  EXPECT_THAT(page, HasSubstr("<Count>5</Count><RetMax>1</RetMax>"));
  EXPECT_THAT(client.body("esearch", {{"term", "j ex[ta]"}, {"retstart", "3"}}),
              HasSubstr("<ERROR>Search Backend failed: Exception:\n'retstart' cannot be larger than 2."));
  const auto json = client.body("esearch", {{"term", "j ex[ta]"}, {"retstart", "3"}, {"retmode", "json"}});
  EXPECT_FALSE(nlohmann::json::accept(json)) << "NCBI leaves raw line breaks in it";
  EXPECT_THAT(client.body("esearch", {{"term", "massage[ti]"}, {"retstart", "3"}}), HasSubstr("Restrictions achieved"));
}

TEST(EutilsServer, FetchGivesTheBytesAndLeavesOutTheUnknown) {
  Client client;
  const auto xml = client.body("efetch", {{"id", "3,77,1"}, {"retmode", "xml"}});
  EXPECT_THAT(ids_in(xml), ElementsAre("3", "1"));
  EXPECT_THAT(xml, HasSubstr("<!DOCTYPE PubmedArticleSet PUBLIC"));
  EXPECT_THAT(xml, HasSubstr("Acupuncture for <i>chronic</i> pain"));
  EXPECT_EQ(client.body("efetch", {{"id", "3,1"}, {"rettype", "uilist"}, {"retmode", "text"}}), "3\n1\n");
  EXPECT_THAT(client.body("efetch", {{"retmode", "xml"}}), HasSubstr("<ERROR>Supplied id parameter is empty.</ERROR>"));
  const auto wrong = client.post("efetch", {{"id", "abc"}});
  ASSERT_TRUE(wrong);
  EXPECT_EQ(wrong->status, 400);
  std::string many = "1";
  for (int i = 0; i < 9000; ++i) {
    many += fmt::format(",{}", 90000000 + i);
  }
  EXPECT_THAT(ids_in(client.body("efetch", {{"id", many}})), ElementsAre("1"));  // a form beyond 8 KiB
}

TEST(EutilsServer, HistoryServesSearchPostFetchAndSummary) {
  Client client;
  const auto search = client.body("esearch", {{"term", "acupuncture[tiab]"}, {"usehistory", "y"}, {"retmax", "0"}});
  std::smatch match;
  ASSERT_TRUE(std::regex_search(search, match, std::regex("<QueryKey>1</QueryKey><WebEnv>(\\w+)</WebEnv>")));
  const std::string environment = match[1];
  EXPECT_THAT(
      ids_in(client.body("efetch", {{"WebEnv", environment}, {"query_key", "1"}, {"retstart", "1"}, {"retmax", "1"}})),
      ElementsAre("4"));
  EXPECT_THAT(client.body("epost", {{"id", "4,5"}, {"WebEnv", environment}}), HasSubstr("<QueryKey>2</QueryKey>"));
  EXPECT_THAT(ids_in(client.body("esearch", {{"term", "#2 NOT rats[ti]"}, {"WebEnv", environment}})), ElementsAre("5"));
  EXPECT_THAT(ids_in(client.body("esearch", {{"term", "rats[ti]"}, {"WebEnv", environment}, {"query_key", "2"}})),
              ElementsAre("4"));
  EXPECT_THAT(client.body("efetch", {{"WebEnv", environment}, {"query_key", "2"}, {"retstart", "2"}}),
              HasSubstr("OUT OF RANGE. Parameter retstart=2 + 1 is greater"));
  EXPECT_THAT(client.body("efetch", {{"WebEnv", "gone"}, {"query_key", "1"}}), HasSubstr("Unable to obtain query #1"));
  const auto json = nlohmann::json::parse(client.body("esummary", {{"id", "1,99"}, {"retmode", "json"}}));
  EXPECT_EQ(json["result"]["1"]["title"], "Acupuncture for chronic pain");
  EXPECT_EQ(json["result"]["99"]["error"], "cannot get document summary");
  EXPECT_THAT(client.body("esummary", {{"id", "1"}}), HasSubstr("<DocumentSummary uid=\"1\">"));
  EXPECT_THAT(client.body("einfo", {}), HasSubstr("<Count>5</Count>"));
}

TEST(EutilsServer, ShowsEachFaultWhenItIsDue) {
  Client client({.faults = "429:at=1,retry-after=7;500:at=2;html:at=3;truncate=100:at=4;error:at=5;reset:at=6;"
                           "stall=0.3:at=7;missing=3;drift=+2:from=8,of=esearch"});
  const httplib::Params term = {{"term", "massage[ti]"}};
  const auto limited = client.post("esearch", term);
  ASSERT_TRUE(limited);
  EXPECT_EQ(limited->status, 429);
  EXPECT_EQ(limited->get_header_value("Retry-After"), "7");
  EXPECT_EQ(client.post("esearch", term)->status, 500);
  const auto page = client.post("esearch", term);
  EXPECT_EQ(page->status, 200);
  EXPECT_THAT(page->body, HasSubstr("<h1>Server Error</h1>"));
  EXPECT_EQ(client.body("esearch", term).size(), 100U);
  EXPECT_THAT(client.body("esearch", term),
              HasSubstr("<ERROR>Search Backend failed: Database is not supported: pubmed"));
  EXPECT_FALSE(client.post("esearch", term));
  const auto start = std::chrono::steady_clock::now();
  EXPECT_THAT(client.body("esearch", term), HasSubstr("<Count>1</Count>"));
  EXPECT_GE(std::chrono::steady_clock::now() - start, std::chrono::milliseconds(300));
  EXPECT_THAT(ids_in(client.body("efetch", {{"id", "2,3"}})), ElementsAre("2"));
  EXPECT_THAT(client.body("esearch", term), HasSubstr("<Count>3</Count>"));
  const auto log = client.server.requests();
  EXPECT_EQ(log[0].status, 429);
  EXPECT_EQ(log[5].status, 0);
}

TEST(EutilsServer, StopsAtOnceWhileAnAnswerIsStalled) {
  const auto start = std::chrono::steady_clock::now();
  std::thread waiting;
  {
    EutilsServer server({.xml = {five_records()}, .faults = "stall=60"});
    const auto url = server.base_url();
    waiting = std::thread(
        [host = url.substr(0, url.find("/entrez"))] { httplib::Client(host).Get("/entrez/eutils/einfo.fcgi"); });
    while (server.requests().empty()) {
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
  }
  waiting.join();
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(20));
}

TEST(EutilsServer, RefusesFaultsItDoesNotKnow) {
  for (const std::string faults :
       {"418", "500:when=2", "500:at", "rest:at=1", "truncate", "drift=x", "missing=99999999999"}) {
    EXPECT_THROW(EutilsServer({.xml = {five_records()}, .faults = faults}), std::runtime_error) << faults;
  }
}

}  // namespace
}  // namespace meridian::test
