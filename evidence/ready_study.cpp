// Finds what the sentences of a study name, and lays it beside a claim.
#include "evidence/ready_study.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "core/text.hpp"
#include "evidence/claim_limits.hpp"

namespace meridian::evidence {

namespace {

/// "EA" is electroacupuncture only in a study that spells it out: elsewhere it is emphysema.
void drop_unexplained_abbreviations(std::vector<ReadySentence>& sentences) {
  constexpr std::size_t kShort = 3;
  const auto is_short = [](const ReadySentence& sentence, const VocabularyHit& hit) {
    const auto text = std::string_view(sentence.text).substr(hit.start, hit.length);
    return hit.facet == "intervention" && text.size() <= kShort && std::all_of(text.begin(), text.end(), [](char c) {
             return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
           });
  };
  std::set<std::string, std::less<>> spelled;
  for (const auto& sentence : sentences) {
    for (const auto& hit : sentence.concepts.hits) {
      if (hit.facet == "intervention" && !is_short(sentence, hit)) {
        spelled.emplace(hit.id);
      }
    }
  }
  for (auto& sentence : sentences) {
    auto& concepts = sentence.concepts;
    std::erase_if(concepts.hits,
                  [&](const VocabularyHit& hit) { return is_short(sentence, hit) && !spelled.contains(hit.id); });
    std::erase_if(concepts.interventions, [&](const std::string& id) {
      return std::none_of(concepts.hits.begin(), concepts.hits.end(),
                          [&](const VocabularyHit& hit) { return hit.facet == "intervention" && hit.id == id; });
    });
  }
}

/// Writers' words for what studies have names for, "needle", "soak", speak of it only in a study that names it.
void drop_unexplained_everyday_words(std::vector<ReadySentence>& sentences, const ClaimWords& words) {
  std::set<std::string, std::less<>> named;
  for (const auto& sentence : sentences) {
    named.insert(sentence.concepts.studied.begin(), sentence.concepts.studied.end());
  }
  std::map<std::string, bool, std::less<>> meant;
  const auto is_meant = [&](const std::string& id) {
    const auto [known, fresh] = meant.try_emplace(id, true);
    if (fresh && !named.contains(id)) {
      const Subject subject = subject_of(id, "intervention", words);
      known->second = !subject.of_studies || std::any_of(subject.kinds.begin(), subject.kinds.end(),
                                                         [&](const std::string& kind) { return named.contains(kind); });
    }
    return known->second;
  };
  for (auto& sentence : sentences) {
    auto& concepts = sentence.concepts;
    std::erase_if(concepts.hits, [&](const VocabularyHit& hit) {
      return hit.facet == "intervention" && !is_meant(std::string(hit.id));
    });
    std::erase_if(concepts.interventions, [&](const std::string& id) { return !is_meant(id); });
  }
}

}  // namespace

ReadyStudy make_ready(Citation citation, Study study, const ClaimWords& words, const LinearModel* sections) {
  ReadyStudy ready;
  ready.citation = std::move(citation);
  ready.study = std::move(study);
  ready.lower = ascii_lower(ready.citation.title);
  for (const auto& part : ready.citation.abstract) {
    ready.lower += "\n" + ascii_lower(part.text);
  }
  for (const auto& sentence : sentences_of(ready.citation, sections)) {
    ReadySentence made;
    made.text = std::string(sentence.text);
    made.section = sentence.section;
    made.stems = content_stems(sentence.text);
    made.concepts = concepts_of(sentence.text, words);
    for (const auto& stem : made.stems) {
      ++ready.stems[stem];
    }
    ready.sentences.push_back(std::move(made));
  }
  drop_unexplained_abbreviations(ready.sentences);
  drop_unexplained_everyday_words(ready.sentences, words);
  for (const auto& sentence : ready.sentences) {
    for (const auto* list : {&sentence.concepts.interventions, &sentence.concepts.conditions}) {
      for (const auto& id : *list) {
        ready.concepts[id] += sentence.section == Section::Title ? 3 : 1;
      }
    }
  }
  return ready;
}

namespace {

/// Of a kind that gathers many, the study speaks of the one that the claim names.
bool names_it(const ReadyStudy& ready, const std::vector<std::string>& names) {
  return names.empty() || std::any_of(names.begin(), names.end(), [&](const std::string& name) {
           const std::string_view one = std::string_view(name).substr(0, name.size() - (name.ends_with('s') ? 1 : 0));
           return ready.lower.find(one) != std::string::npos;
         });
}

}  // namespace

bool counts_as(const Claim& claim, const std::string& asked, std::string_view given) {
  return claim.subjects.at(asked).kinds.contains(std::string(given));
}

bool speaks_of_that_one(const Claim& claim, const ReadyStudy& ready, const std::string& asked) {
  const auto& names = claim.subjects.at(asked).names;
  const std::string title = ascii_lower(ready.citation.title);
  // named once in passing, as what did not help before, it is not what was studied
  return names.empty() || std::any_of(names.begin(), names.end(), [&](const std::string& name) {
           const std::string one = name.substr(0, name.size() - (name.ends_with('s') ? 1 : 0));
           const auto first = ready.lower.find(one, title.size());
           return title.find(one) != std::string::npos ||
                  (first != std::string::npos && ready.lower.find(one, first + 1) != std::string::npos);
         });
}

bool gives(const Claim& claim, const ReadyStudy& ready, const std::string& asked) {
  if (!speaks_of_that_one(claim, ready, asked)) {
    return false;
  }
  for (const auto& intervention : ready.study.interventions) {
    if (intervention.role == Role::Tested && counts_as(claim, asked, intervention.id)) {
      return true;
    }
  }
  return std::any_of(ready.concepts.begin(), ready.concepts.end(), [&](const auto& concept_) {
    return concept_.second >= 3 && counts_as(claim, asked, concept_.first);
  });
}

bool has_illness(const Claim& claim, const ReadyStudy& ready, const std::string& asked) {
  for (const auto& condition : ready.study.conditions) {
    if (counts_as(claim, asked, condition.id)) {
      return true;
    }
  }
  // people with diabetes whose neuropathy is told of have diabetic neuropathy
  static constexpr std::array<std::array<std::string_view, 3>, 2> kMadeOf{
      {{"diabetic-neuropathy", "diabetes", "peripheral-neuropathy"}, {"cipn", "cancer", "peripheral-neuropathy"}}};
  for (const auto& [whole, first, second] : kMadeOf) {
    if (asked == whole && ready.concepts.contains(std::string(first)) && ready.concepts.contains(std::string(second))) {
      return true;
    }
  }
  // where the reader of studies knows no such illness, one mention must do
  const int least = claim.subjects.at(asked).of_studies ? 2 : 1;
  return std::any_of(ready.concepts.begin(), ready.concepts.end(), [&](const auto& concept_) {
    return concept_.second >= least && counts_as(claim, asked, concept_.first);
  });
}

bool on_subject(const Claim& claim, const ReadyStudy& study) {
  return (claim.interventions.empty() ||
          std::any_of(claim.interventions.begin(), claim.interventions.end(),
                      [&](const std::string& asked) { return gives(claim, study, asked); })) &&
         (claim.conditions.empty() ||
          std::any_of(claim.conditions.begin(), claim.conditions.end(),
                      [&](const std::string& asked) { return has_illness(claim, study, asked); }));
}

bool meets_limits(const Claim& claim, const ReadyStudy& ready) {
  const auto in_title = [&](const std::string& stem) {
    return std::any_of(ready.sentences.begin(), ready.sentences.end(), [&](const ReadySentence& sentence) {
      return sentence.section == Section::Title &&
             std::find(sentence.stems.begin(), sentence.stems.end(), stem) != sentence.stems.end();
    });
  };
  return std::all_of(claim.subject.begin(), claim.subject.end(), in_title) &&
         std::all_of(claim.limits.begin(), claim.limits.end(),
                     [&](const std::string& id) {
                       return std::any_of(ready.sentences.begin(), ready.sentences.end(), [&](const auto& sentence) {
                         return names_limit(ascii_lower(sentence.text), id);
                       });
                     }) &&
         std::all_of(claim.named.begin(), claim.named.end(),
                     [&](const std::string& stem) { return ready.stems.contains(stem); }) &&
         std::all_of(claim.compared.begin(), claim.compared.end(), [&](const Compared& other) {
           return names_it(ready, {other.name}) || ready.concepts.contains(other.id);  // "pethidine", meperidine
         });
}

bool tells_results(const ReadyStudy& study, const ReadySentence& sentence) {
  const std::string design = study.study.design ? study.study.design->id : "";
  if (sentence.section == Section::Title) {
    return study.citation.abstract.empty();  // a title alone counts where there is no abstract
  }
  if (design == "review" || design == "commentary" || design == "guideline") {
    return sentence.section != Section::Methods;  // reviews tell from their first sentence on
  }
  if (design.empty() || design == "case-report") {
    return sentence.section != Section::Objective && sentence.section != Section::Methods;
  }
  return sentence.section == Section::Results || sentence.section == Section::Conclusions ||
         sentence.section == Section::Unknown;
}

}  // namespace meridian::evidence
