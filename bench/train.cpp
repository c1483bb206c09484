// Trains the models of data/models/ from labelled sets: train SETS VOCABULARY OUT [MODEL...], where SETS is the folder
// with design/, negation/ and so on; the parts of abstracts are learnt from ../pubmed beside it too.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdio>

#include "bench/training.hpp"
#include "core/text.hpp"
#include "evidence/sentences.hpp"
#include "evidence/trained.hpp"

using namespace meridian;
using namespace meridian::bench;
namespace fs = std::filesystem;

namespace {

/// Authors often put their aim at the end of a part that they call background.
bool tells_aim(std::string_view sentence) {
  const std::string lower = ascii_lower(sentence);
  constexpr auto kAims = std::to_array<std::string_view>({"aim of", "aims of", "aimed to", "purpose of", "objective of",
                                                          "we sought to", "goal of", "to investigate", "to evaluate",
                                                          "to determine", "to assess", "to compare", "to examine"});
  return std::any_of(kAims.begin(), kAims.end(),
                     [&](std::string_view aim) { return lower.find(aim) != std::string::npos; });
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 4) {
    fmt::print(stderr, "usage: train SETS VOCABULARY OUT [MODEL...]\n");
    return 2;
  }
  const fs::path sets = argv[1], out = argv[3];
  const std::vector<std::string> wanted(argv + 4, argv + argc);
  const auto wants = [&](const char* name) {
    return wanted.empty() || std::find(wanted.begin(), wanted.end(), name) != wanted.end();
  };
  std::vector<fs::path> paths;
  for (const auto& entry : fs::directory_iterator(argv[2])) paths.push_back(entry.path());
  std::sort(paths.begin(), paths.end());
  std::vector<evidence::VocabularyFile> files;
  for (const auto& path : paths) files.push_back({path.string(), slurp(path)});
  auto vocabulary = evidence::Vocabulary::load(files);
  if (!vocabulary) {
    fmt::print(stderr, "{}\n", vocabulary.error().describe());
    return 1;
  }
  const auto values = [](const evidence::Features& f) {
    return std::vector<std::uint32_t>(f.values().begin(), f.values().end());
  };
  if (wants("design")) {
    Recipe recipe{"design",
                  {"rct", "case-report", "systematic-review", "review", "in-vitro", "protocol", "animal", "other"},
                  3,
                  1,
                  "design of an abstract in eight kinds, from the train part of the study type set (1,581 abstracts)"};
    std::vector<Example> all;
    auto citations = citations_of(sets / "design/train.xml.gz");
    for (const auto& row : rows_of(sets / "design/train.jsonl")) {
      const auto found = citations.find(row["pmid"].get<Pmid>());
      if (found == citations.end()) continue;
      all.push_back({values(evidence::training_view(found->second, **vocabulary).design),
                     label_of(recipe, row["design"].get<std::string>())});
    }
    for (const double cost : {10.0}) {
      Recipe other = recipe;
      other.cost = cost;
      fmt::print("design, cost {}: {}\n", cost, cross_validated(other, all));
    }
    make(recipe, all, out);
  }
  if (wants("treatment")) {
    Recipe recipe{
        "treatment",
        {"yes"},
        3,
        1,
        "whether a primary study tries a treatment, from the train part of the study type set: interventions in "
        "animals and people against animal studies without one and all others that are no review, case, protocol "
        "or experiment on cells"};
    recipe.least = 0.06;
    std::vector<Example> all;
    auto citations = citations_of(sets / "design/train.xml.gz");
    for (const auto& row : rows_of(sets / "design/train.jsonl")) {
      const auto detail = row["detail"].get<std::string>();
      const bool yes = detail.ends_with("drug-intervention");
      const auto found = citations.find(row["pmid"].get<Pmid>());
      if (found == citations.end() || (!yes && detail != "Animal-other" && detail != "Remaining")) continue;
      all.push_back({values(evidence::training_view(found->second, **vocabulary).design), yes ? 1 : 0});
    }
    for (const double cost : {0.3, 1.0, 10.0}) {
      Recipe other = recipe;
      other.cost = cost;
      fmt::print("treatment, cost {}: {}\n", cost, cross_validated(other, all));
    }
    make(recipe, all, out);
  }
  for (const auto& [name, type, positive] :
       {std::tuple{"negation", "negation", 1.5}, std::tuple{"speculation", "speculation", 1.5}}) {
    if (!wants(name)) continue;
    Recipe recipe{
        name,
        {"yes"},
        100,
        positive,
        fmt::format("whether a sentence holds a cue of {}, from the development part of BioScope's abstracts", type)};
    std::vector<Example> all;
    for (const auto& row : rows_of(sets / "negation/abstracts-dev.jsonl.gz")) {
      bool yes = false;
      for (const auto& cue : row["cues"]) yes = yes || cue["type"] == type;
      all.push_back({values(evidence::sentence_features(row["text"].get<std::string>())), yes});
    }
    for (const double cost : {300.0}) {
      Recipe other = recipe;
      other.cost = cost;
      fmt::print("{}, cost {}: {}\n", name, cost, cross_validated(other, all));
    }
    make(recipe, all, out);
  }
  if (wants("section")) {
    Recipe recipe{"section",
                  {"background", "objective", "methods", "results", "conclusions"},
                  0.3,
                  1,
                  "the part that a sentence plays, from abstracts with labels, which are taken away: the development "
                  "part of Evidence Inference and real PubMed records"};
    std::vector<Example> all;
    std::size_t abstracts = 0;
    for (const auto& file : {sets / "findings/dev.xml.gz", sets / "../pubmed/records.xml.gz"}) {
      for (const auto& [pmid, citation] : citations_of(file)) {
        constexpr std::size_t kLeastParts = 3;
        auto sentences = evidence::sentences_of(citation, nullptr);
        std::erase_if(sentences, [](const auto& s) { return s.section == evidence::Section::Title; });
        if (citation.abstract.size() < kLeastParts ||
            std::any_of(sentences.begin(), sentences.end(),
                        [](const auto& s) { return s.section == evidence::Section::Unknown; })) {
          continue;
        }
        for (std::size_t i = 0; i < sentences.size(); ++i) {
          auto part = sentences[i].section;
          if (part == evidence::Section::Background && tells_aim(sentences[i].text)) {
            part = evidence::Section::Objective;
          }
          all.push_back({values(evidence::section_features(sentences, i)),
                         label_of(recipe, ascii_lower(evidence::section_word(part))), abstracts});
        }
        ++abstracts;
      }
    }
    recipe.made_from += fmt::format(" ({} sentences of {} abstracts)", all.size(), abstracts);
    make(recipe, all, out);
  }
  if (wants("direction")) {
    Recipe recipe{"direction",
                  {"favours", "no-difference", "mixed", "against", "not-applicable"},
                  1,
                  1,
                  "direction of a study, from the development parts of the domain's labelled and invented abstracts"};
    std::vector<Example> all;
    std::size_t by_rules = 0;
    for (const char* set : {"studies", "synthetic"}) {
      auto citations = citations_of(sets / set / "dev.xml.gz");
      for (const auto& row : rows_of(sets / set / "dev.jsonl")) {
        const auto view = evidence::training_view(citations[row["pmid"].get<Pmid>()], **vocabulary);
        const auto label = row["direction"].get<std::string>();
        by_rules += view.study.direction && view.study.direction->id == label;
        all.push_back({values(view.direction), label_of(recipe, label)});
      }
    }
    fmt::print("direction, rules alone: {} of {}\n", by_rules, all.size());
    for (const double cost : {0.1, 0.3, 3.0}) {
      Recipe other = recipe;
      other.cost = cost;
      fmt::print("direction, cost {}: {}\n", cost, cross_validated(other, all));
    }
    if (!wanted.empty()) make(recipe, all, out);
  }
  if (wants("findings")) train_findings(sets, **vocabulary, out);
  return 0;
}
