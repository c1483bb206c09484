// The number of people or animals: every number that counts someone is weighed by the words around it.
#include "evidence/sample_size.hpp"

#include <re2/re2.h>

#include <algorithm>
#include <map>
#include <set>

#include "core/text.hpp"
#include "evidence/pattern.hpp"

namespace meridian::evidence {
namespace {

constexpr std::size_t kMostWords = 400;      // of one sentence
constexpr std::size_t kMostArms = 4;         // told one a sentence
constexpr std::size_t kFarSecond = 16;       // words between those studied and those that they are compared with
constexpr std::size_t kReach = 7;            // words between a number and whom it counts
constexpr std::uint64_t kLastYear = 2035;    // "in 2046 patients" tells no year
constexpr std::uint64_t kLargest = 9999999;  // a larger number counts no one

struct Token {
  std::string word;  // lower case, or empty for a number
  std::uint64_t value = 0;
  std::size_t at = 0, end = 0;
  bool is_number = false, stop = false, open = false,
       digits = false;  // stop: a clause ends behind it; open: within brackets
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
  static constexpr std::string_view kFirst = "0123456789otfsen";  // of digits, and of the words from one to ninety
  if (word.empty() || kFirst.find(word[0]) == std::string_view::npos) return 0;
  static const RE2 kDigits("\\d{1,7}|\\d{1,3}(?:,\\d{3})+");
  if (word[0] <= '9' && RE2::FullMatch(re2::StringPiece(word.data(), word.size()), kDigits)) {
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

/// "13 388", "sixty four", "one hundred eighty": the second number belongs to the first.
bool goes_on(const Token& first, const Token& second, std::string_view word) {
  if (word[0] <= '9') {
    return first.digits && word.size() == 3 && first.value < 1000;
  }
  return !first.digits && ((first.value >= 100 && second.value < 100) ||
                           (first.value >= 20 && first.value < 100 && first.value % 10 == 0 && second.value < 10));
}

/// "mellitus (NIDDM) patients": a short form between brackets does not part a number from whom it counts.
bool short_form(std::string_view text, std::size_t open) {
  const auto close = text.find_first_of(")] ", open);
  return close != std::string_view::npos && text[close] != ' ' && close > open + 1 && close - open < 12 &&
         std::all_of(text.begin() + static_cast<std::ptrdiff_t>(open) + 1,
                     text.begin() + static_cast<std::ptrdiff_t>(close),
                     [](char c) { return (c < '0' || c > '9') && c != '='; });
}

std::vector<Token> tokens_of(std::string_view text) {
  std::vector<Token> out;
  const std::string lower = ascii_lower(text);
  int depth = 0;
  for (std::size_t i = 0; i < lower.size() && out.size() < kMostWords;) {
    const char c = lower[i];
    if (c == ' ' || c == '(' || c == '[' || c == ')' || c == ']' || c == ';' || c == ':') {
      if ((c == '(' || c == '[') && short_form(lower, i)) {
        i = lower.find_first_of(")]", i) + 1;
        continue;
      }
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
      out.push_back({"n=", 0, token.at, token.at + 2, false, false, depth > 0, false});
      word.remove_prefix(2);
    } else if (word == "=" && !out.empty() && out.back().word == "n") {
      out.back().word = "n=";
      continue;
    }
    token.value = count_of(word);
    token.digits = !word.empty() && word[0] <= '9';
    token.is_number = token.value > 0;
    token.stop = token.stop || (token.is_number && lower[token.end - 1] == ',');
    token.open = depth > 0;
    token.word = token.is_number ? std::string() : std::string(word);
    if (token.is_number && !out.empty() && out.back().is_number && !out.back().stop &&
        goes_on(out.back(), token, word)) {
      const bool thousands = word[0] <= '9';
      out.back().value = thousands ? out.back().value * 1000 + token.value : out.back().value + token.value;
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

/// Short forms for people that the abstract makes itself: "breast cancer survivors (BCS)".
using ShortForms = std::set<std::string>;

bool counts_someone(const std::string& word, const ShortForms& short_forms) {
  static const RE2 kWho(
      "(?:in-?|out-?)?patients?|participants?|subjects|women|men|children|adults|individuals|people|volunteers|infants|"
      "neonates|adolescents|rats|mice|persons|students|nurses|males|females|veterans|eyes|cases|animals|rabbits|girls|"
      "boys|residents|survivors|workers|players|athletes|providers|respondents|smokers|pupils|mothers|caregivers|"
      "seniors|cats|dogs|piglets|pigs|monkeys|controls|twins|physicians|runners|families|employees|users|babies|"
      "elderly|teachers|members|soldiers|practitioners|parturients|beneficiaries|admissions|randomi[sz]ations|"
      "littermates");
  return short_forms.contains(word) || RE2::FullMatch(word, kWho);
}

ShortForms short_forms_of(const std::vector<Sentence>& sentences) {
  static const RE2 kMade(
      R"((?:patients|participants|subjects|women|men|children|adults|individuals|survivors|volunteers|students|nurses) \(([A-Z]{2,6}s?)\))");
  ShortForms out;
  for (const auto& sentence : sentences) {
    re2::StringPiece input(sentence.text.data(), sentence.text.size());
    std::string made;
    while (RE2::FindAndConsume(&input, kMade, &made)) {
      out.insert(ascii_lower(made));
    }
  }
  return out;
}

struct Found {
  std::uint64_t value = 0;
  int trust = 0;
  const Sentence* sentence = nullptr;
  const char* rule = "R-025";
  bool animals = false;
};

/// Whom the number at `i` counts: the index of that word, or npos.
std::size_t counted(const std::vector<Token>& t, std::size_t i, const ShortForms& short_forms) {
  static const RE2 kSex("males?|females?|men|women|boys|girls|m|f");
  std::size_t from = i + 1;
  bool sexes = false;  // "sixty-one (42 male) patients"
  while (from < t.size() && t[from].open && !t[i].open) {
    sexes = sexes || RE2::FullMatch(t[from].word, kSex);
    ++from;
  }
  if (!sexes) from = i + 1;
  for (std::size_t k = from; k < t.size() && k <= from + kReach - 1; ++k) {
    const bool behind_bracket = k == from && from > i + 1;
    if ((t[k - 1].stop && !behind_bracket) || t[k].is_number) return std::string::npos;
    const std::string& w = t[k].word;
    if (counts_someone(w, short_forms)) return k;
    static const RE2 kBreak(
        "of|in|for|to|from|with|were|was|had|who|that|per|by|after|years?|weeks?|months?|days?|hours?|minutes?|mg|"
        "times|"
        "trials|studies|groups|sessions|points|among|centers|centres|hospitals|units|clinics|sites|practices|databases|"
        "countries|cities|schools?|arms|doses|items|than|versus|vs|between|during|at|on|and/or");
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

/// "From 1995 to March 1998": a number that tells when.
bool is_year(const Token& token, std::string_view text, std::string_view before) {
  static const RE2 kYearBefore(
      "(?:january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|"
      "jul|"
      "aug|sept?|oct|nov|dec|from|to|in|between|since|until|through|during|and|of|year|till|before|after)[.,]? $");
  return token.digits && token.value >= 1900 && token.value <= kLastYear && token.end - token.at <= 5 &&
         text.substr(token.at, 4).find(',') == std::string_view::npos && finds(before, kYearBefore);
}

/// Sizes of arms in one sentence; one that equals the others together is their total.
struct Arms {
  std::vector<std::uint64_t> sizes;
  [[nodiscard]] std::uint64_t sum() const {
    std::uint64_t all = 0, most = 0;
    for (const auto size : sizes) {
      all += size;
      most = std::max(most, size);
    }
    return sizes.size() > 2 && most >= all - most ? most : all;
  }
  [[nodiscard]] std::uint64_t most() const { return sizes.empty() ? 0 : *std::max_element(sizes.begin(), sizes.end()); }
};

/// Counts told in a sentence of their own that belong to a whole: one arm, or those set beside the others.
struct Parts {
  std::vector<Found> single, extra;
};

void weigh(const Sentence& s, const ShortForms& short_forms, std::uint64_t& groups, std::vector<Found>& all,
           Parts& parts) {
  auto& [single, extra] = parts;
  static const RE2 kRandomised("randomi[sz]ed|randomly|allocated|assigned|randomi[sz]ation");
  static const RE2 kEnrolled(
      "enrol|recruit|included|entered|participated|studied|investigated|divided|took part|underwent|were treated|"
      "received|compris|consist|involv|observed|examined|selected|interviewed|surveyed|analy[sz]ed|pooled|we treated|"
      "cohort of|data (?:from|on)|followed|identified|registered");
  static const RE2 kNotAll(
      "screened|invited|approached|eligible|dropped|withdr[ae]w|died|developed|excluded|discontinued|lost to|"
      "responded|refused|remaining|(?:^| )reported|experienced|required|preferred|complained|attended|assessed for|"
      "classified|categori[sz]ed|needed|guessed");
  static const RE2 kBefore(
      "(?:only|other|remaining|latter|each of|per|than|at least|up to|planned|maximum of|target of|population of|"
      "out of|one in|two in|all but|planned total of|subsample of|(?:sub-?group|subset) of|about a|further) $|\\bin a "
      "sub");
  static const RE2 kNoCount(
      "\\b(?:type|stage|phase|grade|group|week|weeks|day|days|ratio|level|class|age|aged|=|<|>|±|to|-|\\+) $");
  static const RE2 kGivenTo("(?:given|administered|applied|delivered|offered) to $");
  static const RE2 kPlanned("sample of $");
  static const RE2 kTotal("(?:total of|totall?ing|total number of|in total,?|overall,?|altogether,?|sample of) $");
  static const RE2 kPart(
      "^ ?(?:\\([^)]*\\) ?)?of (?:the |all |a )?(?:planned "
      ")?(?:\\d|these|those|them|patients|participants|whom|subjects)");
  static const RE2 kArm(
      "^ ?(?:\\([^)]*\\) ?)?(?:(?:patients|subjects|participants|women|men|rats|mice|children|animals) )?(?:(?:were "
      "|was )?(?:randomly "
      ")?(?:randomi[sz]ed|assigned|allocated) to|(?:to|in|into|received|receiving|with|on) (?:the |a |an "
      ")?(?:[\\w-]+ "
      "){0,4}?(?:group|arm|control|placebo|sham)\\b|to (?:the )?[a-z][\\w-]*)");
  static const RE2 kAlone(
      "^ ?(?:\\([^)]*\\) ?)?(?:\\w+ and )?(?:(?:were|was|had been|have been) "
      "(?:randomi[sz]ed|enrolled|recruited|included)|enrolled|agreed to|consented|took part|"
      "volunteered)\\b");
  static const RE2 kEachAfter("^ (?:in each|per|each|apiece|in every|made up each)\\b");
  static const RE2 kArmAfter("^ (?:in|to) the [a-z-]+ (?:group|arm)");
  static const RE2 kEachBefore(
      "(?:each|every) of (?:the )?\\w+ groups (?:contained|comprised|included|consisted of|had) $|"
      "each(?: group)? (?:with|of|had|contain\\w+|compris\\w+|includ\\w+|consist\\w+ of) $|groups? (?:of|compris\\w+) "
      "$");
  static const RE2 kEach("\\b(?:each|per (?:group|arm|dose))\\b");
  static const RE2 kEachOf("\\bin each of (?:the )?$");
  // "197 women were randomized to the epidural group": of one arm, unless the sentence goes on to another
  static const RE2 kOneArm(
      "^ ?(?:\\([^)]*\\) ?)?,? ?(?:were |was )?(?:randomly )?(?:(?:randomi[sz]ed|allocated|assigned) to|in) (?:the "
      "|receiv\\w+ )"
      "?(?:[\\w-]+ ){0,4}?(?:group|arm)\\b");
  static const RE2 kMoreArms("\\b(?:or|either|versus|vs|and|while|whereas)\\b|\\d");
  // "31 patients with neuralgia and 30 healthy persons", "Ten further rats served as controls"
  static const RE2 kCompared(
      "^(?:healthy|normal|matched|age|sex|age-matched|sex-matched|control|controls|asymptomatic|unaffected|"
      "non-diabetic|nondiabetic|normoglyc\\w+|euglyc\\w+|pain-free|neurologically|painless|unmatched)$");
  static const RE2 kExtraBefore("\\b(?:another|further|additional) $");
  static const RE2 kExtraAfter(
      "^ (?:further|additional|more) |\\b(?:served as|serving as|acted as|were used as|chosen to be|were) (?:the |a )?"
      "(?:[\\w-]+ )?controls?\\b|littermates");
  static const RE2 kClusters(
      "(?:cent(?:er|re)s|practices|hospitals|clinics|schools|villages|wards|homes|clusters|units|communities) "
      "(?:were|was) "
      "(?:randomi|allocated|assigned)");
  static const RE2 kInAll("^ (?:in all|in total|altogether|overall)\\b");
  static const RE2 kSub("sub-?group|subset");
  const auto t = tokens_of(s.text);
  if (std::none_of(t.begin(), t.end(), [](const Token& token) { return token.is_number; })) return;
  const std::string lower = ascii_lower(s.text);
  const int place = trust_of_place(s);
  const bool each = finds(lower, kEach);
  Arms arms, told, bracketed;
  std::uint64_t named = 0;  // "sham group, model group and EA group, 12 in each"
  for (std::size_t i = 0; i + 1 < t.size(); ++i) {
    named += t[i + 1].word.starts_with("group") && !t[i + 1].word.starts_with("groups") &&
             (t[i].stop || (t[i].word != "each" && t[i].word != "per"));
    if (!t[i].is_number || t[i].stop || t[i].value > 9) continue;
    const std::string two = i + 2 < t.size() ? t[i + 2].word : "";
    if (t[i + 1].word == "groups" || t[i + 1].word == "arms" || two == "groups" || two == "arms") groups = t[i].value;
  }
  for (std::size_t i = 0; i < t.size(); ++i) {
    if (!t[i].is_number) continue;
    const std::string_view after = std::string_view(lower).substr(t[i].end);
    const std::size_t from = t[i].at > 40 ? t[i].at - 40 : 0;
    const std::string_view before = std::string_view(lower).substr(from, t[i].at - from);
    if (finds(before, kEachOf) && t[i].value < 20) groups = t[i].value;
    if (i > 0 && t[i - 1].word == "n=") {
      if (i > 1 && counts_someone(t[i - 2].word, short_forms) && s.text[t[i - 1].at] == 'N') {
        all.push_back({t[i].value, 4 + place, &s, "R-021"});
      }
      arms.sizes.push_back(t[i].value);
      continue;
    }
    if ((finds(before, kNoCount) && !finds(before, kGivenTo)) || is_year(t[i], s.text, before)) continue;
    if (t[i].value >= 5 && !t[i].open && !finds(before, kBefore) && finds(after.substr(0, 90), kArm) &&
        !finds(lower, kClusters)) {
      told.sizes.push_back(t[i].value);
    }
    if (finds(after, kInAll) && t[i].value >= 5) all.push_back({t[i].value, 6 + place, &s, "R-021"});
    const std::size_t who = counted(t, i, short_forms);
    if (who == std::string::npos && finds(after.substr(0, 60), kAlone)) {
      all.push_back({t[i].value, 5 + place, &s, "R-022"});
    }
    if (who == std::string::npos || t[i].value < 2 || finds(after.substr(0, 60), kPart)) continue;
    if (t[i].open) {
      if (t[who].stop && !finds(before, kBefore)) bracketed.sizes.push_back(t[i].value);
    }
    Found f{t[i].value, place, &s, "R-025"};
    std::size_t last = who;
    if (who + 2 < t.size() && !t[who].stop && t[who + 1].word == "and" && t[who + 2].is_number) {
      if (const auto second = counted(t, who + 2, short_forms);
          second != std::string::npos) {  // "163 patients and 50 controls"
        f = {f.value + t[who + 2].value, f.trust + 1, &s, "R-024"};
        last = second;
      }
    }
    for (std::size_t k = last + 1; last == who && k + 1 < t.size() && k <= last + kFarSecond && !t[k - 1].stop; ++k) {
      if (t[k].is_number && t[k - 1].word == "and" && RE2::FullMatch(t[k + 1].word, kCompared)) {
        f = {f.value + t[k].value, f.trust + 2, &s, "R-024"};
        break;
      }
    }
    if (i >= 3 && t[i - 1].word == "and" && !t[i - 2].is_number && t[i - 3].is_number && !t[i - 3].open &&
        !counts_someone(t[i - 2].word, short_forms) && !t[i - 2].stop) {  // "13 male and 30 female patients"
      f = {f.value + t[i - 3].value, f.trust + 1, &s, "R-024"};
    }
    std::string_view tail = std::string_view(lower).substr(t[last].end, 90);
    tail = tail.substr(0, tail.find(';'));
    const std::string_view soon = tail.substr(0, 25);
    const std::string_view within = std::string_view(lower).substr(t[i].end, t[last].at - t[i].end);
    if (finds(before, kTotal) && (finds(before, kPlanned) || !finds(tail.substr(0, 45), kNotAll))) {
      f.trust += 4;
      f.rule = "R-021";
    }
    const bool one_arm = finds(tail, kOneArm) && !finds(tail, kMoreArms);
    if (one_arm) {
      single.push_back({f.value, 6 + place, &s, "R-024"});
      f.trust += 1;
    } else if (finds(tail, kRandomised) || finds(within, kRandomised) || finds(before, kRandomised)) {
      f.trust += 5;
      f.rule = "R-022";
    } else if (finds(tail, kEnrolled) || finds(within, kEnrolled) || finds(before, kEnrolled)) {
      f.trust += 3;
      f.rule = f.rule == std::string_view("R-025") ? "R-023" : f.rule;
    }
    f.trust -= t[last].word == "cases" || t[last].word == "controls";
    f.trust -= soon.find("complet") != std::string_view::npos;
    if (finds(soon, kNotAll) && !finds(before, kPlanned)) f.trust -= 4;
    if (finds(before, kBefore)) f.trust -= 4;
    if (t[i].open) f.trust -= 3;
    if (i > 1 && t[i - 1].word == "of" && t[i - 2].is_number) f.trust += 2;
    if (finds(soon, kEachAfter) || finds(before, kEachBefore)) {
      const std::uint64_t times = groups > 1 ? groups : named;
      f.trust += times > 1 ? 2 : -4;
      f.value *= std::max<std::uint64_t>(times, 1);
      f.rule = "R-024";
    } else if (finds(soon, kArmAfter)) {
      f.trust -= 2;
    }
    const bool animals = RE2::FullMatch(t[last].word, "rats|mice|animals|rabbits|littermates");
    if (t[i].value >= 5 && !t[i].open && f.rule != std::string_view("R-024") &&
        (animals || !finds(lower, kRandomised)) &&
        (finds(before, kExtraBefore) || finds(std::string_view(lower).substr(t[i].end, 100), kExtraAfter))) {
      extra.push_back(f);
      extra.back().animals = animals;
    }
    all.push_back(f);
  }
  static const RE2 kNumberEach("\\b(\\d{1,4}|[a-z-]+) (?:[a-z]+ )?(?:in|per|for) each");
  std::string size;
  if (const std::uint64_t times = groups > 1 ? groups : named; each && times > 1) {
    if (arms.sizes.size() == 1) {
      all.push_back({arms.sum() * times, 5 + place, &s, "R-024"});
    } else if (RE2::PartialMatch(lower, kNumberEach, &size) && count_of(size) > 0) {
      all.push_back({count_of(size) * times, 4 + place, &s, "R-024"});
    }
  }
  const int less = finds(lower, kSub) ? 4 : 0;
  if (arms.sizes.size() >= 2 && arms.most() >= 5) {
    all.push_back({arms.sum(), 3 + place + (finds(lower, kRandomised) ? 1 : 0) - less, &s, "R-024"});
  } else if (arms.sizes.size() == 1 && !each) {
    all.push_back({arms.sum(), place + (finds(lower, kRandomised) ? 3 : 0) - less, &s, "R-024"});
  } else if (arms.sizes.size() == 1 && groups > 1 && lower.find("groups") != std::string::npos) {
    all.push_back({arms.sum() * groups, 4 + place, &s, "R-024"});
  }
  if (told.sizes.size() >= 2) {
    all.push_back({told.sum(), (finds(lower, kRandomised) ? 6 : 3) + place - less, &s, "R-024"});
  }
  if (!bracketed.sizes.empty()) {
    all.push_back({bracketed.sum(), (bracketed.sizes.size() > 1 ? 3 : 0) + place - less, &s, "R-024"});
  }
}

/// "Three groups", "five arms"; 0 where none are counted.
std::uint64_t groups_in(const std::string& lower) {
  static const RE2 kOrdinal("\\b(third|fourth|fifth|sixth) group\\b");
  static const std::map<std::string, std::uint64_t> kOrdinals{{"third", 3}, {"fourth", 4}, {"fifth", 5}, {"sixth", 6}};
  static const RE2 kGroups("\\b(two|three|four|five|six|seven|eight|nine|[2-9]) (?:[a-z]+ )?(?:groups|arms)\\b");
  std::string number;
  if (lower.find("group") == std::string::npos && lower.find("arms") == std::string::npos) return 0;
  if (RE2::PartialMatch(lower, kGroups, &number)) return count_of(number);
  return RE2::PartialMatch(lower, kOrdinal, &number) ? kOrdinals.at(number) : 0;
}

/// "The total number of patients in the 31 articles was 1,238", "We received 146 responses", "38, 37 and 36 patients".
void find_totals(const Sentence& s, std::vector<Found>& all) {
  const std::string lower = ascii_lower(s.text);
  if (std::none_of(lower.begin(), lower.end(), [](char c) { return c >= '0' && c <= '9'; }) &&
      lower.find(" and ") == std::string::npos && lower.find("groups of ") == std::string::npos) {
    return;
  }
  const int place = trust_of_place(s);
  static const RE2 kTotalWas(
      "total (?:number|sample)(?: size)? of (?:patients|participants|subjects|people|animals)[^.;]{0,80}? was "
      "([\\d,]+)");
  static const RE2 kReplies(
      "(?:received|obtained|returned) (?:only )?([\\d,]+) (?:completed? |valid )?(?:responses|replies|questionnaires)");
  std::string number;
  if (RE2::PartialMatch(lower, kTotalWas, &number) || RE2::PartialMatch(lower, kReplies, &number)) {
    all.push_back({count_of(number), 4 + place, &s, "R-021"});
  }
  static const RE2 kGiven(
      "\\b([\\w-]+) (?:patients|participants|subjects|children|women|men|people|survivors|adults|rats|mice) "
      "(?:received|were "
      "given|took|were treated with) [^.;:\\d]{3,60}and ([\\w-]+) (?:the |received |took |were |had "
      "|(?:patients|participants|subjects|"
      "children|women|men|people|survivors|adults|rats|mice) (?:received|were given|took|were treated with))");
  std::string one, two;
  if (RE2::PartialMatch(lower, kGiven, &one, &two) && count_of(one) >= 5 && count_of(two) >= 5) {
    all.push_back(
        {count_of(one) + count_of(two), (lower.find("random") != std::string::npos ? 7 : 3) + place, &s, "R-024"});
  }
  static const RE2 kGroupsOf(
      "\\b([a-z]+|\\d) (?:equal )?groups of ([a-z]+|\\d{1,3})\\b(?: "
      "(?:rats|mice|patients|animals|each|were|was)|[,.])");
  std::string groups, each;
  if (RE2::PartialMatch(lower, kGroupsOf, &groups, &each) && count_of(groups) >= 2 && count_of(each) >= 3) {
    all.push_back({count_of(groups) * count_of(each), 5 + place, &s, "R-024"});
  }
  static const RE2 kList(
      "(?:consisted of|comprised|included|were|of) (\\d{1,4}), (\\d{1,4})(?:, (\\d{1,4}))?,? and (\\d{1,4}) "
      "(?:patients|participants|subjects|people|women|men|rats|mice)");
  std::string a, b, c, d;
  if (RE2::PartialMatch(lower, kList, &a, &b, &c, &d)) {
    all.push_back({count_of(a) + count_of(b) + count_of(c) + count_of(d), 3 + place, &s, "R-024"});
  }
}

}  // namespace

std::optional<SampleSize> read_sample_size(const std::vector<Sentence>& sentences) {
  std::vector<Found> all;
  Parts parts;
  const ShortForms short_forms = short_forms_of(sentences);
  std::uint64_t groups = 0;                 // a number of groups told in one sentence serves the next
  for (const auto& sentence : sentences) {  // told before or after the number of animals in each
    if (groups == 0) groups = groups_in(ascii_lower(sentence.text));
  }
  for (const auto& sentence : sentences) {
    weigh(sentence, short_forms, groups, all, parts);
    find_totals(sentence, all);
  }
  if (parts.single.size() >= 2 && parts.single.size() <= kMostArms) {
    Found whole = parts.single.front();
    for (std::size_t i = 1; i < parts.single.size(); ++i) whole.value += parts.single[i].value;
    all.push_back(whole);
  }
  std::erase_if(all, [](const Found& f) { return f.trust < -1 || f.value == 0 || f.value > kLargest; });
  const auto best =
      std::max_element(all.begin(), all.end(), [](const Found& a, const Found& b) { return a.trust < b.trust; });
  if (best == all.end()) {
    return std::nullopt;
  }
  Found whole = *best;
  const bool drawn =
      std::any_of(all.begin(), all.end(), [](const Found& f) { return f.rule == std::string_view("R-022"); });
  for (const Found& more : parts.extra) {  // "another 18 had laminectomy only"; of people drawn by lot all were counted
    if (drawn && !more.animals) continue;
    const bool here = more.sentence == best->sentence;
    const std::string_view rule = best->rule;
    if (more.value < best->value && (here ? rule == "R-023" || rule == "R-025" : rule != "R-021")) {
      whole.value += more.value;
      whole.rule = "R-024";
    }
  }
  return SampleSize{static_cast<std::uint32_t>(whole.value), std::string(whole.sentence->text), whole.rule};
}

}  // namespace meridian::evidence
