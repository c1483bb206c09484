// Claim by claim: candidates out of the library, each laid beside the claim, all weighed together.
#include "tracker/check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "core/text.hpp"
#include "evidence/study.hpp"
#include "tracker/check_citations.hpp"

namespace meridian::tracker {
namespace {

using evidence::Bearing;
using evidence::Claim;

constexpr std::size_t kByWords = 40;   // candidates by the claim's own words
constexpr std::size_t kByFields = 60;  // and by the treatments and illnesses that it names
constexpr std::size_t kModelled = 10;  // candidates that the learned model sees
constexpr double kRelevant = 0.35;     // least probability with which the model's evidence counts
constexpr double kCommon = 3.5;        // rarity of a word that one study in 33 has
constexpr std::size_t kPhrases = 6;    // of a concept in a query

std::string joined(const std::vector<std::string>& words, std::string_view between) {
  std::string out;
  for (const auto& word : words) {
    out += (out.empty() ? "" : std::string(between)) + word;
  }
  return out;
}

bool is_of_studies(std::string_view id, std::string_view facet, const evidence::Vocabulary& studies) {
  return std::any_of(studies.terms().begin(), studies.terms().end(),
                     [&](const evidence::VocabularyTerm& term) { return term.facet == facet && term.id == id; });
}

/// Phrases of a concept as a query: "tai chi" OR taiji.
/// @param by_field  also what the reader of studies found: intervention:tai-chi, with all kinds of it
std::string phrases_of(const std::vector<std::string>& ids, std::string_view facet, const CheckKnowledge& knowledge,
                       bool by_field) {
  std::vector<std::string> parts;
  const evidence::ClaimWords words{knowledge.studies.get(), knowledge.writers.get()};
  for (const auto& id : ids) {
    if (by_field) {
      for (const auto& kind : evidence::subject_of(id, facet, words).kinds) {
        if (is_of_studies(kind, facet, *knowledge.studies)) {
          parts.push_back(fmt::format("{}:{}", facet, kind));
        }
      }
    }
    std::size_t n = 0;
    for (const auto* vocabulary : {knowledge.studies.get(), knowledge.writers.get()}) {
      for (const auto& term : vocabulary->terms()) {
        if (term.facet != facet || term.id != id) {
          continue;
        }
        for (const auto& phrase : term.phrases) {
          if (n++ >= kPhrases || phrase.find('*') != std::string::npos) {
            continue;
          }
          std::string bare = phrase;
          std::replace(bare.begin(), bare.end(), '-', ' ');
          parts.push_back(bare.find(' ') == std::string::npos ? bare : "\"" + bare + "\"");
        }
      }
    }
  }
  return joined(parts, " OR ");
}

}  // namespace

struct Checker::Impl {
  const index::Library& library;
  const CheckKnowledge& knowledge;
  evidence::ClaimWords words;
  std::map<Pmid, std::unique_ptr<evidence::ReadyStudy>> studies;
  std::map<std::string, double> rarities;
  double records = 1;

  Impl(const index::Library& of, const CheckKnowledge& with)
      : library(of), knowledge(with), words{with.studies.get(), with.writers.get()} {
    if (auto all = search("", 0)) {
      records = static_cast<double>(std::max<std::uint64_t>(1, all->total));
    }
  }

  [[nodiscard]] Result<index::SearchAnswer> search(const std::string& query, std::size_t limit) const {
    index::SearchRequest request;
    request.query = query;
    request.limit = limit;
    request.facets = false;
    request.records = false;  // most studies of one claim are those of the claim before: each is loaded once
    return library.search(request);
  }

  double rarity(const std::string& stem, const std::string& word) {
    const auto known = rarities.find(stem);
    if (known != rarities.end()) {
      return known->second;
    }
    double count = 0;
    if (auto answer = search(word, 0)) {
      count = static_cast<double>(answer->total);
    }
    return rarities[stem] = std::max(0.0, std::log((records + 1) / (count + 0.5)));
  }

  /// Null where the library no longer has it, or its record is damaged: `verify` names such, and a check goes on.
  const evidence::ReadyStudy* keep(Pmid pmid) {
    auto& slot = studies[pmid];
    if (!slot) {
      auto held = library.get(pmid);
      if (!held || !*held || (*held)->deleted) {
        return nullptr;
      }
      slot = std::make_unique<evidence::ReadyStudy>(evidence::make_ready(
          std::move((*held)->citation), std::move((*held)->study), words, knowledge.studies->model("section")));
    }
    return slot.get();
  }

  struct Candidate {
    const evidence::ReadyStudy* study = nullptr;
    double words_score = 0;  ///< beside the best by words; 0 where found by fields only
  };

  Result<std::vector<Candidate>> find(const Claim& claim, bool by_fields) {
    std::vector<Candidate> out;
    std::set<Pmid> seen;
    const std::string bag = joined(evidence::content_words(claim.text), " OR ");
    if (!bag.empty()) {
      auto answer = search(bag, by_fields ? kByWords : kModelled);
      if (!answer) {
        return tl::unexpected<Error>(answer.error());
      }
      double best = 0;
      for (auto& hit : answer->hits) {
        best = std::max(best, hit.score);
        const double score = best > 0 ? hit.score / best : 0;
        seen.insert(hit.pmid);
        if (const auto* study = keep(hit.pmid)) {
          out.push_back({study, score});
        }
      }
    }
    if (!by_fields) {
      return out;
    }
    std::vector<std::string> queries;
    const std::string treatments = phrases_of(claim.interventions, "intervention", knowledge, true);
    const std::string illnesses = phrases_of(claim.conditions, "condition", knowledge, true);
    const std::string outcomes = phrases_of(claim.outcomes, "mechanism", knowledge, false);
    if (!treatments.empty() && !illnesses.empty()) {
      queries.push_back(fmt::format("({}) AND ({})", treatments, illnesses));
    }
    if (!treatments.empty() && !outcomes.empty()) {
      queries.push_back(fmt::format("({}) AND ({})", treatments, outcomes));
    }
    if (!treatments.empty()) {
      queries.push_back(treatments);
    } else if (!illnesses.empty() && !outcomes.empty()) {
      queries.push_back(fmt::format("({}) AND ({})", illnesses, outcomes));
    }
    for (const auto& query : queries) {
      auto answer = search(query, kByFields);
      if (!answer) {
        return tl::unexpected<Error>(answer.error());
      }
      for (auto& hit : answer->hits) {
        if (const auto* study = seen.insert(hit.pmid).second ? keep(hit.pmid) : nullptr) {
          out.push_back({study, 0});
        }
      }
    }
    return out;
  }

  evidence::Judgement judge(const Claim& claim, const std::vector<Candidate>& found, bool known) {
    std::vector<evidence::Weighed> weighed;
    bool on_point = false;
    if (known) {
      for (const auto& candidate : found) {
        Bearing bearing = evidence::judge_by_rules(claim, *candidate.study);
        on_point = on_point || bearing.on_point;
        if (!bearing.findings.empty()) {
          weighed.push_back({candidate.study, std::move(bearing)});
        }
      }
    }
    if (!on_point) {
      add_by_words(claim, found, weighed);
    }
    return evidence::weigh(claim, weighed, *knowledge.studies);
  }

  /// What shares the claim's words, where nothing is on point.
  void add_by_words(const Claim& claim, const std::vector<Candidate>& found, std::vector<evidence::Weighed>& weighed) {
    const auto rarity = rarity_of(claim);
    std::size_t seen = 0;
    double surest = 0;
    std::vector<evidence::Weighed> modelled;
    for (const auto& candidate : found) {
      if (candidate.words_score <= 0 || seen++ >= kModelled ||
          (!claim.interventions.empty() && !evidence::on_subject(claim, *candidate.study))) {
        continue;
      }
      Bearing bearing =
          evidence::judge_by_model(claim, *candidate.study, rarity, candidate.words_score, knowledge.models);
      if (!bearing.findings.empty() && bearing.findings.front().score >= kRelevant) {
        surest = std::max(surest, bearing.findings.front().score);
        modelled.push_back({candidate.study, std::move(bearing)});
      }
    }
    for (auto& one : modelled) {
      if (one.bearing.findings.front().score < 0.5 * surest) {
        continue;
      }
      std::erase_if(weighed, [&](const evidence::Weighed& other) { return other.bearing.pmid == one.bearing.pmid; });
      weighed.push_back(std::move(one));
    }
  }

  [[nodiscard]] evidence::Rarity rarity_of(const Claim& claim) {
    std::map<std::string, std::string> word_of;
    for (const auto& word : evidence::content_words(claim.text)) {
      word_of.emplace(evidence::stem_of(word), word);
    }
    return [this, word_of](const std::string& stem) {
      const auto word = word_of.find(stem);
      return rarity(stem, word == word_of.end() ? stem : word->second);
    };
  }
};

Checker::Checker(const index::Library& library, const CheckKnowledge& knowledge)
    : impl_(std::make_unique<Impl>(library, knowledge)) {}
Checker::~Checker() = default;

Claim Checker::read(std::string_view text) const { return evidence::read_claim(text, {}, impl_->words); }

Result<std::vector<Bearing>> Checker::candidates(const Claim& claim) {
  auto found = impl_->find(claim, false);
  if (!found) {
    return tl::unexpected<Error>(found.error());
  }
  const auto rarity = impl_->rarity_of(claim);
  std::vector<Bearing> out;
  for (const auto& candidate : *found) {
    out.push_back(
        evidence::judge_by_model(claim, *candidate.study, rarity, candidate.words_score, impl_->knowledge.models));
  }
  return out;
}

Result<evidence::Judgement> Checker::check_claim(const Claim& claim) {
  const bool known = (!(claim.interventions.empty() && claim.subject.empty()) &&
                      (!claim.conditions.empty() || !claim.outcomes.empty())) ||
                     (claim.frequency && claim.percent && !claim.conditions.empty());
  auto found = impl_->find(claim, !(claim.interventions.empty() && claim.conditions.empty()));
  if (!found) {
    return tl::unexpected<Error>(found.error());
  }
  // what many studies say anyway tells none from another
  Claim asked = claim;
  const auto rarity = impl_->rarity_of(claim);
  std::erase_if(asked.named, [&](const std::string& stem) { return rarity(stem) < kCommon; });
  std::vector<std::pair<Claim, evidence::Judgement>> parts;
  for (auto& part : evidence::parts_of(asked)) {
    auto judged = impl_->judge(part, *found, known);
    parts.emplace_back(std::move(part), std::move(judged));
  }
  return evidence::join(claim, std::move(parts), *impl_->knowledge.studies);
}

std::string query_for(const Claim& claim, const CheckKnowledge& knowledge) {
  const auto part = [&](const std::vector<std::string>& ids, std::string_view facet) {
    std::string phrases = phrases_of(ids, facet, knowledge, false);
    return phrases.empty() ? std::string() : "(" + phrases + ")";
  };
  std::string out = part(claim.interventions, "intervention");
  for (const auto& more : {part(claim.conditions, "condition"), part(claim.outcomes, "mechanism")}) {
    if (!more.empty()) {
      out += (out.empty() ? "" : " AND ") + more;
    }
  }
  return out.empty() ? joined(evidence::content_words(claim.text), " AND ") : out;
}

Result<CheckReport> Checker::check_draft(draft::Draft draft, const std::vector<draft::Mention>& beside,
                                         Observer& observer, const CitedRecords* online) {
  CheckReport report;
  report.draft = std::move(draft);
  const auto& blocks = report.draft.blocks;
  report.sentences = draft::sentences(report.draft);
  const auto mentions = draft::find_mentions(report.draft, beside);
  observer.stage("checking", report.sentences.size() + mentions.size(), "sentences");
  std::uint64_t done = 0;
  evidence::ClaimContext context;
  std::size_t heading = static_cast<std::size_t>(-1);
  for (const auto& sentence : report.sentences) {
    for (std::size_t i = sentence.block; i-- > 0;) {
      if (blocks[i].kind == draft::BlockKind::Heading) {
        if (i != heading) {
          heading = i;
          const auto named = evidence::concepts_of(blocks[i].text, impl_->words);
          context.heading = blocks[i].text;
          context.interventions = named.interventions;
          context.conditions = named.conditions;
        }
        break;
      }
    }
    const std::string text = blocks[sentence.block].text.substr(sentence.start, sentence.end - sentence.start);
    context.lead_in = blocks[sentence.block].lead_in;
    report.claim_of.push_back(-1);
    const auto named = evidence::concepts_of(text, impl_->words);
    if (evidence::is_claim(text, context, impl_->words)) {
      CheckedClaim checked;
      checked.claim = evidence::read_claim(text, context, impl_->words);
      auto judgement = check_claim(checked.claim);
      if (!judgement) {
        return tl::unexpected<Error>(judgement.error());
      }
      checked.id = fmt::format("c{}", report.claims.size() + 1);
      checked.text = text;
      const auto& at = blocks[sentence.block].at;
      checked.start = report.draft.place(at[sentence.start]);
      checked.end = report.draft.place(at[sentence.end - 1] + 1);
      checked.judgement = std::move(*judgement);
      checked.cited = draft::cites(report.draft, mentions, sentence);
      const auto& evidence = checked.judgement.evidence;
      const auto best = std::find_if(evidence.begin(), evidence.end(), [](const evidence::Evidence& row) {
        return row.finding.stance == evidence::Stance::Supports && !row.retracted && !row.by_words;
      });
      if (!checked.cited && best != evidence.end()) {
        checked.offer = ready_to_paste(impl_->studies.at(best->pmid)->citation);
      }
      if (std::none_of(evidence.begin(), evidence.end(), [](const evidence::Evidence& row) {
            return row.finding.stance != evidence::Stance::Related && !row.by_words;
          })) {
        checked.query = query_for(checked.claim, impl_->knowledge);
      }
      report.claim_of.back() = static_cast<int>(report.claims.size());
      report.claims.push_back(std::move(checked));
    }
    if (!named.interventions.empty()) {
      context.interventions = named.interventions;
    }
    if (!named.conditions.empty()) {
      context.conditions = named.conditions;
    }
    observer.advance(++done);
  }
  for (const auto& mention : mentions) {
    auto checked = check_citation(report.draft, mention, impl_->library, online);
    if (!checked) {
      return tl::unexpected<Error>(checked.error());
    }
    report.citations.push_back(std::move(*checked));
    observer.advance(++done);
  }
  return report;
}

}  // namespace meridian::tracker
