// What every command works with: flags, settings, data files, the library, and how it talks to the person.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "core/error.hpp"
#include "core/observer.hpp"
#include "evidence/vocabulary.hpp"
#include "fetcher/pubmed.hpp"
#include "index/ledger.hpp"
#include "index/library.hpp"
#include "tracker/topic.hpp"

namespace meridian::cli {

/// Flags that every command has.
struct Flags {
  std::string library;
  bool quiet = false;
  bool json = false;
};

/// Progress and remarks on stderr: a bar on a terminal, a line every ten seconds elsewhere, nothing with --quiet.
/// cancelled() is true once SIGINT or SIGTERM came.
class TerminalObserver final : public Observer {
 public:
  explicit TerminalObserver(bool quiet);
  void stage(std::string_view name, std::uint64_t total, std::string_view unit) override;
  void advance(std::uint64_t done) override;
  void note(std::string_view text) override;
  void warn(std::string_view text) override;
  [[nodiscard]] bool cancelled() const override;
  /// Ends the bar's line.
  void finish();

 private:
  void draw();
  bool quiet_, terminal_, drawn_ = false;
  std::string stage_, unit_;
  std::uint64_t total_ = 0, done_ = 0;
  std::chrono::steady_clock::time_point last_;
};

struct Context {
  Flags flags;
  std::filesystem::path library_folder, data_folder, config_folder;
  std::string on_success, on_failure;  ///< a command, or an address to ping, after an update
  fetcher::PubMedSettings pubmed;
  std::unique_ptr<TerminalObserver> observer;

  /// Reads settings.toml and the environment.
  /// @errors Misconfigured: "file:line: what is wrong"
  [[nodiscard]] static Result<Context> make(const Flags& flags);

  /// Files of MeSH headings: the program's, then the user's.
  [[nodiscard]] std::vector<std::filesystem::path> mesh_files() const;
  /// `wait` is how long to wait for another writer; a signal ends it.
  /// @errors NotFound with advice where there is no library yet; Locked; Interrupted
  [[nodiscard]] Result<index::Library> open_library(index::Access access, std::chrono::seconds wait = {});
  /// The tracker's books of the same library.
  [[nodiscard]] Result<index::Ledger> open_ledger(index::Access access) const;
  /// The program's vocabulary files, then the user's.
  [[nodiscard]] Result<std::shared_ptr<const evidence::Vocabulary>> load_vocabulary() const;
  /// The program's topics and the user's, by id; the user's of the same id wins.
  [[nodiscard]] Result<std::vector<tracker::Topic>> load_topics() const;
  void finish() { observer->finish(); }
};

/// Turns SIGINT and SIGTERM into Observer::cancelled(), and SIGPIPE and SIGXFSZ into a failed write. Call once, first.
void install_signal_handlers();

}  // namespace meridian::cli
