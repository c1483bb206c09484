// Trains the models that find outcomes in results and tell their change, and measures both together by held-out
// abstracts.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "bench/training.hpp"
#include "evidence/told_outcomes.hpp"
#include "evidence/trained.hpp"

namespace meridian::bench {
namespace {

using Words = std::set<std::string>;

/// Words as the scorer of the set folds them: lower case, without a plural's s.
Words words_of(std::string_view text) {
  Words out;
  std::string word;
  const auto take = [&] {
    if (word.size() > 3 && word.back() == 's') word.pop_back();
    if (!word.empty()) out.insert(word);
    word.clear();
  };
  for (const char c : text) {
    const char lower = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    if ((lower >= 'a' && lower <= 'z') || (lower >= '0' && lower <= '9')) {
      word += lower;
    } else {
      take();
    }
  }
  take();
  return out;
}

std::size_t shared(const Words& a, const Words& b) {
  return static_cast<std::size_t>(std::count_if(a.begin(), a.end(), [&](const auto& w) { return b.contains(w); }));
}

struct Phrase {
  Words words, sentence;
  Example outcome, change;
};

struct Question {
  Words outcome, intervention;
  int label = 0;
};

struct Asked {
  std::vector<Phrase> phrases;
  std::vector<Question> questions;
};

/// The phrase that answers a question best, as the scorer picks it, and how well.
std::pair<const Phrase*, double> answer(const Question& q, const std::vector<const Phrase*>& phrases) {
  const Phrase* best = nullptr;
  std::pair<double, double> most{0, 0};
  for (const Phrase* p : phrases) {
    const double all = std::max<double>(1, static_cast<double>(q.outcome.size()));
    const double near = static_cast<double>(shared(q.outcome, p->words)) / all;
    const double far = static_cast<double>(shared(q.outcome, p->sentence)) / all;
    const double arm = static_cast<double>(shared(q.intervention, p->sentence)) /
                       std::max<double>(1, static_cast<double>(q.intervention.size()));
    const std::pair<double, double> rank{near + 0.5 * far, arm};
    if (near + far > 0 && rank > most) {
      most = rank;
      best = p;
    }
  }
  return {best, most.first};
}

constexpr double kLeastMatch = 0.3;  // a worse match teaches nothing: the abstract does not tell of that outcome

Weights fit_outcomes(const Recipe& recipe, const std::vector<const Asked*>& part) {
  std::vector<const Example*> examples;
  for (const Asked* asked : part) {
    for (const auto& p : asked->phrases) examples.push_back(&p.outcome);
  }
  return fit(recipe, examples);
}

std::vector<const Phrase*> kept(const Weights& outcomes, const Asked& asked) {
  std::vector<const Phrase*> out;
  for (const auto& p : asked.phrases) {
    if (scores(outcomes, p.outcome.features)[0] >= static_cast<double>(evidence::kLeastOutcome)) out.push_back(&p);
  }
  return out;
}

Weights fit_changes(const Recipe& recipe, const Weights& outcomes, const std::vector<const Asked*>& part) {
  std::vector<Example> all;
  for (const Asked* asked : part) {
    const auto phrases = kept(outcomes, *asked);
    for (const auto& q : asked->questions) {
      const auto [best, match] = answer(q, phrases);
      if (best != nullptr && match >= kLeastMatch) all.push_back({best->change.features, q.label});
    }
  }
  std::vector<const Example*> examples;
  for (const auto& e : all) examples.push_back(&e);
  return fit(recipe, examples);
}

}  // namespace

void train_findings(const std::filesystem::path& sets, const evidence::Vocabulary& vocabulary,
                    const std::filesystem::path& out) {
  const std::string from = "the development part of Evidence Inference (MIT): questions on 2,082 trial abstracts";
  Recipe outcomes{"outcome", {"yes"}, 3, 1, "whether a phrase names an outcome whose result is told, from " + from, {}};
  Recipe changes{"change", {"increased", "decreased", "no-difference"}, 3,
                 1,        "which way an outcome went, from " + from,   true};
  std::map<Pmid, Asked> all;
  for (const auto& [pmid, citation] : citations_of(sets / "findings/dev.xml.gz")) {
    for (auto& p : evidence::training_view(citation, vocabulary).phrases) {
      all[pmid].phrases.push_back({words_of(p.words), words_of(p.sentence), {p.outcome, 0}, {p.change, 0}});
    }
  }
  std::size_t questions = 0;
  for (const auto& row : rows_of(sets / "findings/dev.jsonl")) {
    auto& asked = all[row["pmid"].get<Pmid>()];
    std::string label = row["label"].get<std::string>();
    std::replace(label.begin(), label.end(), ' ', '-');
    asked.questions.push_back({words_of(row["outcome"].get<std::string>()),
                               words_of(row["intervention"].get<std::string>()), label_of(changes, label)});
    ++questions;
  }
  for (auto& [pmid, asked] : all) {
    std::vector<const Phrase*> phrases;
    for (const auto& p : asked.phrases) phrases.push_back(&p);
    for (const auto& q : asked.questions) {
      const auto [best, match] = answer(q, phrases);
      for (auto& p : asked.phrases) {
        const std::size_t common = shared(q.outcome, p.words);
        if ((&p == best && match >= 0.5) || (common > 0 && 4 * common >= q.outcome.size() + p.words.size())) {
          p.outcome.label = 1;
        }
      }
    }
  }
  std::array<std::array<std::size_t, 4>, 4> table{};  // [true][told]; the last: not answered
  for (int fold = 0; fold < kFolds; ++fold) {
    std::vector<const Asked*> part, rest;
    int i = 0;
    for (const auto& [pmid, asked] : all) (i++ % kFolds == fold ? rest : part).push_back(&asked);
    const auto w = fit_outcomes(outcomes, part);
    const auto c = fit_changes(changes, w, part);
    for (const Asked* asked : rest) {
      const auto phrases = kept(w, *asked);
      for (const auto& q : asked->questions) {
        const auto* best = answer(q, phrases).first;
        const std::size_t told = best == nullptr ? 3U : static_cast<std::size_t>(guess(changes, c, best->change));
        ++table[static_cast<std::size_t>(q.label)][told];
      }
    }
  }
  double f1 = 0;
  std::size_t right = 0, unanswered = 0;
  for (std::size_t k = 0; k < 3; ++k) {
    right += table[k][k];
    unanswered += table[k][3];
    const std::size_t truth = table[k][0] + table[k][1] + table[k][2] + table[k][3];
    const std::size_t told = table[0][k] + table[1][k] + table[2][k];
    f1 += 2.0 * static_cast<double>(table[k][k]) / static_cast<double>(truth + told) / 3;
  }
  const std::string measured = fmt::format(
      "{}-fold cross-validation by abstract over {} questions, both models together: accuracy {:.3f}, "
      "macro-F1 {:.3f}, {} not answered",
      kFolds, questions, static_cast<double>(right) / static_cast<double>(questions), f1, unanswered);
  fmt::print("findings: {}\n", measured);
  std::vector<const Asked*> whole;
  for (const auto& [pmid, asked] : all) whole.push_back(&asked);
  const auto w = fit_outcomes(outcomes, whole);
  write_model(outcomes, w, measured, out);
  write_model(changes, fit_changes(changes, w, whole), measured, out);
}

}  // namespace meridian::bench
