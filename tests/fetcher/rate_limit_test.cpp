// The gap between requests, kept by several processes at once.
#include "fetcher/rate_limit.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <vector>

namespace meridian::fetcher {
namespace {

using std::chrono::milliseconds;
using Steady = std::chrono::steady_clock;

struct RateFile : testing::Test {
  std::filesystem::path folder;
  void SetUp() override {
    auto pattern = (std::filesystem::temp_directory_path() / "rate-XXXXXX").string();
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    folder = pattern;
  }
  void TearDown() override { std::filesystem::remove_all(folder); }
};

struct Stopped final : Observer {
  [[nodiscard]] bool cancelled() const override { return true; }
};

TEST_F(RateFile, KeepsTheGapAmongFourProcesses) {
  const auto log = folder / "log";
  std::vector<pid_t> children;
  for (int child = 0; child < 4; ++child) {
    const auto pid = ::fork();
    ASSERT_GE(pid, 0);
    if (pid == 0) {
      Observer quiet;
      const RateLimit rate(folder / "rate", milliseconds(100));
      for (int request = 0; request < 4; ++request) {
        if (!rate.wait(quiet)) {
          ::_exit(1);
        }
        std::ofstream(log, std::ios::app) << Steady::now().time_since_epoch() / milliseconds(1) << "\n" << std::flush;
      }
      ::_exit(0);
    }
    children.push_back(pid);
  }
  for (const auto pid : children) {
    int status = 1;
    ::waitpid(pid, &status, 0);
    EXPECT_EQ(status, 0);
  }
  std::vector<long long> times;
  std::ifstream in(log);
  for (long long time = 0; in >> time;) {
    times.push_back(time);
  }
  ASSERT_EQ(times.size(), 16U);
  std::sort(times.begin(), times.end());
  // The time between the limit and the log line is up to the scheduler; the whole span is not.
  EXPECT_GE(times.back() - times.front(), 15 * 100 - 60);
}

TEST_F(RateFile, ATimeInTheFutureCostsOneGapAtMost) {
  const std::int64_t future = std::int64_t{1} << 60;
  std::ofstream(folder / "rate", std::ios::binary).write(reinterpret_cast<const char*>(&future), sizeof future);
  Observer quiet;
  const auto start = Steady::now();
  ASSERT_TRUE(RateLimit(folder / "rate", milliseconds(100)).wait(quiet));
  EXPECT_LT(Steady::now() - start, milliseconds(900));
}

TEST_F(RateFile, IsForItsOwnerAlone) {
  Observer quiet;
  ASSERT_TRUE(RateLimit(folder / "rate", milliseconds(1)).wait(quiet));
  struct stat status {};
  ASSERT_EQ(::stat((folder / "rate").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0600U);
}

TEST_F(RateFile, ALinkIsNotFollowed) {
  std::ofstream(folder / "victim") << "precious";
  std::filesystem::create_symlink(folder / "victim", folder / "rate");
  std::filesystem::create_hard_link(folder / "victim", folder / "hard");
  Observer quiet;
  for (const auto* name : {"rate", "hard"}) {
    const auto outcome = RateLimit(folder / name, milliseconds(1)).wait(quiet);
    ASSERT_FALSE(outcome) << name;
    EXPECT_EQ(outcome.error().fault, Fault::Misconfigured) << name;
  }
  std::string text;
  std::ifstream(folder / "victim") >> text;
  EXPECT_EQ(text, "precious");
}

TEST_F(RateFile, AStopIsHeededWhileWaiting) {
  Observer quiet;
  const RateLimit rate(folder / "rate", milliseconds(5000));
  ASSERT_TRUE(rate.wait(quiet));
  const auto start = Steady::now();
  const auto outcome = rate.wait(Stopped());
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().fault, Fault::Interrupted);
  EXPECT_LT(Steady::now() - start, milliseconds(900));
}

}  // namespace
}  // namespace meridian::fetcher
