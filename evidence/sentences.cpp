// Tells which section each sentence of a citation belongs to.
#include "evidence/sentences.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <span>

#include "core/text.hpp"
#include "evidence/splitter.hpp"
#include "evidence/trained.hpp"

namespace meridian::evidence {
namespace {

constexpr std::size_t kMostText = std::size_t{256} * 1024;

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
  if (has(lower, "result") || has(lower, "finding") || has(lower, "data synthesis")) {
    return Section::Results;
  }
  if (has(lower, "method") || has(lower, "design") || has(lower, "setting") || has(lower, "patients") ||
      has(lower, "intervention") || has(lower, "participants") || has(lower, "subjects") || has(lower, "procedure") ||
      has(lower, "measure") || has(lower, "data")) {
    return Section::Methods;
  }
  if (has(lower, "outcome")) {
    return Section::Results;
  }
  if (has(lower, "objective") || has(lower, "aim") || has(lower, "purpose")) {
    return Section::Objective;
  }
  if (has(lower, "background") || has(lower, "introduction") || has(lower, "context")) {
    return Section::Background;
  }
  return Section::Unknown;
}

/// "RESULTS: ..." or "RESULTS We found", where the labels stand in the text itself.
Section inline_label(std::string_view sentence) {
  constexpr std::size_t kLongestLabel = 40, kShortestWord = 4;
  std::size_t end = sentence.find(':');
  if (end >= kLongestLabel) {
    const auto is_capital = [](char c) { return (c >= 'A' && c <= 'Z') || c == ' ' || c == '/' || c == '&'; };
    end = static_cast<std::size_t>(std::find_if_not(sentence.begin(), sentence.end(), is_capital) - sentence.begin());
    end = end == 0 ? 0 : sentence.rfind(' ', end - 1);
    if (end == std::string_view::npos || end < kShortestWord || end >= kLongestLabel) {
      return Section::Unknown;
    }
  }
  return by_name(sentence.substr(0, end));
}

/// How far into an abstract a part stands: no author goes back from results to background.
int stage(Section section) {
  return section == Section::Conclusions ? 3 : section == Section::Results ? 2 : section == Section::Methods ? 1 : 0;
}

/// The parts of an abstract without labels: those that the model scores highest together, in an abstract's order.
void place_by_model(std::span<Sentence> abstract, const LinearModel& model) {
  std::vector<Section> parts;
  for (const auto& name : model.classes()) {
    parts.push_back(by_name(name));
  }
  constexpr float kNever = -1e9F;
  std::vector<float> best(parts.size(), 0);         // of the sentences so far, by the part of the last one
  std::vector<std::vector<std::size_t>> came_from;  // by sentence and part
  for (std::size_t i = 0; i < abstract.size(); ++i) {
    const auto scores = model.scores(section_features(abstract, i).values());
    std::vector<float> next(parts.size(), kNever);
    came_from.emplace_back(parts.size(), 0);
    for (std::size_t k = 0; k < parts.size(); ++k) {
      for (std::size_t j = 0; j < parts.size(); ++j) {
        if ((i == 0 || stage(parts[j]) <= stage(parts[k])) && best[j] + scores[k] > next[k]) {
          next[k] = best[j] + scores[k];
          came_from[i][k] = j;
        }
      }
    }
    best = std::move(next);
  }
  auto k = static_cast<std::size_t>(std::max_element(best.begin(), best.end()) - best.begin());
  for (std::size_t i = abstract.size(); i-- > 0; k = came_from[i][k]) {
    abstract[i].section = parts[k];
  }
}

/// The part of each sentence of an abstract without labels: labels in the text hold until the next one where there are
/// several, else for their own sentence, and the model tells of the others.
void place(std::span<Sentence> abstract, const LinearModel* model) {
  constexpr std::ptrdiff_t kSeveral = 3;
  std::vector<Section> labels;
  std::transform(abstract.begin(), abstract.end(), std::back_inserter(labels),
                 [](const Sentence& s) { return inline_label(s.text); });
  const bool labelled =
      std::count_if(labels.begin(), labels.end(), [](Section label) { return label != Section::Unknown; }) >= kSeveral;
  if (!labelled && model != nullptr) {
    place_by_model(abstract, *model);
  }
  Section told = Section::Unknown;
  for (std::size_t i = 0; i < abstract.size(); ++i) {
    told = labels[i] != Section::Unknown || !labelled ? labels[i] : told;
    if (told != Section::Unknown) {
      abstract[i].section = told;
    }
  }
}

}  // namespace

std::vector<Sentence> sentences_of(const Citation& citation, const LinearModel* sections) {
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
    place(std::span(out).subspan(runs_on ? 1 : first), sections);
  }
  return out;
}

std::string_view section_word(Section section) {
  static constexpr std::array<std::string_view, 7> kNames{"TITLE",   "BACKGROUND",  "OBJECTIVE", "METHODS",
                                                          "RESULTS", "CONCLUSIONS", ""};
  return kNames[static_cast<std::size_t>(section)];
}

}  // namespace meridian::evidence
