// A writer is killed at any point: nothing that it acknowledged is lost, and store and index agree after the next
// opening.
#include <signal.h>
#include <sys/wait.h>

#include <atomic>
#include <random>
#include <set>
#include <thread>

#include "tests/index/library_fixture.hpp"

namespace meridian::index {
namespace {

[[noreturn]] void write_until_killed(const Folder& folder, int pipe, Pmid first) {
  auto library = open_library(folder);
  if (!library) {
    ::_exit(1);
  }
  for (Pmid pmid = first;; pmid += 3) {
    const std::vector<Entry> batch{entry_of(pmid), entry_of(pmid + 1), entry_of(pmid + 2)};
    if (!library->add(batch, "t", "v1") || ::write(pipe, &pmid, sizeof pmid) != sizeof pmid) {
      ::_exit(1);
    }
  }
}

TEST(Kill, loses_nothing_acknowledged_in_sixty_kills) {
  const Folder folder;
  std::mt19937 random(7);
  std::set<Pmid> acknowledged;
  Observer silent;
  for (int round = 0; round < 60; ++round) {
    int ends[2];
    ASSERT_EQ(::pipe(ends), 0);
    const pid_t child = ::fork();
    if (child == 0) {
      ::close(ends[0]);
      write_until_killed(folder, ends[1], static_cast<Pmid>(round) * 10'000 + 1);
    }
    ::close(ends[1]);
    if (round % 2 == 0) {  // every other writer is past its opening, the rest are killed within it
      Pmid pmid = 0;
      ASSERT_EQ(::read(ends[0], &pmid, sizeof pmid), static_cast<ssize_t>(sizeof pmid));
      acknowledged.insert({pmid, pmid + 1, pmid + 2});
    }
    std::this_thread::sleep_for(std::chrono::microseconds(random() % 60'000));
    ::kill(child, SIGKILL);
    int status = 0;
    ::waitpid(child, &status, 0);
    EXPECT_TRUE(WIFSIGNALED(status)) << "the writer failed by itself";
    for (Pmid pmid = 0; ::read(ends[0], &pmid, sizeof pmid) == sizeof pmid;) {
      acknowledged.insert({pmid, pmid + 1, pmid + 2});
    }
    ::close(ends[0]);
    auto library = open_library(folder);
    ASSERT_TRUE(library) << library.error().describe();
    const std::vector<Pmid> all(acknowledged.begin(), acknowledged.end());
    EXPECT_TRUE(library->missing(all).value().empty()) << "round " << round;
    const auto report = library->verify(false, silent).value();
    EXPECT_TRUE(report.disagreements.empty()) << report.disagreements.at(0).what;
    EXPECT_EQ(library->search({"nerve"}).value().total, report.checked);
  }
  EXPECT_GT(acknowledged.size(), 30U) << "the kills came too early to show anything";
}

TEST(Readers, search_while_a_writer_adds) {
  const Folder folder;
  auto writer = open_library(folder).value();
  const Entry first = entry_of(1);
  ASSERT_TRUE(writer.add({&first, 1}, "t", "v1"));
  std::atomic<bool> done = false;
  std::vector<std::thread> readers;
  for (int i = 0; i < 3; ++i) {
    readers.emplace_back([&] {
      auto reader = open_library(folder, Access::Read);
      ASSERT_TRUE(reader) << reader.error().describe();
      std::uint64_t before = 0;
      while (!done) {
        const auto answer = reader->search({"nerve"});
        ASSERT_TRUE(answer) << answer.error().describe();
        EXPECT_GE(answer->total, before);
        before = answer->total;
      }
    });
  }
  for (Pmid pmid = 2; pmid < 120; ++pmid) {
    const Entry entry = entry_of(pmid);
    EXPECT_TRUE(writer.add({&entry, 1}, "t", "v1"));
  }
  done = true;
  for (auto& reader : readers) {
    reader.join();
  }
}

}  // namespace
}  // namespace meridian::index
