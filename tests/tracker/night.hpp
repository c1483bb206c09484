// One night of an operator: a topic, a server on the loopback, a clock that a test sets, and a library of its own.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "tests/support/eutils_server.hpp"
#include "tracker/update.hpp"

namespace meridian::tracker {

class SetClock final : public Clock {
 public:
  [[nodiscard]] Instant now() const override { return at; }
  Instant at{};
};

inline std::shared_ptr<const evidence::Vocabulary> shipped_vocabulary() {
  std::vector<evidence::VocabularyFile> files;
  for (const auto& entry :
       std::filesystem::directory_iterator(std::filesystem::path(MERIDIAN_SOURCE_DIR) / "data/vocabulary")) {
    std::ifstream in(entry.path(), std::ios::binary);
    files.push_back({entry.path().filename().string(), std::string(std::istreambuf_iterator<char>(in), {})});
  }
  return *evidence::Vocabulary::load(files);
}

struct Operator {
  std::filesystem::path folder;
  std::shared_ptr<const evidence::Vocabulary> vocabulary = shipped_vocabulary();
  SetClock clock;
  Topic topic{"pain", "Pain", "", "pain[ti]", "pain.toml"};
  UpdateOptions options;
  fetcher::PubMedSettings settings;

  Operator() {
    // In memory where there is such a place: a year of nights syncs the disk thousands of times.
    const bool memory = ::access("/dev/shm", W_OK) == 0;
    std::string pattern = (memory ? std::string("/dev/shm/") : testing::TempDir()) + "meridian-night-XXXXXX";
    folder = ::mkdtemp(pattern.data());
    settings.email = "test@example.org";
    settings.gap = std::chrono::milliseconds(0);
    settings.rate_file = folder / "rate";
    settings.attempts = 3;
    settings.first_wait = std::chrono::milliseconds(1);
    settings.longest_wait = std::chrono::milliseconds(3);
    settings.total_limit = std::chrono::milliseconds(5000);
  }
  Operator(const Operator&) = delete;
  Operator& operator=(const Operator&) = delete;
  ~Operator() {
    std::error_code ignored;
    std::filesystem::remove_all(folder, ignored);
  }

  [[nodiscard]] Result<index::Library> open(index::Access access) const {
    Observer silent;
    index::LibraryOptions where;
    where.folder = folder / "library";
    where.access = access;
    where.clock = &clock;
    return index::Library::open(where, silent);
  }
  [[nodiscard]] Result<index::Ledger> books(index::Access access) const {
    return index::Ledger::open(folder / "library", access);
  }

  /// The receipt, or why the library could not be opened.
  Result<Receipt> run(const std::string& base_url, std::optional<Error>& failure) {
    auto library = open(index::Access::Write);
    if (!library) {
      return tl::unexpected<Error>(library.error());
    }
    auto ledger = books(index::Access::Write);
    if (!ledger) {
      return tl::unexpected<Error>(ledger.error());
    }
    Observer silent;
    settings.base_url = base_url;
    fetcher::PubMed pubmed(settings, silent);
    return update(topic, options, {pubmed, *library, *ledger, *vocabulary, clock, silent}, failure);
  }
};

}  // namespace meridian::tracker
