// What takes long: kills at two hundred points, more records than one search can list, and the speed of a first update.
#include <fmt/format.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include <iostream>
#include <random>
#include <thread>

#include "tests/tracker/night.hpp"

namespace meridian::tracker {
namespace {

using Steady = std::chrono::steady_clock;

std::string small_records(int count) {
  std::string xml;
  for (int i = 1; i <= count; ++i) {
    xml += fmt::format(
        "<PubmedArticle><MedlineCitation><PMID Version=\"1\">{}</PMID><Article><Journal><Title>Synthetic "
        "Journal</Title></Journal><ArticleTitle>Trial on pain number {}</ArticleTitle></Article></MedlineCitation>"
        "</PubmedArticle>\n",
        92000000 + i, i);
  }
  return xml;
}

/// The sample's records again and again under PMIDs of their own: as long and as rich as real ones.
std::string rich_records(int count) {
  std::ifstream in(MERIDIAN_SOURCE_DIR "/data/sample/sample.xml", std::ios::binary);
  const std::string sample{std::istreambuf_iterator<char>(in), {}};
  std::vector<std::string> bodies;
  for (std::size_t at = 0; (at = sample.find("<PubmedArticle>", at)) != std::string::npos;) {
    const auto end = sample.find("</PubmedArticle>", at) + 16;
    bodies.push_back(sample.substr(at, end - at));
    at = end;
  }
  std::string xml;
  for (int i = 0; i < count; ++i) {
    std::string body = bodies[static_cast<std::size_t>(i) % bodies.size()];
    const auto from = body.find('>', body.find("<PMID")) + 1;
    body.replace(from, body.find('<', from) - from, std::to_string(93000000 + i));
    xml += body + "\n";
  }
  return xml;
}

/// Acknowledges each committed page through a pipe.
class Acknowledging final : public Observer {
 public:
  explicit Acknowledging(int pipe) : pipe_(pipe) {}
  void advance(std::uint64_t done) override { [[maybe_unused]] const auto n = ::write(pipe_, &done, sizeof done); }

 private:
  int pipe_;
};

TEST(Soak, DISABLED_KillsAtTwoHundredPointsLoseNothingCommitted) {
  constexpr int kKills = 200;
  const test::EutilsServer server({.xml = {small_records(1000)}});
  std::mt19937 random(11);
  std::chrono::microseconds whole{0};
  int killed = 0;
  int partial = 0;
  for (int round = -1; round < kKills; ++round) {
    Operator op;
    op.clock.at = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    int ends[2];
    ASSERT_EQ(::pipe(ends), 0);
    const auto start = Steady::now();
    const pid_t child = ::fork();
    if (child == 0) {
      ::close(ends[0]);
      Acknowledging observer(ends[1]);
      op.settings.base_url = server.base_url();
      auto library = op.open(index::Access::Write);
      auto ledger = op.books(index::Access::Write);
      fetcher::PubMed pubmed(op.settings, observer);
      std::optional<Error> failure;
      const auto receipt =
          update(op.topic, op.options, {pubmed, *library, *ledger, *op.vocabulary, op.clock, observer}, failure);
      ::_exit(receipt.complete ? 0 : 1);
    }
    ::close(ends[1]);
    if (round >= 0) {  // the first one measures how long a run takes
      std::this_thread::sleep_for(
          std::chrono::microseconds(std::uniform_int_distribution<std::int64_t>(0, whole.count())(random)));
      ::kill(child, SIGKILL);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    whole = round < 0 ? std::chrono::duration_cast<std::chrono::microseconds>(Steady::now() - start) : whole;
    std::uint64_t acknowledged = 0;
    for (std::uint64_t done = 0; ::read(ends[0], &done, sizeof done) == sizeof done;) {
      acknowledged = std::max(acknowledged, done);
    }
    ::close(ends[0]);
    killed += WIFSIGNALED(status) ? 1 : 0;
    partial += WIFSIGNALED(status) && acknowledged > 0 ? 1 : 0;
    {
      auto library = op.open(index::Access::Write);
      ASSERT_TRUE(library) << "round " << round << ": " << library.error().describe();
      Observer silent;
      EXPECT_GE(library->totals("")->citations, acknowledged) << "round " << round;
      const auto verified = library->verify(false, silent);
      EXPECT_TRUE(verified && verified->disagreements.empty()) << "round " << round;
    }
    std::optional<Error> failure;
    const auto receipt = op.run(server.base_url(), failure);
    ASSERT_TRUE(receipt);
    EXPECT_TRUE(receipt->complete) << (failure ? failure->describe() : "");
    EXPECT_LE(receipt->asked, 1000 - acknowledged) << "asked for what was held";
    EXPECT_EQ(op.open(index::Access::Read)->totals("")->citations, 1000U);
  }
  std::cout << fmt::format("{} runs killed, {} of them after their first page; a whole run takes {} ms\n", killed,
                           partial, whole.count() / 1000);
}

TEST(Soak, DISABLED_TwelveThousandRecordsPassTheLimitOfOneSearchAtTheRateOfOneMachine) {
  const test::EutilsServer server({.xml = {small_records(12500)}});
  Operator first;
  Operator second;
  second.settings.rate_file = first.settings.rate_file;
  std::array<pid_t, 2> children{};
  std::size_t number = 0;
  for (Operator* op : {&first, &second}) {
    op->clock.at = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    op->settings.gap.reset();
    op->settings.api_key = "a-key-for-ten-a-second";
    children.at(number) = ::fork();
    if (children.at(number++) == 0) {
      std::optional<Error> failure;
      const auto receipt = op->run(server.base_url(), failure);
      ::_exit(receipt && receipt->complete && receipt->count == 12500 && receipt->stored_new == 12500 ? 0 : 1);
    }
  }
  for (const pid_t child : children) {
    int status = 0;
    ::waitpid(child, &status, 0);
    EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
  }
  for (Operator* op : {&first, &second}) {
    EXPECT_EQ(op->open(index::Access::Read)->totals("")->citations, 12500U);
  }
  const auto log = server.requests();
  std::size_t most = 0;
  std::size_t searches = 0;
  for (std::size_t i = 0, oldest = 0; i < log.size(); ++i) {
    searches += log[i].program == "esearch" ? 1 : 0;
    while (log[i].at - log[oldest].at >= std::chrono::seconds(1)) {
      ++oldest;
    }
    most = std::max(most, i - oldest + 1);
  }
  EXPECT_LE(most, 10U) << "NCBI allows ten requests a second with a key";
  std::cout << fmt::format("{} requests of two processes, {} of them searches; at most {} within one second\n",
                           log.size(), searches, most);
}

TEST(Soak, DISABLED_AFirstUpdateOfTenThousandRecords) {
  const test::EutilsServer server({.xml = {rich_records(10000)}});
  for (const bool limited : {false, true}) {
    Operator op;
    op.topic.query = "all[sb]";
    op.clock.at = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    if (limited) {
      op.settings.gap.reset();  // 400 ms, as without a key
    }
    const auto requests_before = server.requests().size();
    const auto start = Steady::now();
    const pid_t child = ::fork();
    if (child == 0) {
      std::optional<Error> failure;
      const auto receipt = op.run(server.base_url(), failure);
      ::_exit(receipt && receipt->stored_new == 10000 ? 0 : 1);
    }
    int status = 0;
    rusage used{};
    ::wait4(child, &status, 0, &used);
    EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    const double wall = std::chrono::duration<double>(Steady::now() - start).count();
    const auto seconds = [](const timeval& t) {
      return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6;
    };
    const double cpu = seconds(used.ru_utime) + seconds(used.ru_stime);
    std::cout << fmt::format(
        "rate limit {}: {:.1f} s, {:.0f} records/s; {:.1f} s of processor time, {:.0f} records per "
        "processor second\n",
        limited ? "on" : "off", wall, 10000 / wall, cpu, 10000 / cpu);
    const auto requests = server.requests().size() - requests_before;
    if (limited) {
      std::cout << fmt::format("  {} requests wait {:.1f} s: {:.0f} % of the time\n", requests,
                               static_cast<double>(requests) * 0.4, 100 * static_cast<double>(requests) * 0.4 / wall);
    }
  }
}

}  // namespace
}  // namespace meridian::tracker
