// Turns a study into features, and a model's scores into a reading with its quote.
#include "evidence/trained.hpp"

#include <fmt/format.h>
#include <re2/re2.h>

#include <algorithm>
#include <array>

#include "core/text.hpp"
#include "evidence/mentions.hpp"

namespace meridian::evidence {
namespace {

constexpr float kSureDesign = 0.25F;  // lead over the rules' own kind; set on the train part of the design set

// Scores below which no treatment was tried, set on abstracts that the model was not trained on; the second where
// people were only looked at, the third where the title names a treatment.
constexpr float kSureUntreated = -0.25F, kSureWatching = 0.1F, kSureThoughNamed = -1.2F;

constexpr std::size_t kLeastAbstract = 400;  // bytes; a shorter one gives the model too little to be sure

constexpr std::size_t kMostSentence = 4000;

// Words that can negate a sentence or make it a guess or a question.
constexpr auto kCueStems = std::to_array<std::string_view>(
    {"not",         "no",       "without",   "absen*",     "lack*",       "nor",        "fail*",      "neither",
     "unable",      "rather",   "cannot",    "none",       "never",       "except*",    "instead",    "negativ*",
     "loss",        "nothing",  "inabilit*", "exclu*",     "may",         "suggest*",   "indicat*",   "or",
     "whether",     "appear*",  "could",     "might",      "potential*",  "likel*",     "unlikel*",   "can",
     "possib*",     "putativ*", "propos*",   "thought",    "seem*",       "unknown",    "either",     "hypothe*",
     "should",      "probabl*", "if",        "would",      "unclear",     "believ*",    "perhaps",    "imply*",
     "impli*",      "presum*",  "known",     "apparent*",  "speculat*",   "clear*",     "considered", "suspect*",
     "raise*",      "raising",  "question*", "determin*",  "investigat*", "assum*",     "notion",     "estimat*",
     "predict*",    "expected", "unproven",  "argu*",      "remain*",     "elucidat*",  "evidence",   "consistent",
     "support*",    "idea",     "model",     "must",       "attempt*",    "test*",      "favor*",     "favour*",
     "than",        "longer",   "infer*",    "understood", "addressed",   "uncertain*", "candidate*", "tend*",
     "dispensable", "missing"});

void add_counts(Features& out, const Counts& counts) {
  for (const auto& [id, seen] : counts) {
    if (seen.all() == 0) continue;
    out.add("C:" + id);
    if (seen.title > 0) out.add("CT:" + id);
    if (seen.methods > 0) out.add("CM:" + id);
    if (seen.all() > 2) out.add("C3:" + id);
  }
}

}  // namespace

std::string_view design_kind(std::string_view design) {
  if (design == "meta-analysis") return "systematic-review";
  for (const std::string_view kind :
       {"rct", "case-report", "systematic-review", "review", "in-vitro", "protocol", "animal"}) {
    if (design == kind) return kind;
  }
  return "other";
}

Features design_features(const Citation& citation, const Counts& designs, const Counts& people,
                         const std::optional<Reading>& by_rules, const std::optional<SampleSize>& size) {
  Features out;
  out.add(by_rules ? "R:" + by_rules->id : "R:none");
  out.add(by_rules ? "R:" + by_rules->id + by_rules->rule : "R:none");
  add_counts(out, designs);
  add_counts(out, people);
  if (size) out.add(size->value < 10 ? "N:few" : size->value < 100 ? "N:some" : "N:many");
  if (citation.abstract.empty()) out.add("A:none");
  for (const auto& type : citation.publication_types) out.add("U:" + type.ui);
  out.add_words(citation.title, 'T');
  for (const auto& part : citation.abstract) {
    if (!part.label.empty()) out.add("L:" + ascii_lower(part.label));
    out.add_words(part.text, 'A');
  }
  return out;
}

std::optional<Reading> design_by_model(const Citation& citation, const std::vector<Sentence>& sentences,
                                       const Counts& designs, const LinearModel& model, const Features& features,
                                       std::optional<Reading> by_rules) {
  const auto scores = model.scores(features.values());
  const auto classes = model.classes();
  std::size_t best = 0, rules = classes.size();
  for (std::size_t k = 0; k < scores.size(); ++k) {
    if (scores[k] > scores[best]) best = k;
    if (by_rules && classes[k] == design_kind(by_rules->id)) rules = k;
  }
  // what a study plainly calls itself stands
  const bool told = by_rules && (by_rules->rule == "R-001" || by_rules->rule == "R-003" || by_rules->rule == "R-006" ||
                                 by_rules->rule == "R-011" || by_rules->rule == "R-002");
  if (!by_rules || told || citation.abstract.empty() || rules == best || rules == classes.size() ||
      scores[best] - scores[rules] < kSureDesign || by_rules->from == "publication-type") {
    return by_rules;
  }
  std::string id = classes[best];
  if (const auto pooled = designs.find("meta-analysis");
      id == "systematic-review" && pooled != designs.end() && pooled->second.methods > 0) {
    id = "meta-analysis";
  }
  if (id == "other") {  // a kind that the model does not tell further apart
    for (const char* own : {"case-control", "cross-sectional", "cohort", "controlled-trial", "qualitative",
                            "single-arm-trial", "commentary"}) {
      if (const auto seen = designs.find(own); seen != designs.end() && seen->second.all() > 0) {
        id = own;
        break;
      }
    }
  }
  const Sentence* quote = nullptr;
  float most = 0;
  for (const auto& s : sentences) {  // the sentence that speaks most for it
    Features own;
    own.add_words(s.text, s.section == Section::Title ? 'T' : 'A');
    const float score = model.scores(own.values())[best];
    if (quote == nullptr || score > most) {
      quote = &s;
      most = score;
    }
  }
  if (quote == nullptr) return by_rules;
  return Reading{id, std::string(quote->text), quote->section == Section::Title ? "title" : "abstract", "R-019"};
}

bool tries_no_treatment(const Citation& citation, const std::vector<Sentence>& sentences, const LinearModel& model,
                        const Features& features, const std::optional<Reading>& design) {
  static constexpr auto kMayTry =
      std::to_array<std::string_view>({"animal", "in-vitro", "cohort", "case-control", "cross-sectional", "other",
                                       "controlled-trial", "single-arm-trial"});
  static constexpr auto kWatching =
      std::to_array<std::string_view>({"cohort", "case-control", "cross-sectional", "other"});
  std::size_t bytes = 0;
  for (const auto& part : citation.abstract) bytes += part.text.size();
  if (!design || bytes < kLeastAbstract || std::find(kMayTry.begin(), kMayTry.end(), design->id) == kMayTry.end()) {
    return false;
  }
  const Names all = names_of(sentences, "intervention");
  bool titled = false, any = false;
  for (const auto& [id, named] : all) {
    any = any || named.title > 0;
    titled = titled || (named.title > 0 && id != "drug" && id != "surgery");
  }
  static const RE2 kHelps(
      R"((?i)\b(?:alleviates?|attenuates?|ameliorates?|relieves?|prevents?|protects?|rescues?|restores?)\b)");
  titled = titled || RE2::PartialMatch(citation.title, kHelps);
  const bool looks_on = std::find(kWatching.begin(), kWatching.end(), design->id) != kWatching.end();
  return model.scores(features.values())[0] < (titled             ? kSureThoughNamed
                                               : looks_on && !any ? kSureWatching
                                                                  : kSureUntreated);
}

Features direction_features(const std::vector<Sentence>& sentences, const Study& study) {
  Features out;
  out.add(study.direction ? "R:" + study.direction->id : "R:none");
  out.add(study.direction ? "R:" + study.direction->rule : "R:none");
  out.add(study.design ? "D:" + study.design->id : "D:none");
  const bool tested = std::any_of(study.interventions.begin(), study.interventions.end(),
                                  [](const auto& i) { return i.role == Role::Tested; });
  out.add(tested ? "tested" : "untested");
  for (const auto& s : sentences) {
    const bool end = s.section == Section::Conclusions;
    for (const auto& hit : s.hits) {
      if (hit.facet != "cue") continue;
      out.add(fmt::format("{}:{}", end ? "E" : s.section == Section::Results ? "F" : "B", hit.id));
    }
    if (end) out.add_words(s.text, 'E');
  }
  return out;
}

Features section_features(std::span<const Sentence> abstract, std::size_t at) {
  constexpr std::size_t kFar = 5, kLong = 20;
  const std::size_t all = abstract.size();
  const std::string_view text = abstract[at].text;
  Features out;
  out.add(fmt::format("i{}", std::min(at, kFar)));
  out.add(fmt::format("e{}", std::min(all - 1 - at, kFar)));
  out.add(fmt::format("r{}", 10 * at / all));
  out.add(fmt::format("r{} of {}", 5 * at / all, std::min(all / 4, kFar)));
  out.add(fmt::format("n{}", std::min(all, kLong)));
  for (const char mark : {'%', '=', '<', '>', '(', ':'}) {
    if (text.find(mark) != std::string_view::npos) out.add(std::string("m") + mark);
  }
  out.add_words(text, 's');
  if (at > 0) {
    out.add_single_words(abstract[at - 1].text, 'p');
  } else {
    out.add("first");
  }
  if (at + 1 < all) {
    out.add_single_words(abstract[at + 1].text, 'q');
  } else {
    out.add("last");
  }
  return out;
}

Features sentence_features(std::string_view sentence) {
  Features out;
  std::vector<std::string> words{"<"};
  std::string word;
  for (const char c : sentence.substr(0, kMostSentence)) {
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80) {
      word += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
      continue;
    }
    if (!word.empty()) words.push_back(std::move(word));
    word.clear();
    if (c == ',' || c == ';' || c == '(' || c == '/') words.emplace_back(1, c);
  }
  if (!word.empty()) words.push_back(std::move(word));
  words.insert(words.end(), 2, ">");
  for (std::size_t i = 1; i + 2 < words.size(); ++i) {
    const bool may_cue = std::any_of(kCueStems.begin(), kCueStems.end(), [&](std::string_view stem) {
      return stem.back() == '*' ? words[i].starts_with(stem.substr(0, stem.size() - 1)) : words[i] == stem;
    });
    if (!may_cue) continue;
    const std::string& w = words[i];
    out.add("w:" + w);
    out.add("p:" + words[i - 1] + " " + w);
    out.add("n:" + w + " " + words[i + 1]);
    out.add("m:" + words[i - 1] + " " + w + " " + words[i + 1]);
    out.add("f:" + w + " " + words[i + 1] + " " + words[i + 2]);
    if (i == 1) out.add("first:" + w);
  }
  return out;
}

}  // namespace meridian::evidence
