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

namespace meridian::cli {

/// One line's study and length in bytes, newline included.
struct LineOf {
  Pmid pmid = 0;
  std::size_t bytes = 0;
};

/// Writes JSON lines of which those about withdrawn PMIDs must not stand there in the end. A DeleteCitation ends the
/// file whose records came before it, so a line is out before it is known to be void. Into a regular file lines are
/// written as they come, and void ones are taken out again in the end. Where nothing can be taken back (a pipe, a
/// terminal) the first 64 MiB are held; whoever writes more must then name all that is going to be withdrawn, and what
/// is withdrawn later all the same is told by late().
class RevocableOutput {
 public:
  /// Names every PMID that will be withdrawn, as far as that can be known beforehand.
  using Forecast = std::function<Result<std::unordered_set<Pmid>>()>;

  /// `path` is a file to be written anew; "" is standard output.
  /// @errors Storage: it cannot be written
  [[nodiscard]] static Result<RevocableOutput> open(const std::string& path, Forecast forecast);

  RevocableOutput(RevocableOutput&&) noexcept;
  RevocableOutput& operator=(RevocableOutput&&) noexcept;
  ~RevocableOutput();

  /// `text` is the lines that `lines` tells of, one after the other; each holds its `"pmid":` before any other.
  /// @errors Storage: it cannot be written; those of the forecast
  [[nodiscard]] Result<void> write(std::string&& text, const std::vector<LineOf>& lines);

  /// Lines about these are void, whether written before or after.
  void withdraw(const std::vector<Pmid>& pmids);

  /// Takes out what is void and writes what is held. Call once, last.
  /// @errors Storage: it cannot be written
  [[nodiscard]] Result<void> finish();

  /// PMIDs withdrawn after their line had gone where nothing can be taken back, ascending; right after finish().
  [[nodiscard]] std::vector<Pmid> late() const;

 private:
  struct Impl;
  explicit RevocableOutput(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace meridian::cli
