// Each way in which store and index can disagree is told, and mended where the store still knows the truth.
#include <SQLiteCpp/SQLiteCpp.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <xapian.h>

#include <atomic>
#include <csignal>
#include <fstream>
#include <thread>

#include "index/mend.hpp"
#include "tests/index/library_fixture.hpp"

namespace meridian::index {
namespace {

namespace fs = std::filesystem;

constexpr Pmid kMany = 120;  // so that each file of the index has several blocks

void fill(const Folder& folder, Pmid first, Pmid last) {
  std::vector<Entry> entries;
  for (Pmid pmid = first; pmid <= last; ++pmid) {
    entries.push_back(entry_of(pmid));
  }
  auto library = open_library(folder);
  ASSERT_TRUE(library) << library.error().describe();
  ASSERT_TRUE(library->add(entries, "t", "v1"));
}

Result<VerifyReport> verify(const Folder& folder) {
  Observer silent;
  auto library = open_library(folder, Access::Read);
  return library ? library->verify(false, silent) : tl::unexpected(library.error());
}

Result<Mended> mended(const Folder& folder) {
  Observer silent;
  return mend(folder.library(), silent);
}

std::string told(const VerifyReport& report) {
  std::string text;
  for (const Disagreement& one : report.disagreements) {
    text += fmt::format("{} {}\n", one.pmid, one.what);
  }
  return text;
}

Xapian::WritableDatabase search_files(const Folder& folder) {
  return Xapian::WritableDatabase((folder.library() / "search").string(), Xapian::DB_OPEN);
}

void run_sql(const Folder& folder, const std::string& sql) {
  SQLite::Database(folder.library() / "meridian.db", SQLite::OPEN_READWRITE).exec(sql);
}

/// The middle of the file, so that neither its name nor its first block gives it away.
void overwrite_middle(const fs::path& file) {
  const auto size = fs::file_size(file);
  std::fstream out(file, std::ios::in | std::ios::out | std::ios::binary);
  out.seekp(static_cast<std::streamoff>(size / 4));
  out << std::string(size / 2, '\x5a');
}

struct Harm {
  const char* name;
  std::function<void(const Folder&)> apply;
  const char* told;
  Pmid records = kMany;
};

TEST(Verify, FindsAndMendsEachKindOfDisagreement) {
  const auto file_of_index = [](const char* name) {
    return [name](const Folder& folder) { overwrite_middle(folder.library() / "search" / name); };
  };
  // Where the harm is met, and so in which words it is told, hangs on how the commits laid out the file.
  const char* kDamaged = "damaged";
  const std::vector<Harm> harms{
      {"a document is missing", [](const Folder& f) { search_files(f).delete_document(7); },
       "7 held, but not in the search index"},
      {"a document too many", [](const Folder& f) { search_files(f).replace_document(4000, Xapian::Document()); },
       "4000 in the search index, but not held"},
      {"a document of other words",
       [](const Folder& f) {
         auto database = search_files(f);
         auto document = database.get_document(9);
         document.add_term("zebra");
         database.replace_document(9, document);
       },
       "9 the search index has it otherwise"},
      {"a document of another date",
       [](const Folder& f) {
         auto database = search_files(f);
         auto document = database.get_document(9);
         document.add_value(document.values_begin().get_valueno(), "other");
         database.replace_document(9, document);
       },
       "9 the search index has it otherwise"},
      {"behind", [](const Folder& f) { run_sql(f, "UPDATE citation SET sequence=sequence+1 WHERE pmid=3"); },
       "0 the search index is behind the store"},
      {"missing", [](const Folder& f) { fs::remove_all(f.library() / "search"); }, "0 the search index is missing"},
      {"no index at all, but a file",
       [](const Folder& f) {
         fs::remove_all(f.library() / "search");
         std::ofstream(f.library() / "search") << "text";
       },
       "0 the search index is missing, damaged"},
      {"damaged version file", file_of_index("iamglass"), kDamaged},
      {"damaged postings", file_of_index("postlist.glass"), kDamaged},
      {"damaged positions", file_of_index("position.glass"), kDamaged, 6 * kMany},
      {"damaged term lists", file_of_index("termlist.glass"), kDamaged},
      {"postings cut off", [](const Folder& f) { fs::resize_file(f.library() / "search/postlist.glass", 4096); },
       kDamaged},
  };
  for (const auto& [name, apply, words, records] : harms) {
    const Folder folder;
    fill(folder, 1, records);
    ASSERT_TRUE(verify(folder).value().disagreements.empty()) << told(verify(folder).value());
    apply(folder);
    const auto found = verify(folder);
    ASSERT_TRUE(found) << name << found.error().describe();
    EXPECT_NE(told(*found).find(words), std::string::npos) << name << ":\n" << told(*found).substr(0, 1000);
    const auto outcome = mended(folder);
    ASSERT_TRUE(outcome) << name << outcome.error().describe();
    EXPECT_NE(told(outcome->found).find(words), std::string::npos) << name << ": what is mended is told too:\n"
                                                                   << told(outcome->found).substr(0, 1000);
    EXPECT_EQ(outcome->found.repaired.size(), 1U) << name;
    EXPECT_TRUE(outcome->left.disagreements.empty()) << name << ":\n" << told(outcome->left);
    const auto after = verify(folder);
    ASSERT_TRUE(after) << name << after.error().describe();
    EXPECT_TRUE(after->disagreements.empty()) << name << ":\n" << told(*after);
    EXPECT_EQ(open_library(folder, Access::Read).value().search({"nerve"}).value().total, records) << name;
  }
}

TEST(Verify, ADamagedIndexNeitherStopsTheNextWriterNorIsItTakenForNothingFound) {
  for (const char* name : {"iamglass", "postlist.glass", "termlist.glass"}) {
    const Folder folder;
    fill(folder, 1, kMany);
    overwrite_middle(folder.library() / "search" / name);
    {
      auto reader = open_library(folder, Access::Read);
      ASSERT_TRUE(reader) << name << reader.error().describe();
      EXPECT_TRUE(reader->get(5).value()) << name << ": the store is whole";
      if (const auto answer = reader->search({"nerve"}); !answer) {
        EXPECT_EQ(answer.error().fault, Fault::Storage) << name;
        EXPECT_FALSE(answer.error().hint.empty()) << name;
      } else {
        EXPECT_EQ(answer->total, kMany) << name;
      }
    }
    fill(folder, kMany + 1, kMany + 3);
    static_cast<void>(mended(folder).value());
    EXPECT_EQ(open_library(folder, Access::Read).value().search({"nerve"}).value().total, kMany + 3) << name;
  }
}

TEST(Verify, ADamagedRecordIsNamedLeavesTheOthersFoundAndIsMendedByImport) {
  for (const char* harm :
       {"UPDATE revision SET citation=zeroblob(40) WHERE pmid=5", "UPDATE revision SET raw=x'28b52ffd04' WHERE pmid=5",
        "UPDATE study SET body=substr(body,1,20) WHERE pmid=5"}) {
    const Folder folder;
    fill(folder, 1, 20);
    run_sql(folder, harm);
    const auto found = verify(folder);
    ASSERT_TRUE(found) << harm << found.error().describe();
    EXPECT_EQ(told(*found).rfind("5 ", 0), 0U) << harm << told(*found);
    const auto outcome = mended(folder);
    ASSERT_TRUE(outcome) << harm << outcome.error().describe();
    EXPECT_FALSE(outcome->left.disagreements.empty()) << harm << ": no index can bring it back, and that is not hidden";

    fs::remove_all(folder.library() / "search");
    {
      auto library = open_library(folder);
      ASSERT_TRUE(library) << harm << library.error().describe();
      EXPECT_GE(library->search({"nerve"}).value().total, 19U) << harm;
    }
    fill(folder, 5, 5);
    const auto after = verify(folder).value();
    EXPECT_TRUE(after.disagreements.empty()) << harm << told(after);
    EXPECT_EQ(open_library(folder, Access::Read).value().search({"pmid:5"}).value().hits.size(), 1U) << harm;
  }
}

TEST(Verify, AHitThatCannotBeReadIsSaidAndNotCounted) {
  const Folder folder;
  fill(folder, 1, 4);
  run_sql(folder, "UPDATE revision SET citation=zeroblob(40) WHERE pmid=2");
  const auto library = open_library(folder, Access::Read).value();
  const auto answer = library.search({"nerve"}).value();
  EXPECT_EQ(answer.hits.size(), 3U);
  ASSERT_EQ(answer.warnings.size(), 1U);
  EXPECT_NE(answer.warnings[0].find("PMID 2 is damaged"), std::string::npos) << answer.warnings[0];
  const auto one = library.get(2);
  ASSERT_FALSE(one);
  EXPECT_EQ(one.error().fault, Fault::Storage);
  EXPECT_NE(one.error().message.find("PMID 2"), std::string::npos);
}

TEST(Verify, WithoutALibraryMakesNone) {
  const Folder folder;
  EXPECT_EQ(mended(folder).error().fault, Fault::NotFound);
  EXPECT_FALSE(fs::exists(folder.library()));
}

TEST(Lock, IsWaitedForAndItsHolderIsNamedWithTheTime) {
  const Folder folder;
  auto first = std::make_unique<Library>(open_library(folder).value());
  Observer silent;
  LibraryOptions options;
  options.folder = folder.library();
  options.access = Access::Write;
  const auto refused = Library::open(options, silent);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().fault, Fault::Locked);
  EXPECT_NE(refused.error().message.find(fmt::format("process {} (", ::getpid())), std::string::npos);
  EXPECT_NE(refused.error().message.find("since 20"), std::string::npos) << refused.error().message;
  options.wait_for_lock = std::chrono::seconds(1);
  const auto began = std::chrono::steady_clock::now();
  const auto in_vain = Library::open(options, silent);
  EXPECT_GE(std::chrono::steady_clock::now() - began, options.wait_for_lock);
  ASSERT_FALSE(in_vain);
  EXPECT_EQ(in_vain.error().message, refused.error().message) << "who holds it is told after the wait, too";
  options.wait_for_lock = std::chrono::seconds(60);
  std::atomic<bool> let_go{false};
  std::thread holder([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    let_go = true;
    first.reset();
  });
  const auto second = Library::open(options, silent);
  EXPECT_TRUE(let_go) << "two writers at once";
  EXPECT_TRUE(second) << second.error().describe();
  holder.join();
}

/// Adds until it fails, telling each batch that was acknowledged; ends with 0 where the failure was as promised.
int write_until_full(const Folder& folder, int pipe) {
  std::signal(SIGXFSZ, SIG_IGN);
  const rlimit limit{600'000, 600'000};
  ::setrlimit(RLIMIT_FSIZE, &limit);
  auto library = open_library(folder);
  if (!library) {
    return 2;
  }
  for (Pmid pmid = 1001; pmid < 1'000'000; pmid += 50) {
    std::vector<Entry> batch;
    for (Pmid i = 0; i < 50; ++i) {
      batch.push_back(entry_of(pmid + i));
    }
    if (const auto added = library->add(batch, "t", "v1"); !added) {
      return added.error().fault == Fault::Storage && !added.error().hint.empty() ? 0 : 3;
    }
    if (::write(pipe, &pmid, sizeof pmid) != sizeof pmid) {
      return 4;
    }
  }
  return 5;
}

TEST(FullDisk, EndsAsStorageLosesNothingCommittedAndOpensAgain) {
  const Folder folder;
  fill(folder, 1, 10);
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  const pid_t child = ::fork();
  if (child == 0) {
    ::close(ends[0]);
    int status = 0;
    try {
      status = write_until_full(folder, ends[1]);
    } catch (...) {
      status = 6;
    }
    ::_exit(status);
  }
  ::close(ends[1]);
  std::vector<Pmid> kept{1, 10};
  for (Pmid pmid = 0; ::read(ends[0], &pmid, sizeof pmid) == sizeof pmid;) {
    kept.push_back(pmid);
    kept.push_back(pmid + 49);
  }
  ::close(ends[0]);
  int status = 0;
  ::waitpid(child, &status, 0);
  ASSERT_TRUE(WIFEXITED(status)) << "killed by signal " << WTERMSIG(status);
  EXPECT_EQ(WEXITSTATUS(status), 0);
  EXPECT_GE(kept.size(), 4U) << "the limit came too early to show anything";
  {
    auto library = open_library(folder);
    ASSERT_TRUE(library) << library.error().describe();
    EXPECT_TRUE(library->missing(kept).value().empty());
    EXPECT_EQ(library->totals("v1").value().citations, 10 + (kept.size() - 2) / 2 * 50) << "part of a batch was kept";
  }
  const auto report = verify(folder).value();
  EXPECT_TRUE(report.disagreements.empty()) << told(report);
}

/// Runs `work` as a user who owns nothing, since nothing is closed to root. @return its status
int as_nobody(const std::function<int()>& work) {
  const pid_t child = ::fork();
  if (child == 0) {
    if (::getuid() == 0 && (::setgid(65534) != 0 || ::setuid(65534) != 0)) {
      ::_exit(77);
    }
    ::_exit(work());
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 200;
}

TEST(ReadOnlyFolder, IsReadAndAWriterIsToldWhyNot) {
  const Folder folder;
  fill(folder, 1, 30);
  ::chmod(folder.library().parent_path().c_str(), 0755);
  const auto allow = [&](mode_t mode) { ASSERT_EQ(::chmod(folder.library().c_str(), mode), 0); };
  allow(0555);
  for (const auto& entry : fs::recursive_directory_iterator(folder.library())) {
    ::chmod(entry.path().c_str(), entry.is_directory() ? 0555 : 0444);
  }
  const int status = as_nobody([&] {
    auto reader = open_library(folder, Access::Read);
    if (!reader) {
      std::fprintf(stderr, "%s\n", reader.error().describe().c_str());
      return 1;
    }
    if (const auto found = reader->search({"nerve"}); !found || found->total != 30 || found->hits.empty()) {
      return 2;
    }
    Observer silent;
    if (const auto report = reader->verify(false, silent); !report || !report->disagreements.empty()) {
      std::fprintf(stderr, "%s\n", report ? told(*report).c_str() : report.error().describe().c_str());
      return 3;
    }
    const auto writer = open_library(folder);
    if (writer || writer.error().fault != Fault::Storage ||
        writer.error().message.find("Permission denied") == std::string::npos) {
      return 4;
    }
    return 0;
  });
  for (const auto& entry : fs::recursive_directory_iterator(folder.library())) {
    ::chmod(entry.path().c_str(), entry.is_directory() ? 0755 : 0644);
  }
  allow(0755);
  if (status == 77) {
    GTEST_SKIP() << "this user cannot become another";
  }
  EXPECT_EQ(status, 0);
}

}  // namespace
}  // namespace meridian::index
