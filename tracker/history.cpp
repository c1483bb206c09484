// Compares the revisions of a record.
#include "tracker/history.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/citation_json.hpp"
#include "core/text.hpp"

namespace meridian::tracker {
namespace {

constexpr std::size_t kMostWords = 4000;

using Json = nlohmann::json;

/// A field as a person reads it.
std::string text_of(const Json& value) {
  if (value.is_null()) {
    return {};
  }
  if (value.is_string()) {
    return value.get<std::string>();
  }
  if (value.is_array()) {
    std::string out;
    for (const auto& part : value) {
      std::string text;
      if (part.is_object() && part.contains("text") && part["text"].is_string()) {
        const std::string label = part.value("label", Json()).is_string() ? part["label"].get<std::string>() : "";
        text = (label.empty() ? "" : label + ": ") + part["text"].get<std::string>();
      } else {
        text = part.is_string() ? part.get<std::string>() : part.dump(-1, ' ', false, Json::error_handler_t::replace);
      }
      out += (out.empty() ? "" : " ") + text;
    }
    return out;
  }
  return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

void append(std::vector<WordRun>& runs, WordRun::Kind kind, std::string_view word) {
  if (runs.empty() || runs.back().kind != kind) {
    runs.push_back({kind, std::string(word)});
  } else {
    runs.back().words += " " + std::string(word);
  }
}

}  // namespace

std::vector<WordRun> word_diff(std::string_view before, std::string_view after) {
  const std::string old_text = squeeze(before);
  const std::string new_text = squeeze(after);
  const auto a = old_text.empty() ? std::vector<std::string_view>{} : split(old_text, ' ');
  const auto b = new_text.empty() ? std::vector<std::string_view>{} : split(new_text, ' ');
  std::vector<WordRun> runs;
  if (a.size() > kMostWords || b.size() > kMostWords) {
    return {{WordRun::Kind::Removed, old_text}, {WordRun::Kind::Added, new_text}};
  }
  // Lengths of the longest common subsequences of what follows (i, j).
  std::vector<std::vector<std::uint16_t>> common(a.size() + 1, std::vector<std::uint16_t>(b.size() + 1, 0));
  for (std::size_t i = a.size(); i-- > 0;) {
    for (std::size_t j = b.size(); j-- > 0;) {
      common[i][j] = a[i] == b[j] ? static_cast<std::uint16_t>(common[i + 1][j + 1] + 1)
                                  : std::max(common[i + 1][j], common[i][j + 1]);
    }
  }
  std::size_t i = 0;
  std::size_t j = 0;
  while (i < a.size() || j < b.size()) {
    if (i < a.size() && j < b.size() && a[i] == b[j]) {
      append(runs, WordRun::Kind::Same, a[i]);
      ++i;
      ++j;
    } else if (i < a.size() && (j == b.size() || common[i + 1][j] >= common[i][j + 1])) {
      append(runs, WordRun::Kind::Removed, a[i++]);
    } else {
      append(runs, WordRun::Kind::Added, b[j++]);
    }
  }
  return runs;
}

std::string marked(const std::vector<WordRun>& runs) {
  std::string out;
  for (const auto& run : runs) {
    out += out.empty() ? "" : " ";
    out += run.kind == WordRun::Kind::Removed ? "[-" + run.words + "-]"
           : run.kind == WordRun::Kind::Added ? "{+" + run.words + "+}"
                                              : run.words;
  }
  return out;
}

Result<History> history_of(Pmid pmid, const index::Library& library, index::Ledger& ledger) {
  auto held = library.get(pmid);
  auto revisions = library.revisions(pmid);
  auto notices = ledger.notices(pmid);
  auto twins = ledger.twins(pmid);
  if (!held || !revisions || !notices || !twins) {
    return tl::unexpected<Error>(!held        ? held.error()
                                 : !revisions ? revisions.error()
                                 : !notices   ? notices.error()
                                              : twins.error());
  }
  if (!*held) {
    return fail(Fault::NotFound, fmt::format("PMID {} is not in the library", pmid));
  }
  History history{pmid, {}, std::move(*notices), std::move(*twins), (*held)->deleted};
  Json before;
  for (auto& revision : *revisions) {
    auto citation = ledger.citation_at(pmid, revision.number);
    if (!citation) {
      return tl::unexpected<Error>(citation.error());
    }
    const Json now = *citation ? Json::parse(to_json(**citation)) : Json::object();
    HistoryStep step{std::move(revision), {}};
    for (const auto& [name, value] : now.items()) {
      if (before.is_null() || before.value(name, Json()) == value) {
        continue;
      }
      FieldChange change{name, text_of(before.value(name, Json())), text_of(value), {}};
      if (name == "title" || name == "abstract") {
        change.words = word_diff(change.before, change.after);
      }
      step.changes.push_back(std::move(change));
    }
    before = now;
    history.steps.push_back(std::move(step));
  }
  return history;
}

}  // namespace meridian::tracker
