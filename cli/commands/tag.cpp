// meridian tag: the reader's own tags on what a search finds, in notmuch's way: +add -remove -- QUERY.
#include <fmt/format.h>

#include <algorithm>

#include "cli/command.hpp"
#include "core/text.hpp"

namespace meridian::cli {
namespace {

constexpr std::size_t kLongestTag = 100;  // bytes

bool is_fit(std::string_view name) {
  return !name.empty() && name.size() <= kLongestTag && is_valid_utf8(name) && printable(name) == name &&
         name.find_first_of(" \t\",;()[]*:") == std::string_view::npos;
}

}  // namespace

Action declare_tag(CLI::App& app) {
  // Everything is taken as it stands: "-x" takes a tag away and is no flag.
  app.prefix_command();
  return [&app](Context& context) -> Result<Fault> {
    const std::vector<std::string> all = app.remaining();
    std::vector<std::string> add;
    std::vector<std::string> remove;
    std::string query;
    bool changes = true;
    for (const auto& word : all) {
      if (changes && word == "--") {
        changes = false;
      } else if (changes && word.size() > 1 && (word[0] == '+' || word[0] == '-')) {
        const std::string name = ascii_lower(word.substr(1));
        if (!is_fit(name)) {
          return fail(Fault::Usage, fmt::format("\"{}\" cannot be a tag", printable(name)),
                      "a tag is one word without quotation marks, brackets, commas and colons");
        }
        (word[0] == '+' ? add : remove).push_back(name);
      } else {
        changes = false;
        query += (query.empty() ? "" : " ") + word;
      }
    }
    if (add.empty() && remove.empty()) {
      return fail(Fault::Usage, "no tag is named", "meridian tag +to-read -- 'design:rct year:2020..'");
    }
    const auto both = std::find_first_of(add.begin(), add.end(), remove.begin(), remove.end());
    if (both != add.end()) {
      return fail(Fault::Usage, fmt::format("the tag {} is both added and taken away", printable(*both)));
    }
    if (query.empty()) {
      return fail(Fault::Usage, "no search is given, and tagging every study is seldom meant",
                  "name the studies after --, such as pmid:90000001");
    }
    auto library = context.open_library(index::Access::Write);
    if (!library) {
      return tl::unexpected<Error>(library.error());
    }
    auto pmids = library->matching(query);
    if (!pmids) {
      return tl::unexpected<Error>(pmids.error());
    }
    auto changed = library->tag(*pmids, add, remove);
    if (!changed) {
      return tl::unexpected<Error>(changed.error());
    }
    fmt::print("{} of {} studies changed\n", *changed, pmids->size());
    return Fault::None;
  };
}

}  // namespace meridian::cli
