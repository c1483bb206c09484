// Lines that are withdrawn after they were written, through a pipe whose reader sees what comes out.
#include "cli/revocable_output.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdlib>
#include <future>
#include <string>

namespace meridian::cli {
namespace {

constexpr std::size_t kLineBytes = 1000;

std::string line_of(Pmid pmid) {
  std::string line = fmt::format("{{\"pmid\":{},\"title\":\"", pmid);
  return line + std::string(kLineBytes - line.size() - 3, 'x') + "\"}\n";
}

/// Lines of these PMIDs, in their order.
std::string lines_of(Pmid first, Pmid last, const std::unordered_set<Pmid>& without = {}) {
  std::string lines;
  for (Pmid pmid = first; pmid <= last; ++pmid) {
    lines += without.contains(pmid) ? "" : line_of(pmid);
  }
  return lines;
}

/// A pipe with a reader that takes all.
class Pipe {
 public:
  Pipe() {
    EXPECT_EQ(::pipe(ends_.data()), 0);
    read_ = std::async(std::launch::async, [this] {
      std::string all;
      std::array<char, 4096> some{};
      for (ssize_t got = 0; (got = ::read(ends_[0], some.data(), some.size())) > 0;) {
        all.append(some.data(), static_cast<std::size_t>(got));
      }
      return all;
    });
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;
  ~Pipe() { ::close(ends_[0]); }

  [[nodiscard]] std::string path() const { return fmt::format("/dev/fd/{}", ends_[1]); }
  /// All that came; nobody else may hold the writing end.
  [[nodiscard]] std::string close_and_read() {
    ::close(ends_[1]);
    return read_.get();
  }

 private:
  std::array<int, 2> ends_{-1, -1};
  std::future<std::string> read_;
};

struct Written {
  std::string text;
  std::vector<Pmid> late;
  int forecasts = 0;
};

const std::unordered_set<Pmid> kVoid{1, 2, 50, 300, 499, 500};

/// Five hundred lines in batches of ten, then word that six of them are void.
Written five_hundred(const HeldBounds& bounds, bool whole) {
  Written done;
  Pipe pipe;
  const Observer observer;
  {
    auto out = RevocableOutput::open(pipe.path(),
                                     {[&] {
                                        ++done.forecasts;
                                        return whole ? kVoid : std::unordered_set<Pmid>{};
                                      },
                                      whole},
                                     observer, bounds);
    EXPECT_TRUE(out);
    for (Pmid first = 1; first <= 500; first += 10) {
      std::vector<LineOf> lines;
      for (Pmid pmid = first; pmid < first + 10; ++pmid) {
        lines.push_back({pmid, kLineBytes});
      }
      EXPECT_TRUE(out->write(lines_of(first, first + 9), lines));
    }
    out->withdraw({kVoid.begin(), kVoid.end()});
    EXPECT_TRUE(out->finish());
    done.late = out->late();
  }
  done.text = pipe.close_and_read();
  return done;
}

/// TMPDIR for the length of a test.
class TemporaryFolder {
 public:
  explicit TemporaryFolder(const char* folder) { ::setenv("TMPDIR", folder, 1); }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder() { ::unsetenv("TMPDIR"); }
};

/// Files that take this many bytes and no more.
class FullDisk {
 public:
  explicit FullDisk(rlim_t bytes) {
    before_ = std::signal(SIGXFSZ, SIG_IGN);
    ::getrlimit(RLIMIT_FSIZE, &limit_);
    const rlimit narrow{bytes, limit_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &narrow);
  }
  FullDisk(const FullDisk&) = delete;
  FullDisk& operator=(const FullDisk&) = delete;
  ~FullDisk() {
    ::setrlimit(RLIMIT_FSIZE, &limit_);
    std::signal(SIGXFSZ, before_);
  }

 private:
  rlimit limit_{};
  void (*before_)(int) = nullptr;
};

constexpr HeldBounds kOnDisk{50'000, 1U << 30U};

TEST(RevocableOutput, WhatIsHeldInMemoryAndOnDiskComesOutWithoutTheVoidLines) {
  for (const HeldBounds& bounds : {HeldBounds{}, kOnDisk, HeldBounds{0, 1U << 30U}}) {
    const Written done = five_hundred(bounds, true);
    EXPECT_TRUE(done.text == lines_of(1, 500, kVoid)) << bounds.memory;
    EXPECT_TRUE(done.late.empty());
    EXPECT_EQ(done.forecasts, 0) << "the dear question is asked without need";
  }
}

TEST(RevocableOutput, WithoutVoidLinesAllComesOutAsItCame) {
  Pipe pipe;
  const Observer observer;
  {
    auto out = RevocableOutput::open(pipe.path(), {}, observer, kOnDisk);
    ASSERT_TRUE(out);
    for (Pmid pmid = 1; pmid <= 3000; ++pmid) {
      ASSERT_TRUE(out->write(line_of(pmid), {{pmid, kLineBytes}}));
    }
    out->withdraw({7'000'000});
    ASSERT_TRUE(out->finish());
  }
  EXPECT_TRUE(pipe.close_and_read() == lines_of(1, 3000));
}

TEST(RevocableOutput, BeyondItsBoundsTheForecastIsAsked) {
  const Written done = five_hundred({50'000, 100'000}, true);
  EXPECT_TRUE(done.text == lines_of(1, 500, kVoid));
  EXPECT_EQ(done.forecasts, 1);
  EXPECT_TRUE(done.late.empty());
}

TEST(RevocableOutput, WhatCannotBeForeseenIsHeldBeyondTheBoundOfTheRest) {
  const Written done = five_hundred({50'000, 100'000}, false);
  EXPECT_TRUE(done.text == lines_of(1, 500, kVoid));
  EXPECT_TRUE(done.late.empty());
}

TEST(RevocableOutput, AFullDiskLosesNothing) {
  for (const bool whole : {true, false}) {
    const FullDisk full(123'456);
    const Written done = five_hundred(kOnDisk, whole);
    EXPECT_TRUE(done.text == lines_of(1, 500, whole ? kVoid : std::unordered_set<Pmid>{})) << whole;
    EXPECT_EQ(done.late, whole ? std::vector<Pmid>{} : (std::vector<Pmid>{1, 2, 50, 300, 499, 500}));
  }
}

TEST(RevocableOutput, WithoutAFolderForTemporaryFilesTheForecastIsAsked) {
  const TemporaryFolder nowhere("/dev/null");
  const Written done = five_hundred(kOnDisk, true);
  EXPECT_TRUE(done.text == lines_of(1, 500, kVoid));
  EXPECT_EQ(done.forecasts, 1);
}

/// Ends as the program does where it may: silently, by SIGPIPE.
TEST(RevocableOutputDeathTest, AReaderThatIsGoneEndsTheWorkWhileAllIsHeld) {
  const auto write_into_a_closed_pipe = [] {
    std::signal(SIGPIPE, SIG_IGN);
    std::array<int, 2> ends{};
    if (::pipe(ends.data()) == 0) {
      const Observer observer;
      auto out = RevocableOutput::open(fmt::format("/dev/fd/{}", ends[1]), {}, observer);
      ::close(ends[0]);
      static_cast<void>(out->write(line_of(1), {{1, kLineBytes}}));
    }
  };
  EXPECT_EXIT(write_into_a_closed_pipe(), testing::KilledBySignal(SIGPIPE), "^$");
}

class Impatient final : public Observer {
 public:
  [[nodiscard]] bool cancelled() const override { return true; }
};

TEST(RevocableOutput, ASignalEndsTheWaitForAReaderThatDoesNotRead) {
  std::array<int, 2> ends{};
  ASSERT_EQ(::pipe(ends.data()), 0);
  struct sigaction action {};
  struct sigaction before {};
  action.sa_handler = [](int) {};
  ::sigaction(SIGUSR1, &action, &before);
  const Impatient observer;
  for (const HeldBounds& bounds : {HeldBounds{}, HeldBounds{0, 1U << 30U}}) {
    auto out = RevocableOutput::open(fmt::format("/dev/fd/{}", ends[1]), {}, observer, bounds);
    ASSERT_TRUE(out);
    for (Pmid pmid = 1; pmid <= 2000; ++pmid) {
      ASSERT_TRUE(out->write(line_of(pmid), {{pmid, kLineBytes}}));
    }
    const pthread_t writer = ::pthread_self();
    std::promise<void> ended;
    auto signals = std::async(std::launch::async, [&, is_over = ended.get_future()] {
      while (is_over.wait_for(std::chrono::milliseconds(20)) == std::future_status::timeout) {
        ::pthread_kill(writer, SIGUSR1);
      }
    });
    const auto finished = out->finish();
    ended.set_value();
    signals.get();
    ASSERT_FALSE(finished);
    EXPECT_EQ(finished.error().fault, Fault::Interrupted);
  }
  ::sigaction(SIGUSR1, &before, nullptr);
  ::close(ends[0]);
  ::close(ends[1]);
}

}  // namespace
}  // namespace meridian::cli
