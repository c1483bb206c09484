// Lines about studies on their way out, any of which may still be withdrawn by what is read later.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <unordered_set>
#include <vector>

#include "core/citation.hpp"
#include "core/error.hpp"
#include "core/observer.hpp"

namespace meridian::cli {

/// One line's study and length in bytes, newline included.
struct LineOf {
  Pmid pmid = 0;
  std::size_t bytes = 0;
};

/// What is going to be withdrawn, as far as that can be known beforehand.
struct Foresight {
  std::function<std::unordered_set<Pmid>()> ask;  ///< asked once at most, and only if need be: it is dear
  bool whole = false;                             ///< false where some input can be read once only
};

/// How much waits for its end where nothing can be taken back, in bytes.
struct HeldBounds {
  std::uint64_t memory = std::uint64_t{64} << 20U;
  std::uint64_t disk = std::uint64_t{4} << 30U;  ///< beside that; without whole foresight as much as half the room
};

/// Writes JSON lines of which those about withdrawn PMIDs must not stand there in the end. A DeleteCitation ends the
/// file whose records came before it, so a line is out before it is known to be void. Into a regular file lines are
/// written as they come, and void ones are taken out again in the end.
///
/// Where nothing can be taken back (a pipe, a terminal) lines wait for the end: 64 MiB in memory, what is more in a
/// file without a name, and the void ones are left out as they are copied. Holding all back costs less than knowing
/// beforehand: whoever asks what will be withdrawn must inflate every file once more, a third of all the work of
/// converting it, while the detour over the page cache costs a tenth; and nothing could come out before the last file
/// is inflated anyhow, as any file withdraws records of those before it. Beyond 4 GiB, or half of what the folder for
/// temporary files has free, the forecast is asked, and from there on lines go out as they come; what is withdrawn
/// later all the same is told by late().
class RevocableOutput {
 public:
  /// `path` is a file to be written anew; "" is standard output. `observer` is asked whether to stop while a reader
  /// lets the output wait, and outlives this.
  /// @errors Storage: it cannot be written
  [[nodiscard]] static Result<RevocableOutput> open(const std::string& path, Foresight foresight,
                                                    const Observer& observer, const HeldBounds& bounds = {});

  RevocableOutput(RevocableOutput&&) noexcept;
  RevocableOutput& operator=(RevocableOutput&&) noexcept;
  ~RevocableOutput();

  /// `text` is the lines that `lines` tells of, one after the other; each holds its `"pmid":` before any other.
  /// @errors Storage: it cannot be written; Interrupted
  [[nodiscard]] Result<void> write(std::string&& text, const std::vector<LineOf>& lines);

  /// Lines about these are void, whether written before or after.
  void withdraw(const std::vector<Pmid>& pmids);

  /// Takes out what is void and writes what is held. Call once, last.
  /// @errors Storage: it cannot be written; Interrupted
  [[nodiscard]] Result<void> finish();

  /// Takes everything back, for whoever cannot go on to finish(): a file of which any line may be void is worse than
  /// none. The file `path` is removed, and standard output's file cut off where the first line began.
  /// @return false where lines may be out that cannot be taken back
  [[nodiscard]] bool abandon();

  /// PMIDs withdrawn after their line had gone where nothing can be taken back, ascending; right after finish().
  [[nodiscard]] std::vector<Pmid> late() const;

 private:
  struct Impl;
  explicit RevocableOutput(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace meridian::cli
