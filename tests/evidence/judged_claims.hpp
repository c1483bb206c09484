// Claims laid beside studies of a test's own, with the vocabularies as shipped.
#pragma once

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "evidence/claim.hpp"
#include "evidence/study.hpp"
#include "evidence/verdict.hpp"
#include "tests/evidence/shipped_vocabulary.hpp"

namespace meridian::evidence::test {

inline std::shared_ptr<const Vocabulary> writers() {
  static const auto loaded = [] {
    std::vector<VocabularyFile> files;
    for (const char* name : {"interventions", "conditions", "outcomes", "words"}) {
      std::ifstream in(std::string(MERIDIAN_SOURCE_DIR "/data/check/") + name + ".toml");
      files.push_back({name, {std::istreambuf_iterator<char>(in), {}}});
    }
    auto result = Vocabulary::load(files);
    EXPECT_TRUE(result) << (result ? "" : result.error().message);
    return result ? *result : nullptr;
  }();
  return loaded;
}

inline ClaimWords words() { return {vocabulary().get(), writers().get()}; }

inline ReadyStudy study(Pmid pmid, const std::string& title, const std::string& methods, const std::string& results,
                        bool retracted = false) {
  Citation citation;
  citation.pmid = pmid;
  citation.title = title;
  citation.abstract = {{"METHODS", "METHODS", methods}, {"RESULTS", "RESULTS", results}};
  citation.date.year = 2020;
  Study read_study = read(citation, *vocabulary());
  if (retracted) {
    read_study.integrity.status = IntegrityStatus::Retracted;
  }
  return make_ready(std::move(citation), std::move(read_study), words(), vocabulary()->model("section"));
}

inline Judgement judge(const std::string& text, const std::vector<ReadyStudy>& studies) {
  const Claim claim = read_claim(text, {}, words());
  std::vector<std::pair<Claim, Judgement>> parts;
  for (const auto& part : parts_of(claim)) {
    std::vector<Weighed> weighed;
    for (const auto& one : studies) {
      weighed.push_back({&one, judge_by_rules(part, one)});
    }
    parts.emplace_back(part, weigh(part, weighed, *vocabulary()));
  }
  return join(claim, std::move(parts), *vocabulary());
}

inline std::vector<std::string> flags_of(const Judgement& judgement) {
  std::vector<std::string> out;
  for (const auto& flag : judgement.overreach) {
    out.push_back(flag.id);
  }
  return out;
}

inline constexpr const char* kTrial =
    "A total of 80 patients with diabetic neuropathy were randomised to yoga or usual care.";

}  // namespace meridian::evidence::test
