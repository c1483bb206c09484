// Writing to the database, and when to commit.
#include "index/search/index_writer.hpp"

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <utility>

#include "core/error.hpp"

namespace meridian::index {
namespace {

/// While Xapian writes for this thread. A destructor of Xapian writes values too (1.4.22, `ValueUpdater` in
/// glass_values.cc), and where the disk is full its exception ends the program before anyone can catch it.
thread_local bool writing = false;

class Writing {
 public:
  Writing() { writing = true; }
  Writing(const Writing&) = delete;
  Writing& operator=(const Writing&) = delete;
  ~Writing() { writing = false; }
};

std::terminate_handler others_end = nullptr;

[[noreturn]] void end() {
  if (writing) {
    const Error error{Fault::Storage,
                      "the search index cannot be written; is the disk full?",
                      {},
                      "make room and run the same command again: what was stored is safe, and the index follows it"};
    std::fprintf(stderr, "%s\n", error.describe().c_str());
    std::fflush(stderr);
    std::_Exit(exit_status(Fault::Storage).status);
  }
  others_end();
  std::abort();
}

/// An end of the program that Xapian brings about is told as any other full disk.
void tell_such_ends() {
  static const bool once = [] {
    others_end = std::set_terminate(end);
    return true;
  }();
  static_cast<void>(once);
}

constexpr int kCommitShare = 4;  // at most a fifth of the time goes into commits

}  // namespace

IndexWriter::IndexWriter(Xapian::WritableDatabase database) : database_(std::move(database)) {
  tell_such_ends();
  database_.begin_transaction(false);
}

void IndexWriter::put(const PreparedDocument& prepared) {
  const Writing guard;
  pending_ = true;
  if (prepared.document) {
    database_.replace_document(prepared.pmid, *prepared.document);
    return;
  }
  try {
    database_.delete_document(prepared.pmid);
  } catch (const Xapian::DocNotFoundError&) {
    return;  // a record that arrived already withdrawn was never put
  }
}

void IndexWriter::reached(std::int64_t sequence) {
  database_.set_metadata(kWatermarkKey, std::to_string(sequence));
  pending_ = true;
  if (std::chrono::steady_clock::now() - committed_ >= kCommitShare * commit_cost_) {
    commit();
  }
}

void IndexWriter::commit() {
  if (!pending_) {
    return;
  }
  const Writing guard;
  const auto start = std::chrono::steady_clock::now();
  database_.commit_transaction();
  database_.commit();
  database_.begin_transaction(false);
  committed_ = std::chrono::steady_clock::now();
  commit_cost_ = committed_ - start;
  pending_ = false;
}

}  // namespace meridian::index
