// A loopback server that answers as NCBI's E-utilities do for PubMed, on records it is given, with faults on demand.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace meridian::test {

class EutilsServer {
 public:
  struct Options {
    std::vector<std::string> xml = {};  ///< bytes of PubMed XML files, plain or gzip
    int port = 0;                       ///< 0: any free one
    /// Clauses separated by ";", each `fault[=value][,option=value...][:when...]`:
    ///   429 500 502 503       that status; `retry-after=SECONDS`
    ///   html                  an HTML page with status 200
    ///   error                 ESearch's <ERROR> with status 200; `error=TEXT` says which
    ///   truncate=BYTES        the body ends there, as if that were all
    ///   stall=SECONDS         the answer comes so much later
    ///   reset                 the connection is reset without an answer
    ///   missing=PMID          EFetch leaves it out (always, unless told when)
    ///   drift=+N              ESearch's Count is off by so many
    /// When, by the request's number from 1: `at=N`, `every=N`, `from=N`, `to=N`; `of=esearch` counts and hits that
    /// program alone. Without: always.
    std::string faults = {};
    std::size_t limit = 9999;  ///< ids that a search gives at most
    int today = 0;             ///< YYYYMMDD, for reldate and "last 30 days"; 0: the clock's
  };

  /// Serves from here on, on 127.0.0.1. @throws std::runtime_error: the port is taken or a fault is not understood
  explicit EutilsServer(Options options);
  ~EutilsServer();
  EutilsServer(const EutilsServer&) = delete;
  EutilsServer& operator=(const EutilsServer&) = delete;

  /// "http://127.0.0.1:PORT/entrez/eutils/"
  [[nodiscard]] std::string base_url() const;

  struct Request {
    std::string method;                             ///< "GET" or "POST"
    std::string program;                            ///< "esearch"
    std::string form;                               ///< "name=value&name=value", not encoded, by name
    int status = 200;                               ///< 0: the connection was reset
    std::chrono::steady_clock::time_point at = {};  ///< of its arrival
  };
  /// Every request answered so far, in the order of their arrival.
  [[nodiscard]] std::vector<Request> requests() const;

  [[nodiscard]] std::size_t record_count() const;

  /// Puts records in or in the place of older ones, and takes some away. Not while a request is being answered.
  void change(const std::string& xml, const std::vector<std::uint32_t>& erased);
  /// Other faults from here on; requests are numbered from 1 again. Not while a request is being answered.
  void set_faults(const std::string& faults);

 private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

}  // namespace meridian::test
