// Reads one citation into a study by the rules of docs/rules.md: each part has its own file.
#include "evidence/study.hpp"

#include <algorithm>

#include "evidence/abbreviations.hpp"
#include "evidence/counts.hpp"
#include "evidence/design.hpp"
#include "evidence/direction.hpp"
#include "evidence/effects.hpp"
#include "evidence/integrity.hpp"
#include "evidence/mechanisms.hpp"
#include "evidence/population.hpp"
#include "evidence/sample_size.hpp"
#include "evidence/sentences.hpp"
#include "evidence/tags.hpp"
#include "evidence/told_outcomes.hpp"
#include "evidence/trained.hpp"

namespace meridian::evidence {

namespace {

/// @param view  where not null, the rules read alone and what the models would see is kept there
Study read_all(const Citation& citation, const Vocabulary& vocabulary, TrainingView* view) {
  Study study;
  study.pmid = citation.pmid;
  study.version = citation.version;
  study.title = citation.title;
  study.year = citation.date.year;
  study.integrity = read_integrity(citation);
  auto sentences = sentences_of(citation, vocabulary.model("section"));
  for (auto& sentence : sentences) {
    sentence.hits = vocabulary.hits(sentence.text);
  }
  follow_abbreviations(sentences);
  Counts designs = count(sentences, "design");
  Counts people = count(sentences, "population");
  const bool measured = std::any_of(sentences.begin(), sentences.end(), [](const Sentence& s) {
    return s.text.find("P <") != std::string_view::npos || s.text.find("p <") != std::string_view::npos ||
           s.text.find("P<") != std::string_view::npos || s.text.find("p<") != std::string_view::npos ||
           s.text.find('%') != std::string_view::npos || s.text.find("+/-") != std::string_view::npos ||
           s.text.find("±") != std::string_view::npos || s.text.find("ignificant") != std::string_view::npos;
  });
  const auto size = read_sample_size(sentences);
  const Marks marks = marks_of(sentences, size, measured);
  study.design = read_design(citation, sentences, designs, people, marks);
  bool untreated = false;
  if (const auto* model = vocabulary.model("design"); model != nullptr || view != nullptr) {
    const auto features = design_features(citation, designs, people, study.design, size);
    if (view != nullptr) {
      view->design = features;
    } else {
      study.design = design_by_model(citation, sentences, designs, *model, features, std::move(study.design));
    }
    if (const auto* treatment = vocabulary.model("treatment"); treatment != nullptr && view == nullptr) {
      untreated = tries_no_treatment(citation, sentences, *treatment, features, study.design);
    }
  }
  if (untreated) study.design = design_of_watching(sentences, marks, std::move(study.design));
  study.population = read_population(study.design, people, study.title);
  const bool narrative = study.design && ((study.design->id == "review" && study.design->rule == "R-007") ||
                                          study.design->id == "commentary" || study.design->id == "guideline");
  if (!narrative) {
    study.sample_size = size;
  } else {
    for (auto& sentence : sentences) {  // it has no methods of its own: what stands there is told of others' studies
      if (sentence.section == Section::Methods) sentence.section = Section::Unknown;
    }
  }
  if (study.design && study.design->id == "case-report" && !study.sample_size) {
    for (const auto& s : sentences) {
      if (std::any_of(s.hits.begin(), s.hits.end(),
                      [](const auto& h) { return h.facet == "design" && h.id == "case-report"; })) {
        study.sample_size = SampleSize{1, std::string(s.text), "R-026"};
        break;
      }
    }
  }
  read_interventions(sentences, citation, vocabulary, untreated, study);
  read_conditions(sentences, citation, vocabulary, study);
  study.direction =
      untreated ? Reading{"not-applicable", citation.title, "title", "R-065"} : read_direction(sentences, study);
  if (view != nullptr) {
    view->direction = direction_features(sentences, study);
    for (auto& told : told_outcomes(sentences, rule_effects(sentences, vocabulary, study), nullptr, nullptr)) {
      view->phrases.push_back({std::string(told.sentence->text.substr(told.start, told.end - told.start)),
                               std::string(told.sentence->text), std::move(told.outcome_features),
                               std::move(told.change_features)});
    }
  }
  read_mechanisms(sentences, vocabulary, study);
  read_effects(sentences, vocabulary, study);
  if (citation.abstract.empty()) {  // all words stand in the title, whatever part of it they are
    for (auto* reading : {&study.design, &study.population, &study.direction}) {
      if (*reading && (*reading)->from == "abstract") (*reading)->from = "title";
    }
    for (auto& condition : study.conditions) {
      condition.from = "title";
    }
  }
  return study;
}

}  // namespace

Study read(const Citation& citation, const Vocabulary& vocabulary) { return read_all(citation, vocabulary, nullptr); }

TrainingView training_view(const Citation& citation, const Vocabulary& vocabulary) {
  TrainingView view;
  view.study = read_all(citation, vocabulary, &view);
  return view;
}

}  // namespace meridian::evidence
