// A digest as text, Markdown, an HTML mail or JSON.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "core/study_json.hpp"
#include "core/text.hpp"
#include "tracker/digest.hpp"
#include "tracker/escape.hpp"
#include "tracker/published.hpp"

namespace meridian::tracker {
namespace {

/// How a medium marks up what all of them say.
struct Medium {
  std::string (*safe)(std::string_view);
  std::string begin, end;
  std::string topic, section, group;  ///< with {} for the words
  std::string item;                   ///< {0} link, {1} title, {2} what is known, {3} remarks
  std::string list_begin, list_end;
  std::string point;  ///< an item without link: {0} title, {1} what is known
};

std::string plain(std::string_view text) { return squeeze(printable(text)); }

Medium medium_of(DigestFormat format) {
  switch (format) {
    case DigestFormat::Html:
      return {escape_xml,
              "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>Digest</title></head>\n<body "
              "style=\"font-family:sans-serif;max-width:45em\">\n",
              "</body></html>\n",
              "<h1>{}</h1>\n",
              "<h2>{}</h2>\n",
              "<h3>{}</h3>\n",
              "<li><a href=\"{0}\">{1}</a><br>{2}{3}</li>\n",
              "<ul>\n",
              "</ul>\n",
              "<li>{0}<br>{1}</li>\n"};
    case DigestFormat::Markdown:
      return {escape_markdown,   "", "", "# {}\n", "\n## {}\n", "\n### {}\n", "- [{1}]({0})  \n  {2}{3}\n", "\n", "",
              "- {0}  \n  {1}\n"};
    case DigestFormat::Text:
    case DigestFormat::Json:
      break;
  }
  return {plain, "", "", "{}\n", "\n{}\n", "\n  {}\n", "  - {1}\n    {2}{3}\n    {0}\n", "", "", "  - {0}\n    {1}\n"};
}

std::string link_of(Pmid pmid) { return fmt::format("https://pubmed.ncbi.nlm.nih.gov/{}/", pmid); }

std::string known_of(const index::Held& held) {
  const Study& s = held.study;
  std::string out = fmt::format(
      "{}{}", held.citation.journal.title.empty() ? held.citation.journal.abbreviation : held.citation.journal.title,
      held.citation.date.year ? fmt::format(" {}", *held.citation.date.year) : "");
  const auto add = [&](const std::string& part) { out += (out.empty() ? "" : " · ") + part; };
  if (s.design) {
    add(s.design->id);
  }
  if (s.population) {
    add(s.population->id);
  }
  if (s.sample_size) {
    add(fmt::format("n = {}", s.sample_size->value));
  }
  if (s.direction) {
    add(s.direction->id);
  }
  add(fmt::format("PMID {}", held.citation.pmid));
  return out;
}

std::string remarks_of(const DigestItem& item) {
  std::string out;
  const auto name = [](const std::vector<Pmid>& pmids) {
    std::string text;
    for (const Pmid pmid : pmids) {
      text += fmt::format("{}{}", text.empty() ? "" : ", ", pmid);
    }
    return text;
  };
  if (item.event.kind != "new" && item.event.kind != "changed") {
    out += fmt::format("; {}", item.what);
  }
  if (!item.notices.empty()) {
    out += fmt::format("; notice: PMID {}", name(item.notices));
  }
  if (!item.fields.empty()) {
    out += fmt::format("; changed: {}", fmt::join(item.fields, ", "));
  }
  if (!item.twins.empty()) {
    out += fmt::format("; the same paper: PMID {}", name(item.twins));
  }
  return out;
}

std::string render_item(const DigestItem& item, const Medium& m) {
  return fmt::format(fmt::runtime(m.item), link_of(item.event.pmid), m.safe(item.held.citation.title),
                     m.safe(known_of(item.held)), m.safe(remarks_of(item)));
}

std::string render_turn(const index::TextTurn& turn, const Medium& m) {
  const std::string where = turn.line == 0 ? turn.words : fmt::format("line {}: {}", turn.line, turn.words);
  if (turn.pmid == 0) {
    return fmt::format(fmt::runtime(m.point), m.safe(describe(turn)), m.safe(where));
  }
  return fmt::format(fmt::runtime(m.item), link_of(turn.pmid), m.safe(describe(turn)), m.safe(where),
                     turn.quote.empty() ? "" : m.safe(fmt::format(" — PMID {}: “{}”", turn.pmid, turn.quote)));
}

std::string render_items(const std::vector<DigestItem>& items, const Medium& m) {
  std::string out = m.list_begin;
  for (const auto& item : items) {
    out += render_item(item, m);
  }
  return out + m.list_end;
}

nlohmann::ordered_json row_of(const DigestItem& item) {
  return {{"kind", item.event.kind},
          {"what", item.what},
          {"pmid", item.event.pmid},
          {"item", item.event.item},
          {"seen", item.event.seen},
          {"told", item.event.told.empty() ? nlohmann::ordered_json(nullptr) : nlohmann::ordered_json(item.event.told)},
          {"title", item.held.citation.title},
          {"changed", item.fields},
          {"notices", item.notices},
          {"same_paper", item.twins},
          {"study", nlohmann::ordered_json::parse(to_json(item.held.study))}};
}

std::string render_json(const TextDigest& digest) {
  auto rows = nlohmann::ordered_json::array();
  for (const auto& turn : digest.turns) {
    rows.push_back({{"kind", turn.kind},
                    {"words", turn.words},
                    {"line", turn.line},
                    {"pmid", turn.pmid == 0 ? nlohmann::ordered_json(nullptr) : nlohmann::ordered_json(turn.pmid)},
                    {"before", turn.before},
                    {"after", turn.after},
                    {"quote", turn.quote},
                    {"seen", turn.seen},
                    {"told", turn.told.empty() ? nlohmann::ordered_json(nullptr) : nlohmann::ordered_json(turn.told)}});
  }
  const nlohmann::ordered_json whole = {
      {"schema", "meridian.digest/1"}, {"text", digest.text}, {"since", digest.since}, {"turns", rows}};
  return whole.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

std::string render_json(const Digest& digest) {
  auto rows = [](const std::vector<DigestItem>& items) {
    auto out = nlohmann::ordered_json::array();
    for (const auto& item : items) {
      out.push_back(row_of(item));
    }
    return out;
  };
  auto fresh = nlohmann::ordered_json::array();
  for (const auto& group : digest.fresh) {
    fresh.push_back({{"mechanism", group.mechanism}, {"design", group.design}, {"studies", rows(group.items)}});
  }
  const nlohmann::ordered_json whole = {
      {"schema", "meridian.digest/1"}, {"topic", digest.topic}, {"since", digest.since},
      {"alarms", rows(digest.alarms)}, {"new", fresh},          {"changed", rows(digest.changed)}};
  return whole.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace

std::string render(const Digest& digest, DigestFormat format) {
  if (format == DigestFormat::Json) {
    return render_json(digest);
  }
  const Medium m = medium_of(format);
  const auto head = [&](const std::string& form, const std::string& words) {
    return fmt::format(fmt::runtime(form), m.safe(words));
  };
  std::string out = m.begin + head(m.topic, digest.topic + (digest.since.empty() ? "" : " since " + digest.since));
  if (digest.empty()) {
    return out + head(m.section, "Nothing new") + m.end;
  }
  if (!digest.alarms.empty()) {
    out += head(m.section, "Retracted, corrected or withdrawn") + render_items(digest.alarms, m);
  }
  std::size_t count = 0;
  for (const auto& group : digest.fresh) {
    count += group.items.size();
  }
  if (count > 0) {
    out += head(m.section, fmt::format("New: {}", count));
  }
  for (const auto& group : digest.fresh) {
    out += head(m.group, fmt::format("{}, {}", group.mechanism.empty() ? "no mechanism told" : group.mechanism,
                                     group.design.empty() ? "design not told" : group.design)) +
           render_items(group.items, m);
  }
  if (!digest.changed.empty()) {
    out += head(m.section, fmt::format("Changed: {}", digest.changed.size())) + render_items(digest.changed, m);
  }
  return out + m.end;
}

std::string render(const TextDigest& digest, DigestFormat format) {
  if (format == DigestFormat::Json) {
    return render_json(digest);
  }
  const Medium m = medium_of(format);
  const std::string head = digest.text + (digest.since.empty() ? "" : " since " + digest.since);
  std::string out = m.begin + fmt::format(fmt::runtime(m.topic), m.safe(head));
  if (digest.turns.empty()) {
    return out + fmt::format(fmt::runtime(m.section), "Nothing turned") + m.end;
  }
  out += fmt::format(fmt::runtime(m.section), fmt::format("Turned since it was published: {}", digest.turns.size())) +
         m.list_begin;
  for (const auto& turn : digest.turns) {
    out += render_turn(turn, m);
  }
  return out + m.list_end + m.end;
}

}  // namespace meridian::tracker
