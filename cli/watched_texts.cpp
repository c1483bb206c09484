// Checks kept texts again and prints what turned.
#include "cli/watched_texts.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "cli/check_knowledge.hpp"
#include "core/clock.hpp"
#include "core/text.hpp"
#include "tracker/published.hpp"

namespace meridian::cli {

Result<std::vector<index::TextTurn>> look_at_texts(Context& context, const index::Library& library,
                                                   index::Ledger& ledger) {
  auto texts = ledger.texts();
  if (!texts) {
    return tl::unexpected<Error>(texts.error());
  }
  if (texts->empty()) {
    return std::vector<index::TextTurn>();
  }
  auto knowledge = load_check_knowledge(context);
  if (!knowledge) {
    return tl::unexpected<Error>(knowledge.error());
  }
  auto turns =
      tracker::look_at_texts(*texts, library, ledger, *knowledge, to_iso(SystemClock().now()), *context.observer);
  context.finish();
  return turns;
}

void print_turns(const std::vector<index::TextTurn>& turns, bool json) {
  if (!json) {
    for (const auto& turn : turns) {
      fmt::print("  text        {}{}: {}{}: {}\n", printable(turn.text),
                 turn.line == 0 ? "" : fmt::format(":{}", turn.line), tracker::describe(turn),
                 turn.pmid == 0 ? "" : fmt::format(" (PMID {})", turn.pmid), printable(turn.words));
    }
    return;
  }
  auto rows = nlohmann::ordered_json::array();
  for (const auto& turn : turns) {
    rows.push_back({{"text", turn.text},
                    {"kind", turn.kind},
                    {"words", turn.words},
                    {"line", turn.line},
                    {"pmid", turn.pmid == 0 ? nlohmann::ordered_json(nullptr) : nlohmann::ordered_json(turn.pmid)},
                    {"before", turn.before},
                    {"after", turn.after}});
  }
  const nlohmann::ordered_json whole = {{"schema", "meridian.turns/1"}, {"turns", rows}};
  fmt::print("{}\n", whole.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace));
}

}  // namespace meridian::cli
