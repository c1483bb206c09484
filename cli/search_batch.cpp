// Running a file of queries and printing the run.
#include "cli/search_batch.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <set>

#include "core/text.hpp"

namespace meridian::cli {
namespace {

constexpr std::size_t kLongestLine = 1U << 20U;  // bytes

/// Without the signs that make a query of words.
std::string plain_words(std::string text) {
  std::replace_if(
      text.begin(), text.end(), [](char c) { return std::string_view("()[]\":*").find(c) != std::string_view::npos; },
      ' ');
  return ascii_lower(text);
}

}  // namespace

Result<Fault> run_batch(Context& context, const index::Library& library, const std::string& file, std::size_t limit,
                        index::Wording wording) {
  std::ifstream in(file, std::ios::binary);
  if (!in) {
    return fail(Fault::NotFound, fmt::format("{} cannot be read", file));
  }
  Fault outcome = Fault::None;
  std::set<std::string, std::less<>> seen;
  std::string line;
  for (std::size_t number = 1; std::getline(in, line); ++number) {
    if (context.observer->cancelled()) {
      return Fault::Interrupted;
    }
    if (trim(line).empty()) {
      continue;
    }
    const std::size_t tab = line.find('\t');
    const std::string_view id = trim(std::string_view(line).substr(0, tab));
    if (tab == std::string::npos || id.empty() || line.size() > kLongestLine) {
      return fail(Fault::Usage, fmt::format("{}:{}: not an id, a tab and a query", printable(file), number));
    }
    if (!seen.emplace(id).second) {
      return fail(Fault::Usage,
                  fmt::format("{}:{}: the id {} stands there twice", printable(file), number, printable(id)),
                  "a run file cannot tell their results apart");
    }
    if (trim(std::string_view(line).substr(tab)).empty()) {
      context.observer->warn(fmt::format("{}:{}: an empty query was left out", printable(file), number));
      outcome = Fault::Warnings;
      continue;
    }
    index::SearchRequest request;
    request.query = line.substr(tab + 1);
    request.limit = limit;
    request.facets = false;
    request.records = false;
    request.wording = wording;
    auto answer = library.search(request);
    if (!answer && answer.error().fault == Fault::Usage) {
      context.observer->warn(
          fmt::format("{}:{}: {}; read as plain words", printable(file), number, answer.error().message));
      if (answer.error().message.find("there is no tag") != std::string::npos) {
        outcome = Fault::Warnings;  // a tag that was not followed; a bracket of running text is none
      }
      request.query = plain_words(valid_utf8(request.query));
      answer = library.search(request);
    }
    if (!answer) {
      return tl::unexpected<Error>(std::move(answer.error()).while_doing(fmt::format("running query {}", id)));
    }
    std::size_t rank = 0;
    for (const auto& hit : answer->hits) {
      fmt::print("{} Q0 {} {} {:.6f} meridian\n", printable(id), hit.pmid, ++rank, hit.score);
    }
  }
  return outcome;
}

}  // namespace meridian::cli
