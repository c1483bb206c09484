// The index on a disk that takes no more.
#include "index/search/index_writer.hpp"

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <iterator>

#include "core/error.hpp"
#include "tests/index/library_fixture.hpp"

namespace meridian::index {
namespace {

constexpr int kThrown = 77;

/// Writes values alone, which Xapian lays out within the commit, until the disk is full.
int fill_with_values(const std::filesystem::path& folder) {
  std::signal(SIGXFSZ, SIG_IGN);
  static_cast<void>(std::freopen((folder / "errors").c_str(), "w", stderr));
  IndexWriter writer(Xapian::WritableDatabase((folder / "search").string(), Xapian::DB_CREATE_OR_OPEN));
  const rlimit limit{400'000, RLIM_INFINITY};
  ::setrlimit(RLIMIT_FSIZE, &limit);
  try {
    for (Pmid pmid = 1; pmid < 4000; ++pmid) {
      Xapian::Document document;
      document.add_value(0, std::string(1500, static_cast<char>('a' + pmid % 26)));
      writer.put({pmid, std::move(document)});
    }
    writer.commit();
  } catch (const Xapian::Error&) {
    return kThrown;
  }
  return 0;
}

TEST(IndexWriter, AnEndThatXapianBringsAboutIsToldAsAFullDisk) {
  const Folder folder;
  std::filesystem::create_directories(folder.library());
  const pid_t child = ::fork();
  if (child == 0) {
    ::_exit(fill_with_values(folder.library()));
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  ASSERT_TRUE(WIFEXITED(status)) << "killed by signal " << WTERMSIG(status);
  ASSERT_NE(WEXITSTATUS(status), 0) << "the limit was not reached";
  if (WEXITSTATUS(status) == kThrown) {
    return;  // a Xapian that throws needs no such care
  }
  EXPECT_EQ(WEXITSTATUS(status), exit_status(Fault::Storage).status);
  std::ifstream in(folder.library() / "errors");
  const std::string errors{std::istreambuf_iterator<char>(in), {}};
  EXPECT_NE(errors.find("the search index cannot be written"), std::string::npos) << errors;
}

}  // namespace
}  // namespace meridian::index
