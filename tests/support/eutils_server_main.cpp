// Serves PubMed records on the loopback as the E-utilities do, for clients that are programs of their own.
#include <fmt/format.h>
#include <unistd.h>

#include <charconv>
#include <csignal>
#include <cstdio>
#include <exception>
#include <fstream>
#include <iterator>
#include <string_view>

#include "tests/support/eutils_server.hpp"

namespace {

constexpr std::string_view kUsage =
    "usage: eutils-server --records FILE... [--port N] [--faults SPEC] [--limit N] [--today YYYYMMDD]\n";

bool read_number(std::string_view text, auto& out) {
  const auto read = std::from_chars(text.data(), text.data() + text.size(), out);
  return read.ec == std::errc() && read.ptr == text.data() + text.size();
}

bool read_options(int count, char** words, meridian::test::EutilsServer::Options& options) {
  std::string_view name;
  for (int i = 1; i < count; ++i) {
    const std::string_view word = words[i];
    if (word.starts_with("--")) {
      name = word;
      continue;
    }
    if (name == "--records") {
      std::ifstream file(words[i], std::ios::binary);
      if (!file) {
        fmt::print(stderr, "error: {} cannot be read\n", word);
        return false;
      }
      options.xml.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
      continue;
    }
    const bool good = (name == "--port" && read_number(word, options.port)) ||
                      (name == "--limit" && read_number(word, options.limit) && options.limit > 0) ||
                      (name == "--today" && read_number(word, options.today)) || name == "--faults";
    if (!good) {
      fmt::print(stderr, "error: {} {} is not understood\n{}", name, word, kUsage);
      return false;
    }
    if (name == "--faults") {
      options.faults = word;
    }
    name = {};
  }
  if (options.xml.empty()) {
    fmt::print(stderr, "{}", kUsage);
  }
  return !options.xml.empty();
}

}  // namespace

int main(int count, char** words) {
  try {
    // Blocked before the server's threads begin, so that they inherit it and sigwait alone hears the signals.
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    meridian::test::EutilsServer::Options options;
    if (!read_options(count, words, options)) {
      return 2;
    }
    const meridian::test::EutilsServer server(std::move(options));
    fmt::print("{}\n", server.base_url());
    std::fflush(stdout);
    int signal = 0;
    sigwait(&signals, &signal);
    fmt::print(stderr, "{} records, {} requests\n", server.record_count(), server.requests().size());
    return 0;
  } catch (const std::exception& failure) {
    fmt::print(stderr, "error: {}\n", failure.what());
    return 1;
  }
}
