// Checks published texts again and compares with what was known.
#include "tracker/published.hpp"

#include <fmt/format.h>

#include <map>
#include <tuple>

namespace meridian::tracker {
namespace {

using index::TextState;
using index::TextTurn;
using Key = std::tuple<std::string, std::string, Pmid>;  // kind, words, study of the evidence

constexpr std::string_view kRetracted = "retracted";
const std::string_view kContradicts = evidence::to_word(evidence::Stance::Contradicts);

/// A state with what a turn of it would tell.
struct Point {
  TextState state;
  std::uint64_t line = 0;
  Pmid pmid = 0;
  std::string quote;
};

/// In the order of the text; words that stand there twice count once, a problem before none.
std::vector<Point> points_of(const CheckReport& report) {
  std::vector<Point> points;
  std::map<Key, std::size_t> seen;
  const auto add = [&](Point point) {
    const auto [at, fresh] = seen.emplace(Key(point.state.kind, point.state.words, point.state.pmid), points.size());
    if (fresh) {
      points.push_back(std::move(point));
    } else if (points[at->second].state.state.empty()) {
      points[at->second] = std::move(point);
    }
  };
  for (const auto& claim : report.claims) {
    add({{"verdict", claim.text, 0, std::string(evidence::to_word(claim.judgement.verdict))}, claim.start.line, 0, ""});
    for (const auto& row : claim.judgement.evidence) {
      const std::string stance(row.retracted ? kRetracted : evidence::to_word(row.finding.stance));
      add({{"evidence", claim.text, row.pmid, stance}, claim.start.line, row.pmid, row.finding.quote});
    }
  }
  for (const auto& citation : report.citations) {
    const std::size_t line = citation.file.empty() ? citation.place.line : 0;
    add({{"citation", citation.text, 0, citation.problem}, line, citation.pmid, ""});
  }
  return points;
}

using Known = std::map<Key, std::string>;

const std::string* state_of(const Known& known, const Key& key) {
  const auto at = known.find(key);
  return at == known.end() ? nullptr : &at->second;
}

/// A study that comes to a claim is news only where it contradicts; one that was there also where it was retracted.
/// What is said of a claim that was not read before is none.
bool is_turn(const Known& known, const std::string* before, const TextState& now) {
  if (before != nullptr) {
    return *before != now.state && (now.kind != "evidence" || now.state == kContradicts || now.state == kRetracted);
  }
  return now.kind == "evidence" && now.state == kContradicts && state_of(known, {"verdict", now.words, 0}) != nullptr;
}

Result<CheckReport> check_again(const index::PublishedText& text, Checker& checker) {
  auto draft = draft::read_draft(text.source, text.name);
  if (!draft) {
    return tl::unexpected<Error>(draft.error());
  }
  draft->name = text.name;
  std::vector<draft::Mention> beside;
  for (const auto& [name, bytes] : text.references) {
    auto entries = draft::read_references(bytes, name);
    if (!entries) {
      return tl::unexpected<Error>(entries.error());
    }
    beside.insert(beside.end(), entries->begin(), entries->end());
  }
  Observer silent;
  return checker.check_draft(std::move(*draft), beside, silent);
}

}  // namespace

Result<void> watch_text(const index::PublishedText& text, const CheckReport& report, index::Ledger& ledger) {
  std::vector<TextState> states;
  for (auto& point : points_of(report)) {
    states.push_back(std::move(point.state));
  }
  return ledger.keep_text(text, states);
}

Result<std::vector<TextTurn>> look_at_texts(std::span<const index::PublishedText> texts, const index::Library& library,
                                            index::Ledger& ledger, const CheckKnowledge& knowledge,
                                            const std::string& now, Observer& observer) {
  std::vector<TextTurn> out;
  observer.stage("checking published texts", texts.size(), "texts");
  Checker checker(library, knowledge);
  std::uint64_t done = 0;
  for (const auto& text : texts) {
    if (observer.cancelled()) {
      return fail(Fault::Interrupted, "stopped while checking published texts", "the next run checks them");
    }
    auto report = check_again(text, checker);
    auto known = ledger.text_states(text.name);
    if (!report || !known) {
      return tl::unexpected<Error>((!report ? std::move(report.error()) : std::move(known.error()))
                                       .while_doing(fmt::format("checking \"{}\" again", text.name)));
    }
    Known before;
    for (auto& state : *known) {
      before[{state.kind, state.words, state.pmid}] = std::move(state.state);
    }
    std::vector<TextState> states;
    std::vector<TextTurn> turns;
    for (auto& point : points_of(*report)) {
      const std::string* was = state_of(before, {point.state.kind, point.state.words, point.state.pmid});
      if (is_turn(before, was, point.state)) {
        turns.push_back({0, text.name, point.state.kind, point.state.words, point.line, point.pmid,
                         was == nullptr ? "" : *was, point.state.state, std::move(point.quote), now, ""});
      }
      if (was == nullptr || *was != point.state.state) {
        states.push_back(std::move(point.state));
      }
    }
    if (!states.empty()) {
      if (auto noted = ledger.note_turns(text.name, states, turns); !noted) {
        return tl::unexpected<Error>(noted.error());
      }
    }
    out.insert(out.end(), std::make_move_iterator(turns.begin()), std::make_move_iterator(turns.end()));
    observer.advance(++done);
  }
  return out;
}

std::string describe(const TextTurn& turn) {
  if (turn.kind == "verdict") {
    return fmt::format("verdict {} → {}", turn.before, turn.after);
  }
  if (turn.kind == "evidence") {
    return turn.after == kRetracted ? "a study on it was retracted" : "a study contradicts it";
  }
  if (turn.before == "no-such-record" && turn.after.empty()) {
    return "cited study: in the library now";
  }
  return turn.after.empty() ? fmt::format("cited study: no longer {}", turn.before)
                            : fmt::format("cited study: {}", turn.after);
}

}  // namespace meridian::tracker
