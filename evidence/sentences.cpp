// Tells which section each sentence of a citation belongs to.
#include "evidence/sentences.hpp"

#include <array>

#include "core/text.hpp"
#include "evidence/splitter.hpp"

namespace meridian::evidence {
namespace {

constexpr std::size_t kMostText = 256 * 1024;

void cut(std::string_view text, Section section, std::vector<Sentence>& out) {
  for (const Span& span : split_sentences(text)) {
    out.push_back({text.substr(span.start, span.end - span.start), section, {}});
  }
}

bool has(std::string_view lower, std::string_view what) { return lower.find(what) != std::string_view::npos; }

Section by_name(std::string_view name) {
  const std::string lower = ascii_lower(name);
  if (has(lower, "conclu") || has(lower, "interpretation") || has(lower, "discussion")) {
    return Section::Conclusions;
  }
  if (has(lower, "result") || has(lower, "finding") || has(lower, "outcome")) {
    return Section::Results;
  }
  if (has(lower, "method") || has(lower, "design") || has(lower, "setting") || has(lower, "patients") ||
      has(lower, "intervention") || has(lower, "participants") || has(lower, "subjects") || has(lower, "procedure") ||
      has(lower, "measure") || has(lower, "data")) {
    return Section::Methods;
  }
  if (has(lower, "objective") || has(lower, "aim") || has(lower, "purpose")) {
    return Section::Objective;
  }
  if (has(lower, "background") || has(lower, "introduction") || has(lower, "context")) {
    return Section::Background;
  }
  return Section::Unknown;
}

void place(std::vector<Sentence>& all, std::size_t first) {
  Section now = Section::Background;
  for (std::size_t i = first; i < all.size(); ++i) {
    const std::string lower = ascii_lower(all[i].text);
    const auto colon = all[i].text.find(':');
    if (colon != std::string_view::npos && colon < 40 && by_name(all[i].text.substr(0, colon)) != Section::Unknown) {
      now = by_name(all[i].text.substr(0, colon));
      all[i].section = now;
      continue;
    }
    const bool aim = has(lower, "aim of") || has(lower, "this study investigated") || has(lower, "purpose of") ||
                     has(lower, "objective of") || has(lower, "to investigate") || has(lower, "to evaluate") ||
                     has(lower, "to determine") || has(lower, "we aimed");
    const bool method = has(lower, "were randomi") || has(lower, "randomly") || has(lower, "were divided") ||
                        has(lower, "were treated") || has(lower, "was measured") || has(lower, "were measured") ||
                        has(lower, "was assessed") || has(lower, "were assessed") || has(lower, "were recruited") ||
                        has(lower, "were enrolled") || has(lower, "received") || has(lower, "were included");
    const bool result = has(lower, "significant") || has(lower, "p <") || has(lower, "p<") || has(lower, "p =") ||
                        has(lower, "p=") || has(lower, "we found") || has(lower, "results showed") ||
                        has(lower, "improved") || has(lower, "reduced") || has(lower, "increased") ||
                        has(lower, "decreased") || has(lower, "there was no") || has(lower, "attenuated") ||
                        has(lower, "inhibited");
    const bool end = has(lower, "conclude") || has(lower, "in conclusion") || has(lower, "results suggest") ||
                     has(lower, "findings suggest") || has(lower, "results indicate") || has(lower, "data indicate") ||
                     has(lower, "data suggest") || has(lower, "findings indicate");
    if (end || (i + 1 == all.size() && now == Section::Results && !has(lower, "p <"))) {
      now = Section::Conclusions;
    } else if (now == Section::Conclusions) {
    } else if (aim && now == Section::Background) {
      all[i].section = Section::Objective;
      now = Section::Methods;
      continue;
    } else if (result && (now != Section::Background || i > first + 1)) {
      now = Section::Results;
    } else if (method && now != Section::Results) {
      now = Section::Methods;
    }
    all[i].section = now;
  }
}

}  // namespace

std::vector<Sentence> sentences_of(const Citation& citation) {
  std::vector<Sentence> out;
  cut(std::string_view(citation.title).substr(0, kMostText), Section::Title, out);
  for (auto& sentence : out) {
    sentence.section = Section::Title;
  }
  const std::size_t first = out.size();
  std::size_t left = kMostText;
  bool labelled = false;
  for (const auto& part : citation.abstract) {
    Section section = by_name(part.label);
    if (section == Section::Unknown) {
      section = by_name(part.category);
    }
    labelled = labelled || section != Section::Unknown;
    const auto text = std::string_view(part.text).substr(0, left);
    left -= text.size();
    cut(text, section, out);
  }
  if (!labelled) {
    // a record without abstract whose title runs on for sentences carries its abstract there
    const bool runs_on = citation.abstract.empty() && out.size() > 3;
    place(out, runs_on ? 1 : first);
  }
  return out;
}

std::string_view section_word(Section section) {
  static constexpr std::array<std::string_view, 7> kNames{"TITLE",   "BACKGROUND",  "OBJECTIVE", "METHODS",
                                                          "RESULTS", "CONCLUSIONS", ""};
  return kNames[static_cast<std::size_t>(section)];
}

}  // namespace meridian::evidence
