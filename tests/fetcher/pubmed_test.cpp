// Search and fetch against a scripted server on the loopback: complete, or said not to be.
#include "fetcher/pubmed.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <httplib.h>

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <mutex>
#include <set>
#include <thread>

namespace meridian::fetcher {
namespace {

using std::chrono::milliseconds;
using Steady = std::chrono::steady_clock;

const std::string kKey = "s3cret+key/0123";

/// A PubMed of the given PMIDs. `fault` sees each request's number (from 1) and may answer in its stead.
struct Server {
  std::set<Pmid> held;
  std::function<bool(int, httplib::Response&)> fault = [](int, httplib::Response&) { return false; };
  std::function<std::uint64_t(std::uint64_t, int)> told_count = [](std::uint64_t count, int) { return count; };
  bool ignores_ranges = false;
  std::string extra;               // into every ESearch answer
  std::set<Pmid> broken, swapped;  // given as damage; given under another PMID
  std::set<Pmid> shy;              // left out of the first answer that should hold them
  std::atomic<int> requests = 0;
  std::vector<std::string> bodies, targets, encodings;
  std::set<int> ports;  // of the client: one a connection
  std::mutex guard;
  httplib::Server http;
  std::thread thread;
  int port = 0;

  Server() {
    http.Post(R"(/eutils/(\w+)\.fcgi)", [this](const httplib::Request& request, httplib::Response& response) {
      const int number = ++requests;
      const std::lock_guard lock(guard);
      std::string form;
      for (const auto& [name, value] : request.params) {
        form += name + "=" + value + "&";
      }
      bodies.push_back(form);
      encodings.push_back(request.get_header_value("Accept-Encoding"));
      ports.insert(request.remote_port);
      targets.push_back(request.target);
      if (fault(number, response)) {
        return;
      }
      if (request.matches[1] == "esearch") {
        search(request, response, number);
      } else if (request.matches[1] == "efetch") {
        fetch(request, response);
      } else {
        response.set_content("<eInfoResult><DbInfo><Count>3</Count></DbInfo></eInfoResult>", "text/xml");
      }
    });
    http.new_task_queue = [] { return new httplib::ThreadPool(4); };
    port = http.bind_to_any_port("127.0.0.1");
    thread = std::thread([this] { http.listen_after_bind(); });
    while (!http.is_running()) {
      std::this_thread::sleep_for(milliseconds(1));
    }
  }
  ~Server() {
    http.stop();
    thread.join();
  }

  void search(const httplib::Request& request, httplib::Response& response, int number) {
    const auto term = request.get_param_value("term");
    Pmid lo = 0;
    Pmid hi = 99999999;
    if (const auto at = term.find(") AND "); at != std::string::npos && !ignores_ranges) {
      ASSERT_EQ(std::sscanf(term.c_str() + at, ") AND %u:%u[UID]", &lo, &hi), 2);
    }
    std::vector<Pmid> found(held.lower_bound(lo), held.upper_bound(hi));
    const auto count = term.starts_with('(') ? found.size() : told_count(found.size(), number);
    const auto most = std::stoul(request.get_param_value("retmax"));
    found.resize(std::min({found.size(), most, std::size_t{9999}}));
    std::string xml = fmt::format("<?xml version=\"1.0\"?><eSearchResult><Count>{}</Count><IdList>", count);
    for (const auto pmid : found) {
      xml += fmt::format("<Id>{}</Id>", pmid);
    }
    response.set_content(xml + "</IdList><QueryTranslation>t</QueryTranslation>" + extra + "</eSearchResult>",
                         "text/xml");
  }

  void fetch(const httplib::Request& request, httplib::Response& response) {
    std::string xml = "<?xml version=\"1.0\"?>\n<PubmedArticleSet>\n";
    std::istringstream ids(request.get_param_value("id"));
    for (std::string id; std::getline(ids, id, ',');) {
      const auto pmid = static_cast<Pmid>(std::stoul(id));
      if (!held.contains(pmid) || shy.erase(pmid) > 0) {
        continue;
      }
      xml += fmt::format(
          "<PubmedArticle><MedlineCitation Status=\"MEDLINE\"><PMID Version=\"1\">{}</PMID><Article><ArticleTitle>T"
          "{}</ArticleTitle></Article></MedlineCitation></PubmedArticle>\n",
          swapped.contains(pmid) ? pmid + 1000000 : pmid, broken.contains(pmid) ? "<b></i>" : "");
    }
    response.set_content(xml + "</PubmedArticleSet>", "text/xml");
  }
};

struct Ear final : Observer {
  std::vector<std::string> notes, warnings;
  std::atomic<bool> stop = false;
  void note(std::string_view text) override { notes.emplace_back(text); }
  void warn(std::string_view text) override { warnings.emplace_back(text); }
  [[nodiscard]] bool cancelled() const override { return stop; }
};

struct PubMedOnLoopback : testing::Test {
  Server server;
  Ear ear;
  PubMedSettings settings;
  std::filesystem::path folder;
  std::vector<FetchPage> pages;

  void SetUp() override {
    auto pattern = (std::filesystem::temp_directory_path() / "pubmed-XXXXXX").string();
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    folder = pattern;
    settings.base_url = fmt::format("http://127.0.0.1:{}/eutils", server.port);
    settings.api_key = kKey;
    settings.email = "a@example.org";
    settings.rate_file = folder / "rate";
    settings.first_wait = milliseconds(10);
    settings.longest_wait = milliseconds(1500);
    settings.attempts = 3;
  }
  void TearDown() override {
    for (const auto& line : ear.notes) {
      EXPECT_EQ(line.find(kKey), std::string::npos) << line;
    }
    std::filesystem::remove_all(folder);
  }
  Result<void> fetch(const std::vector<Pmid>& pmids) {
    return PubMed(settings, ear).fetch(pmids, [this](FetchPage&& page) -> Result<void> {
      pages.push_back(std::move(page));
      return {};
    });
  }
};

TEST_F(PubMedOnLoopback, SearchGivesIdsAscendingAndSendsTheKeyInTheBodyOnly) {
  server.held = {5, 3, 9};
  server.extra = "<ErrorList><FieldNotFound>NoSuchField</FieldNotFound></ErrorList>";
  const auto answer = PubMed(settings, ear).search("x[NoSuchField]");
  ASSERT_TRUE(answer) << answer.error().describe();
  EXPECT_EQ(answer->pmids, (std::vector<Pmid>{3, 5, 9}));
  EXPECT_EQ(answer->translation, "t");
  ASSERT_EQ(answer->warnings.size(), 1U);
  EXPECT_EQ(answer->warnings[0].kind, SearchWarning::Kind::FieldNotFound);
  ASSERT_EQ(ear.warnings.size(), 1U);
  EXPECT_NE(ear.warnings[0].find("NoSuchField"), std::string::npos);
  EXPECT_NE(server.bodies[0].find("api_key=" + kKey), std::string::npos);
  EXPECT_NE(server.bodies[0].find("email=a@example.org"), std::string::npos);
  EXPECT_EQ(server.targets[0], "/eutils/esearch.fcgi");
}

TEST_F(PubMedOnLoopback, SearchAboveTheLimitIsPartedIntoRangesAndComplete) {
  for (Pmid i = 1; i <= 25000; ++i) {
    server.held.insert(i * 1500);
  }
  const auto answer = PubMed(settings, ear).search("x");
  ASSERT_TRUE(answer) << answer.error().describe();
  EXPECT_EQ(answer->count, 25000U);
  EXPECT_EQ(answer->pmids, std::vector<Pmid>(server.held.begin(), server.held.end()));
  EXPECT_GT(answer->parts, 2);
}

TEST_F(PubMedOnLoopback, ACountThatDriftsIsLookedAtAgain) {
  for (Pmid i = 1; i <= 10005; ++i) {
    server.held.insert(i * 4000);
  }
  server.told_count = [](std::uint64_t count, int number) { return number == 1 ? count - 1 : count; };
  const auto answer = PubMed(settings, ear).search("x");
  ASSERT_TRUE(answer) << answer.error().describe();
  EXPECT_EQ(answer->count, 10005U);
}

TEST_F(PubMedOnLoopback, PartsThatNeverSumToTheCountAreIncomplete) {
  for (Pmid i = 1; i <= 10000; ++i) {
    server.held.insert(i * 4000);
  }
  server.told_count = [](std::uint64_t count, int) { return count + 7; };
  const auto answer = PubMed(settings, ear).search("x");
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().fault, Fault::Incomplete);
}

TEST_F(PubMedOnLoopback, FetchNamesWhatIsMissingDamagedAndUnasked) {
  server.held = {1, 2, 3, 4, 5};
  server.broken = {2};
  server.swapped = {3};
  server.shy = {4};
  const auto done = fetch({1, 2, 3, 4, 5, 6});
  ASSERT_TRUE(done) << done.error().describe();
  ASSERT_EQ(pages.size(), 1U);
  std::vector<Pmid> received;
  for (const auto& record : pages[0].records) {
    received.push_back(record.citation.pmid);
  }
  EXPECT_EQ(received, (std::vector<Pmid>{1, 5, 4}));
  EXPECT_EQ(pages[0].missing, (std::vector<Pmid>{3, 6}));
  EXPECT_EQ(pages[0].unasked, (std::vector<Pmid>{1000003}));
  ASSERT_FALSE(pages[0].damaged.empty());
  EXPECT_EQ(pages[0].damaged[0].pmid, 2U);
  EXPECT_EQ(server.requests, 2);
}

TEST_F(PubMedOnLoopback, AnyOneFaultAtAnyRequestIsSurvived) {
  for (Pmid i = 1; i <= 450; ++i) {
    server.held.insert(i);
  }
  const std::vector<std::function<void(httplib::Response&)>> faults{
      [](auto& response) { response.status = 429; },
      [](auto& response) { response.status = 503; },
      [](auto& response) { response.set_content("<html>busy</html>", "text/html"); },
      [](auto& response) { response.set_content("<?xml version=\"1.0\"?>\n", "text/xml"); },
      [](auto& response) { response.set_content("<PubmedArticleSet><PubmedArticle>", "text/xml"); },
      [](auto& response) { response.set_content("<e><ERROR>Search Backend failed: x</ERROR></e>", "text/xml"); },
      [](auto& response) {  // the connection ends before the length that was told
        response.set_content_provider(1000, "text/xml", [](std::size_t, std::size_t, httplib::DataSink& sink) {
          sink.write("<PubmedArticleSet>", 18);
          return false;
        });
      },
  };
  for (std::size_t kind = 0; kind < faults.size(); ++kind) {
    for (int at = 1; at <= 3; at += 2) {
      server.requests = 0;
      pages.clear();
      ear.notes.clear();
      server.fault = [&](int number, httplib::Response& response) {
        if (number == at) {
          faults[kind](response);
        }
        return number == at;
      };
      std::vector<Pmid> all(server.held.begin(), server.held.end());
      const auto done = fetch(all);
      ASSERT_TRUE(done) << kind << " " << done.error().describe();
      ASSERT_EQ(pages.size(), 3U);
      EXPECT_EQ(pages[0].records.size() + pages[1].records.size() + pages[2].records.size(), 450U);
      ASSERT_EQ(ear.notes.size(), 1U) << kind;
      EXPECT_NE(ear.notes[0].find("attempt 2 of 3"), std::string::npos) << ear.notes[0];
    }
  }
}

TEST_F(PubMedOnLoopback, ALastingTruncationIsANetworkErrorAndFinishedPagesStay) {
  for (Pmid i = 1; i <= 250; ++i) {
    server.held.insert(i);
  }
  server.fault = [](int number, httplib::Response& response) {
    response.set_content("<PubmedArticleSet><PubmedArticle></PubmedArticle>", "text/xml");
    return number > 1;
  };
  const auto done = fetch(std::vector<Pmid>(server.held.begin(), server.held.end()));
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().fault, Fault::Network);
  EXPECT_EQ(done.error().during, std::vector<std::string>{"fetching page 2 of 2"});
  EXPECT_EQ(pages.size(), 1U);
  EXPECT_EQ(server.requests, 4);
}

TEST_F(PubMedOnLoopback, RetryAfterIsObeyed) {
  server.held = {1};
  server.fault = [](int number, httplib::Response& response) {
    if (number == 1) {
      response.status = 429;
      response.set_header("Retry-After", "1");
    }
    return number == 1;
  };
  const auto start = Steady::now();
  ASSERT_TRUE(PubMed(settings, ear).search("x"));
  EXPECT_GE(Steady::now() - start, milliseconds(1000));
  EXPECT_EQ(ear.notes, std::vector<std::string>{"server busy (429), waiting 1 s, attempt 2 of 3"});
}

TEST_F(PubMedOnLoopback, RetryAfterAsADateIsObeyedUpToTheLongestWait) {
  server.held = {1};
  settings.longest_wait = milliseconds(700);
  server.fault = [](int number, httplib::Response& response) {
    if (number == 1) {
      response.status = 503;
      response.set_header("Retry-After", "Thu, 01 Jan 2099 00:00:00 GMT");
    }
    return number == 1;
  };
  ASSERT_TRUE(PubMed(settings, ear).search("x"));
  EXPECT_EQ(ear.notes, std::vector<std::string>{"server fault (503), waiting 700 ms, attempt 2 of 3"});
}

TEST_F(PubMedOnLoopback, AStopEndsAWaitWithinASecond) {
  settings.longest_wait = milliseconds(30000);
  server.fault = [](int, httplib::Response& response) {
    response.status = 429;
    response.set_header("Retry-After", "20");
    return true;
  };
  std::thread stopper([this] {
    std::this_thread::sleep_for(milliseconds(300));
    ear.stop = true;
  });
  const auto start = Steady::now();
  const auto answer = PubMed(settings, ear).search("x");
  EXPECT_LT(Steady::now() - start, milliseconds(1300));
  stopper.join();
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().fault, Fault::Interrupted);
}

TEST_F(PubMedOnLoopback, AServerThatIgnoresRangesEndsIncomplete) {
  for (Pmid i = 1; i <= 10005; ++i) {
    server.held.insert(i);
  }
  server.ignores_ranges = true;
  const auto answer = PubMed(settings, ear).search("x");
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().fault, Fault::Incomplete);
  EXPECT_LT(server.requests, 5);
}

TEST_F(PubMedOnLoopback, PlainHttpElsewhereIsRefusedWithoutARequest) {
  settings.base_url = "http://eutils.ncbi.nlm.nih.gov/entrez/eutils/";
  const auto answer = PubMed(settings, ear).search("x");
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().fault, Fault::Misconfigured);
}

TEST_F(PubMedOnLoopback, AnEchoedKeyNeverReachesAnError) {
  server.fault = [](int, httplib::Response& response) {
    response.status = 400;
    response.set_content("bad request with api_key=" + kKey + " or s3cret%2Bkey%2F0123", "text/plain");
    return true;
  };
  const auto answer = PubMed(settings, ear).search("x");
  ASSERT_FALSE(answer);
  const auto text = answer.error().describe();
  EXPECT_EQ(text.find("s3cret"), std::string::npos) << text;
  EXPECT_NE(text.find("bad request with"), std::string::npos) << text;
  EXPECT_EQ(server.requests, 1);
}

TEST_F(PubMedOnLoopback, AStalledServerRunsIntoTheTotalLimit) {
  settings.total_limit = milliseconds(200);
  settings.attempts = 2;
  server.fault = [](int, httplib::Response&) {
    std::this_thread::sleep_for(milliseconds(400));
    return true;
  };
  const auto answer = PubMed(settings, ear).search("x");
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().fault, Fault::Network);
  EXPECT_EQ(answer.error().message, "127.0.0.1 did not answer within 0.2 s (after 2 attempts)");
}

TEST_F(PubMedOnLoopback, AStopEndsATransferWithinASecond) {
  server.fault = [](int, httplib::Response&) {
    std::this_thread::sleep_for(milliseconds(2000));
    return true;
  };
  std::thread stopper([this] {
    std::this_thread::sleep_for(milliseconds(200));
    ear.stop = true;
  });
  const auto start = Steady::now();
  const auto answer = PubMed(settings, ear).search("x");
  EXPECT_LT(Steady::now() - start, milliseconds(1200));
  stopper.join();
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().fault, Fault::Interrupted);
}

TEST_F(PubMedOnLoopback, AnAnswerAboveTheSizeLimitIsRefused) {
  settings.size_limit = 100;
  for (Pmid i = 1; i <= 50; ++i) {
    server.held.insert(i);
  }
  const auto answer = PubMed(settings, ear).search("x");
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().fault, Fault::Network);
  EXPECT_EQ(server.requests, 1);
}

TEST_F(PubMedOnLoopback, OneConnectionIsKeptAndAnswersComeCompressed) {
  for (Pmid i = 1; i <= 450; ++i) {
    server.held.insert(i);
  }
  ASSERT_TRUE(fetch(std::vector<Pmid>(server.held.begin(), server.held.end())));
  EXPECT_EQ(server.requests, 3);
  EXPECT_EQ(server.ports.size(), 1U);
  EXPECT_EQ(server.encodings[0], "gzip");
}

TEST_F(PubMedOnLoopback, InfoReadsEInfo) {
  const auto info = PubMed(settings, ear).info();
  ASSERT_TRUE(info) << info.error().describe();
  EXPECT_EQ(info->count, 3U);
}

}  // namespace
}  // namespace meridian::fetcher
