// The number of people or animals: every number that counts someone is weighed by the words around it.
#include "evidence/sample_size.hpp"

#include <re2/re2.h>

#include <algorithm>
#include <map>

#include "core/text.hpp"

namespace meridian::evidence {
namespace {

constexpr std::size_t kMostWords = 400;      // of one sentence
constexpr std::size_t kReach = 7;            // words between a number and whom it counts
constexpr std::uint64_t kLargest = 9999999;  // a larger number counts no one

struct Token {
  std::string word;  // lower case, or empty for a number
  std::uint64_t value = 0;
  std::size_t at = 0, end = 0;
  bool is_number = false, stop = false, open = false;  // stop: a clause ends behind it; open: within brackets
};

std::uint64_t small_number(std::string_view word) {
  static const std::map<std::string, std::uint64_t, std::less<>> kWords{
      {"one", 1},       {"two", 2},       {"three", 3},    {"four", 4},     {"five", 5},       {"six", 6},
      {"seven", 7},     {"eight", 8},     {"nine", 9},     {"ten", 10},     {"eleven", 11},    {"twelve", 12},
      {"thirteen", 13}, {"fourteen", 14}, {"fifteen", 15}, {"sixteen", 16}, {"seventeen", 17}, {"eighteen", 18},
      {"nineteen", 19}, {"twenty", 20},   {"thirty", 30},  {"forty", 40},   {"fifty", 50},     {"sixty", 60},
      {"seventy", 70},  {"eighty", 80},   {"ninety", 90}};
  const auto found = kWords.find(word);
  return found == kWords.end() ? 0 : found->second;
}

/// "1,250", "sixty", "thirty-two"; 0 when the word is no count.
std::uint64_t count_of(std::string_view word) {
  static const RE2 kDigits("\\d{1,7}|\\d{1,3}(?:,\\d{3})+");
  if (RE2::FullMatch(re2::StringPiece(word.data(), word.size()), kDigits)) {
    std::uint64_t sum = 0;
    for (const char c : word) {
      sum = c == ',' ? sum : sum * 10 + static_cast<std::uint64_t>(c - '0');
    }
    return sum > kLargest ? 0 : sum;
  }
  std::uint64_t sum = 0;
  for (const auto piece : split(word, '-')) {
    const auto part = small_number(piece);
    if (part == 0) {
      return 0;
    }
    sum += part;
  }
  return sum;
}

std::vector<Token> tokens_of(std::string_view text) {
  std::vector<Token> out;
  const std::string lower = ascii_lower(text);
  int depth = 0;
  for (std::size_t i = 0; i < lower.size() && out.size() < kMostWords;) {
    const char c = lower[i];
    if (c == ' ' || c == '(' || c == '[' || c == ')' || c == ']' || c == ';' || c == ':') {
      depth += c == '(' || c == '[';
      depth -= (c == ')' || c == ']') && depth > 0;
      if (c != ' ' && !out.empty()) out.back().stop = true;
      ++i;
      continue;
    }
    Token token;
    token.at = i;
    while (i < lower.size() && std::string_view(" ()[];:").find(lower[i]) == std::string_view::npos) {
      ++i;
    }
    token.end = i;
    std::string_view word = std::string_view(lower).substr(token.at, i - token.at);
    while (!word.empty() && (word.back() == '.' || word.back() == ',')) {
      token.stop = token.stop || word.back() == '.';
      word.remove_suffix(1);
    }
    if (word.size() > 2 && word.starts_with("n=")) {
      out.push_back({"n=", 0, token.at, token.at + 2, false, false, depth > 0});
      word.remove_prefix(2);
    } else if (word == "=" && !out.empty() && out.back().word == "n") {
      out.back().word = "n=";
      continue;
    }
    token.value = count_of(word);
    token.is_number = token.value > 0;
    token.open = depth > 0;
    token.word = token.is_number ? std::string() : std::string(word);
    if (token.is_number && !out.empty() && out.back().is_number && small_number(lower.substr(token.at, 3)) == 0 &&
        lower[token.at] >= 'a' && !out.back().stop) {
      out.back().value += token.value;  // "sixty four", "one hundred eighty"
      out.back().end = token.end;
      out.back().stop = token.stop;
      continue;
    }
    if (word == "hundred" && !out.empty() && out.back().is_number) {
      out.back().value *= 100;
      out.back().end = token.end;
      const std::string_view rest = std::string_view(lower).substr(i);
      if (rest.starts_with(" and ")) {
        const auto next = rest.substr(5, rest.find_first_of(" .,;()", 5) - 5);
        if (count_of(next) > 0 && next[0] >= 'a') i += 4;
      }
      continue;
    }
    out.push_back(std::move(token));
  }
  return out;
}

bool counts_someone(const std::string& word) {
  static const RE2 kWho(
      "(?:in-?|out-?)?patients?|participants?|subjects|women|men|children|adults|individuals|people|volunteers|infants|"
      "neonates|adolescents|rats|mice|persons|students|nurses|males|females|veterans|eyes|cases|animals|rabbits|girls|"
      "boys|residents|survivors|workers|players|athletes|providers|respondents|smokers|pupils|mothers|caregivers|"
      "seniors|cats|dogs|piglets|pigs|monkeys|controls|twins|physicians|runners|families|employees|users|babies|"
      "elderly|teachers|members|soldiers|practitioners|parturients|beneficiaries|admissions");
  return RE2::FullMatch(word, kWho);
}

struct Found {
  std::uint64_t value = 0;
  int trust = 0;
  const Sentence* sentence = nullptr;
  const char* rule = "R-025";
};

bool near(std::string_view text, std::string_view pattern) {
  return RE2::PartialMatch(re2::StringPiece(text.data(), text.size()),
                           RE2(re2::StringPiece(pattern.data(), pattern.size())));
}

/// Whom the number at `i` counts: the index of that word, or npos.
std::size_t counted(const std::vector<Token>& t, std::size_t i) {
  for (std::size_t k = i + 1; k < t.size() && k <= i + kReach; ++k) {
    if (t[k - 1].stop || t[k].is_number) return std::string::npos;
    const std::string& w = t[k].word;
    if (counts_someone(w)) return k;
    static const RE2 kBreak(
        "of|in|for|to|from|with|were|was|had|who|that|per|by|after|years?|weeks?|months?|days?|hours?|minutes?|mg|"
        "times|"
        "trials|studies|groups|sessions|points|than|versus|vs|between|during|at|on|and/or");
    if (RE2::FullMatch(w, kBreak)) return std::string::npos;
  }
  return std::string::npos;
}

int trust_of_place(const Sentence& s) {
  switch (s.section) {
    case Section::Methods:
      return 2;
    case Section::Results:
      return 1;
    case Section::Conclusions:
      return -2;
    case Section::Title:
      return 1;
    default:
      return 0;
  }
}

void weigh(const Sentence& s, std::vector<Found>& all) {
  static const RE2 kRandomised("randomi[sz]ed|randomly|allocated|assigned|randomi[sz]ation");
  static const RE2 kEnrolled(
      "enrol|recruit|included|entered|participated|participants were|studied|investigated|divided|took "
      "part|underwent|were treated|"
      "received|compris|consist|involv|observed|examined|selected|interviewed|surveyed|analy[sz]ed|pooled|we "
      "treated|cohort of|"
      "data (?:from|on)|followed|identified");
  static const RE2 kNotAll(
      "screened|invited|approached|eligible|dropped|withdr[ae]w|died|developed|excluded|discontinued|lost to|"
      "responded|refused|remaining|reported|experienced|required|had ");
  static const RE2 kBefore("(?:only|other|remaining|subgroup of|subset of|latter|each of|per) $|\\bin a sub");
  static const RE2 kTotal("(?:total of|totall?ing|total number of|in total,?|overall,?|altogether,?|sample of) $");
  static const RE2 kPart(
      "^ ?(?:\\([^)]*\\) ?)?of (?:the |all )?(?:\\d|these|those|them|patients|participants|whom|subjects)");
  const auto t = tokens_of(s.text);
  const std::string lower = ascii_lower(s.text);
  std::uint64_t arms = 0;
  int arm_count = 0;
  std::uint64_t group_sum = 0;
  int group_count = 0;
  std::uint64_t groups = 0;
  for (std::size_t i = 0; i < t.size(); ++i) {
    if (!t[i].is_number) continue;
    const std::string_view after = std::string_view(lower).substr(t[i].end);
    const std::string_view before =
        std::string_view(lower).substr(t[i].at > 40 ? t[i].at - 40 : 0, t[i].at > 40 ? 40 : t[i].at);
    if (i + 1 < t.size() && !t[i].stop) {
      const auto& next = t[i + 1].word;
      const std::string two = i + 2 < t.size() ? t[i + 2].word : "";
      if (t[i].value < 10 &&
          (next.starts_with("group") || next.starts_with("arms") || two == "groups" || two == "arms"))
        groups = t[i].value;
    }
    if (i > 0 && t[i - 1].word == "n=") {
      const bool all_told =
          i > 1 && counts_someone(t[i - 2].word) && lower[t[i - 1].at] == 'n' && s.text[t[i - 1].at] == 'N';
      if (all_told) all.push_back({t[i].value, 4 + trust_of_place(s), &s, "R-021"});
      arms += t[i].value;
      ++arm_count;
      continue;
    }
    static const RE2 kArm(
        "^ ?(?:\\w+ )?(?:(?:were )?(?:to|in|into|received|receiving|with|on) (?:the |a |an )?(?:[\\w-]+ "
        "){0,4}?(?:group|arm|control|placebo|"
        "sham)|(?:in|to) (?:each|the) )");
    if (RE2::PartialMatch(re2::StringPiece(after.data(), after.size()), kArm)) {
      group_sum += t[i].value;
      ++group_count;
    }
    const std::size_t who = counted(t, i);
    if (who == std::string::npos || t[i].value < 2) continue;
    if (RE2::PartialMatch(re2::StringPiece(after.data(), after.size()), kPart)) continue;
    Found f{t[i].value, trust_of_place(s), &s, "R-025"};
    std::size_t last = who;
    // "163 patients and 50 controls"; "13 male and 30 female patients" is met from its first number below
    if (who + 2 < t.size() && !t[who].stop && t[who + 1].word == "and" && t[who + 2].is_number) {
      if (const auto second = counted(t, who + 2); second != std::string::npos) {
        f.value += t[who + 2].value;
        f.trust += 1;
        f.rule = "R-024";
        last = second;
      }
    }
    if (i >= 3 && t[i - 1].word == "and" && !t[i - 2].is_number && t[i - 3].is_number && !t[i - 3].open &&
        !counts_someone(t[i - 2].word) && !t[i - 2].stop) {
      f.value += t[i - 3].value;
      f.trust += 1;
      f.rule = "R-024";
    }
    const std::string_view tail = std::string_view(lower).substr(t[last].end, 90);
    const std::string_view far = std::string_view(lower).substr(t[last].end, 45);
    const auto sees = [](std::string_view x, const RE2& r) {
      return RE2::PartialMatch(re2::StringPiece(x.data(), x.size()), r);
    };
    const std::string_view within = std::string_view(lower).substr(t[i].end, t[last].at - t[i].end);
    if (sees(before, kTotal) && !sees(far, kNotAll)) f.trust += 4, f.rule = "R-021";
    if (sees(tail, kRandomised) || sees(within, kRandomised) || sees(before, kRandomised)) {
      f.trust += 5;
      f.rule = "R-022";
    } else if (sees(tail, kEnrolled) || sees(before, kEnrolled)) {
      f.trust += 3;
      f.rule = f.rule == std::string_view("R-025") ? "R-023" : f.rule;
    }
    if (t[last].word == "cases" || t[last].word == "controls") f.trust -= 1;
    if (near(far.substr(0, 25), "complet")) f.trust -= 1;
    if (sees(far.substr(0, 25), kNotAll)) f.trust -= 4;
    if (sees(before, kBefore)) f.trust -= 4;
    if (t[i].open) f.trust -= 3;
    if (i > 0 && t[i - 1].word == "of" && i > 1 && t[i - 2].is_number) f.trust += 2;
    if (near(far.substr(0, 22), "^ (?:in each|per|each)\\b|^ (?:in|to) the [a-z-]+ (?:group|arm)") ||
        near(before, "each(?: group)? (?:with|of|had|contain\\w+|compris\\w+|consist\\w+ of) $|groups? of $")) {
      if (groups > 1) {
        f.value *= groups;
      } else {
        f.trust -= 4;
      }
    }
    all.push_back(f);
  }
  const bool each = near(lower, "\\b(?:per group|each group|in each|each\\b|per arm|each arm)");
  if (arm_count == 1 && each && groups > 1) {
    all.push_back({arms * groups, 5 + trust_of_place(s), &s, "R-024"});
  } else if (arm_count >= 2 && !(each && arm_count < 2)) {
    all.push_back({arms, 3 + trust_of_place(s), &s, "R-024"});
  } else if (arm_count == 1 && !each) {
    all.push_back({arms, trust_of_place(s), &s, "R-024"});
  }
  if (group_count >= 2) all.push_back({group_sum, 3 + trust_of_place(s), &s, "R-024"});
}

}  // namespace

std::optional<SampleSize> read_sample_size(const std::vector<Sentence>& sentences) {
  std::vector<Found> all;
  for (const auto& sentence : sentences) {
    weigh(sentence, all);
  }
  std::erase_if(all, [](const Found& f) { return f.trust < -1 || f.value == 0 || f.value > kLargest; });
  const auto best =
      std::max_element(all.begin(), all.end(), [](const Found& a, const Found& b) { return a.trust < b.trust; });
  if (best == all.end()) {
    return std::nullopt;
  }
  return SampleSize{static_cast<std::uint32_t>(best->value), std::string(best->sentence->text), best->rule};
}

}  // namespace meridian::evidence
