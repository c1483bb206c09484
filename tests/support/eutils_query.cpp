// A recursive-descent reader of PubMed's query language that yields the set of records at once.
#include "tests/support/eutils_query.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <iterator>
#include <sstream>

namespace meridian::test {
namespace {

/// How a term meets an entry of a field: anywhere within it, as the whole of it, or at its beginning.
enum class Match { Words, Entry, Prefix };

struct Tag {
  std::string_view shown;                 ///< PubMed's long name
  std::vector<std::string_view> spelled;  ///< in lower case
  Field field;
  Match match;
};

const std::vector<Tag>& tags() {
  static const std::vector<Tag> kTags = {
      {"Title", {"ti", "title", "titl"}, Field::Title, Match::Words},
      {"Title/Abstract", {"tiab", "title/abstract"}, Field::TitleAbstract, Match::Words},
      {"Text Word", {"tw", "text word", "text words"}, Field::TextWord, Match::Words},
      {"MeSH Terms",
       {"mh", "mesh", "mesh terms", "mh:noexp", "mesh:noexp", "mesh terms:noexp"},
       Field::Mesh,
       Match::Entry},
      {"MeSH Major Topic", {"majr", "mesh major topic", "majr:noexp"}, Field::MeshMajor, Match::Entry},
      {"MeSH Subheading", {"sh", "mesh subheading", "subheading"}, Field::Subheading, Match::Entry},
      {"Publication Type", {"pt", "ptyp", "publication type"}, Field::PublicationTypeExploded, Match::Entry},
      {"Publication Type:noexp", {"pt:noexp", "publication type:noexp"}, Field::PublicationType, Match::Entry},
      {"Journal", {"ta", "jour", "journal", "jid", "is", "issn"}, Field::Journal, Match::Entry},
      {"Author", {"au", "auth", "author", "fau", "full author name"}, Field::Author, Match::Prefix},
      {"Author - First", {"1au", "author - first", "first author name"}, Field::FirstAuthor, Match::Prefix},
      {"Author - Last", {"lastau", "author - last", "last author name"}, Field::LastAuthor, Match::Prefix},
      {"Affiliation", {"ad", "affl", "affiliation"}, Field::Affiliation, Match::Words},
      {"Language", {"la", "lang", "language"}, Field::Language, Match::Entry},
      {"Other Term", {"ot", "other term"}, Field::Keyword, Match::Words},
      {"Supplementary Concept", {"nm", "supplementary concept", "substance name"}, Field::Substance, Match::Entry},
      {"Article Identifier",
       {"aid", "doi", "article identifier", "lid", "location id"},
       Field::Identifier,
       Match::Entry},
      {"Secondary Source ID", {"si", "secondary source id"}, Field::Accession, Match::Entry},
      {"Volume", {"vi", "volume"}, Field::Volume, Match::Entry},
      {"Issue", {"ip", "issue"}, Field::Issue, Match::Entry},
      {"Pagination", {"pg", "pagination"}, Field::Pages, Match::Prefix},
      {"Filter", {"sb", "filter", "filt", "subset"}, Field::Subset, Match::Entry},
      {"UID", {"uid", "pmid"}, Field::Uid, Match::Entry},
      {"All Fields", {"all", "all fields"}, Field::All, Match::Words},
  };
  return kTags;
}

struct DateTag {
  std::string_view shown;
  std::vector<std::string_view> spelled;
  DateField field;
};

const std::vector<DateTag>& date_tags() {
  static const std::vector<DateTag> kTags = {
      {"Date - Create", {"crdt", "date - create", "create date"}, DateField::Created},
      {"Date - Entry", {"edat", "date - entrez", "date - entry", "entry date", "entrez date"}, DateField::Entered},
      {"Date - Modification", {"mdat", "lr", "date - modification", "modification date"}, DateField::Modified},
      {"Date - Publication", {"dp", "pdat", "date - publication", "publication date"}, DateField::Published},
      {"Date - MeSH", {"mhda", "date - mesh", "mesh date"}, DateField::Indexed},
      {"Date - Completion", {"dcom", "date - completion", "completion date"}, DateField::Completed},
  };
  return kTags;
}

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

std::string trimmed(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) {
    text.remove_prefix(1);
  }
  while (!text.empty() && is_blank(text.back())) {
    text.remove_suffix(1);
  }
  return std::string(text);
}

std::string lower_name(std::string_view text) {
  std::string out;
  for (const char c : trimmed(text)) {
    if (!is_blank(c)) {
      out += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    } else if (!out.ends_with(' ')) {
      out += ' ';
    }
  }
  return out;
}

template <class Row>
const Row* find_tag(const std::vector<Row>& table, const std::string& name) {
  for (const auto& row : table) {
    if (std::find(row.spelled.begin(), row.spelled.end(), name) != row.spelled.end()) {
      return &row;
    }
  }
  return nullptr;
}

std::vector<std::string> split(const std::string& words) {
  std::istringstream in(words);
  return {std::istream_iterator<std::string>(in), {}};
}

template <class Number>
Number number(std::string_view text) {
  Number value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

PmidSet both(const PmidSet& a, const PmidSet& b) {
  PmidSet out;
  std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::inserter(out, out.end()));
  return out;
}

bool near_each_other(const std::string& field, const std::vector<std::string>& words, std::size_t gap) {
  std::istringstream entries(field);
  for (std::string entry; std::getline(entries, entry);) {
    const auto all = split(entry);
    for (std::size_t at = 0; at < all.size(); ++at) {
      const auto from = all.begin() + static_cast<std::ptrdiff_t>(at);
      const auto end = all.begin() + static_cast<std::ptrdiff_t>(std::min(all.size(), at + words.size() + gap));
      if (std::all_of(words.begin(), words.end(),
                      [&](const auto& word) { return std::find(from, end, word) != end; })) {
        return true;
      }
    }
  }
  return false;
}

struct Term {
  std::string words, tag;
  bool quoted = false;
  bool tagged = false;
};

/// Searches one term and writes what was searched into the answer.
class Searcher {
 public:
  Searcher(const Records& records, int today, QueryAnswer& answer)
      : records_(records), today_(today), answer_(answer) {}

  PmidSet search(const Term& given) {
    const auto name = lower_name(given.tag);
    if (const auto* row = find_tag(date_tags(), name); row != nullptr && given.tagged) {
      return dated(given, *row);
    }
    const auto near = name.find(":~");
    const auto* tag = find_tag(tags(), near == std::string::npos ? name : name.substr(0, near));
    if (tag == nullptr && given.tagged) {  // PubMed drops the tag and searches on: the set comes back unfiltered
      answer_.fields_not_found.push_back(given.tag);
    }
    if (tag == nullptr || !given.tagged) {
      return untagged(given);
    }
    return near == std::string::npos ? tagged(given, *tag) : close_by(given, *tag, name.substr(near + 2));
  }

  PmidSet range(const Term& first, const Term& second) {
    const auto& tag = second.tagged ? second.tag : first.tag;
    const auto name = lower_name(tag);
    if (const auto* row = find_tag(date_tags(), name); row != nullptr) {
      const int lo = search_date(first.words, false);
      const int hi = search_date(second.words, true);
      answer_.translation += fmt::format("{}:{}[{}]", first.words, second.words, row->shown);
      return lo == 0 || hi == 0 ? PmidSet{} : dated_between(records_, row->field, lo, hi);
    }
    if (name == "uid" || name == "pmid") {
      const auto lo = number<std::uint32_t>(first.words);
      const auto hi = number<std::uint32_t>(second.words);
      answer_.translation += fmt::format("{:08}[UID] : {:08}[UID]", lo, hi);
      PmidSet found;
      for (auto row = records_.lower_bound(lo); row != records_.end() && row->first <= hi; ++row) {
        found.insert(found.end(), row->first);
      }
      return found;
    }
    // Not a field of ranges: both words are searched.
    const auto found = search({first.words, tag, first.quoted, second.tagged || first.tagged});
    answer_.translation += " AND ";
    return both(found, search(second));
  }

 private:
  PmidSet close_by(const Term& given, const Tag& tag, const std::string& distance) {
    const auto gap = std::min<std::size_t>(number<std::size_t>(distance), 1000);
    answer_.translation += fmt::format("\"{}\"[{}:~{}]", given.words, tag.shown, gap);
    const auto words = split(search_words(given.words));
    PmidSet found;
    for (const auto& [pmid, record] : records_) {
      if (near_each_other(record.text[static_cast<std::size_t>(tag.field)], words, gap)) {
        found.insert(found.end(), pmid);
      }
    }
    return found;
  }

  PmidSet dated(const Term& given, const DateTag& tag) {
    answer_.translation += fmt::format("{}[{}]", given.words, tag.shown);
    const auto words = split(lower_name(given.words));
    if (words.size() == 3 && words[0] == "last") {
      const int unit = words[2].starts_with("day") ? 1 : words[2].starts_with("month") ? 30 : 365;
      const int days = std::clamp(number<int>(words[1]), 0, 1000) * unit;
      return dated_between(records_, tag.field, days_before(today_, days), 99991231);
    }
    const int lo = search_date(given.words, false);
    return lo == 0 ? PmidSet{} : dated_between(records_, tag.field, lo, search_date(given.words, true));
  }

  PmidSet matching(const std::string& words, bool prefix, Field field, Match match) const {
    auto needle = words;
    if (prefix || (match == Match::Prefix && split(words).size() > 1)) {  // "smith j" finds Smith JA
      needle.pop_back();
    }
    if (match != Match::Words) {
      needle = "\n" + needle + (match == Match::Entry && !prefix ? "\n" : "");
    }
    PmidSet found;
    for (const auto& [pmid, record] : records_) {
      if (record.text[static_cast<std::size_t>(field)].find(needle) != std::string::npos) {
        found.insert(found.end(), pmid);
      }
    }
    return found;
  }

  PmidSet tagged(const Term& given, const Tag& tag) {
    const bool prefix = given.words.ends_with('*');
    const auto words = search_words(given.words);
    const auto parts = split(words);
    auto found = parts.empty() ? PmidSet{} : matching(words, prefix, tag.field, tag.match);
    if (found.empty() && parts.size() > 1 && tag.match == Match::Words) {
      if (given.quoted) {
        answer_.quoted_phrases_not_found.push_back(fmt::format("\"{}\"[{}]", given.words, given.tag));
      }
      return every_word(parts, prefix, tag.field, tag.shown);
    }
    answer_.translation += fmt::format("\"{}{}\"[{}]", trimmed(words), prefix ? "*" : "", tag.shown);
    if (found.empty()) {
      answer_.phrases_not_found.push_back(fmt::format("{}[{}]", given.words, given.tag));
    }
    return found;
  }

  PmidSet every_word(const std::vector<std::string>& parts, bool prefix, Field field, std::string_view shown) {
    PmidSet found;
    answer_.translation += '(';
    for (std::size_t i = 0; i < parts.size(); ++i) {
      const bool open = prefix && i + 1 == parts.size();
      const auto one = matching(" " + parts[i] + " ", open, field, Match::Words);
      found = i == 0 ? one : both(found, one);
      answer_.translation += fmt::format("{}\"{}{}\"[{}]", i == 0 ? "" : " AND ", parts[i], open ? "*" : "", shown);
      if (one.empty()) {
        answer_.phrases_not_found.push_back(parts[i]);
      }
    }
    answer_.translation += ')';
    return found;
  }

  PmidSet untagged(const Term& given) {
    static const std::set<std::string> kStopWords = {"a",  "an", "and", "by", "for", "from", "in",
                                                     "is", "of", "on",  "or", "the", "to",   "with"};
    static const Tag& all = *find_tag(tags(), "all");
    const auto words = search_words(given.words);
    auto parts = split(words);
    if (given.quoted || given.words.ends_with('*') || parts.empty()) {
      return tagged({given.words, "All Fields", given.quoted, true}, all);
    }
    if (words == " hasabstract ") {
      answer_.translation += "hasabstract[Filter]";
      return matching(words, false, Field::Subset, Match::Entry);
    }
    std::vector<std::string> telling;
    std::copy_if(parts.begin(), parts.end(), std::back_inserter(telling),
                 [](const auto& word) { return !kStopWords.contains(word); });
    const auto heading = matching(words, false, Field::Mesh, Match::Entry);
    if (!heading.empty()) {
      answer_.translation += fmt::format("(\"{}\"[MeSH Terms] OR ", trimmed(words));
    }
    auto found = every_word(telling.empty() ? parts : telling, false, Field::All, "All Fields");
    if (!heading.empty()) {
      answer_.translation += ')';
      found.insert(heading.begin(), heading.end());
    }
    return found;
  }

  const Records& records_;
  int today_;
  QueryAnswer& answer_;
};

class Reader {
 public:
  Reader(std::string_view term, const std::vector<PmidSet>& history, Searcher& searcher, QueryAnswer& answer)
      : text_(term), history_(history), searcher_(searcher), answer_(answer) {}

  PmidSet whole() {
    auto found = expression(0);
    while (answer_.error.empty() && !done()) {  // an unpaired closing bracket is passed over
      ++at_;
      if (!done()) {
        answer_.translation += " AND ";
        found = both(found, expression(0));
      }
    }
    return found;
  }

 private:
  bool done() {
    while (at_ < text_.size() && is_blank(text_[at_])) {
      ++at_;
    }
    return at_ >= text_.size();
  }
  bool take(std::string_view word) {
    if (done() || !text_.substr(at_).starts_with(word)) {
      return false;
    }
    const auto after = at_ + word.size();
    if (after < text_.size() && !is_blank(text_[after]) && text_[after] != '(' && text_[after] != '"') {
      return false;
    }
    at_ = after;
    return true;
  }
  bool operator_ahead() {
    const auto keep = at_;
    const bool yes = take("AND") || take("OR") || take("NOT");
    at_ = keep;
    return yes;
  }

  PmidSet expression(int depth) {
    if (depth > 200) {
      answer_.error = "Search Backend failed: query is nested too deeply";
      return {};
    }
    auto found = operand(depth);
    while (answer_.error.empty() && !done() && text_[at_] != ')') {
      if (take("OR")) {
        answer_.translation += " OR ";
        found.merge(operand(depth));
        continue;
      }
      take("AND");
      if (take("NOT")) {
        answer_.translation += " NOT ";
        for (const auto pmid : operand(depth)) {
          found.erase(pmid);
        }
      } else {
        answer_.translation += " AND ";
        found = both(found, operand(depth));
      }
    }
    return found;
  }

  PmidSet operand(int depth) {
    if (done() || text_[at_] == ')') {
      return {};
    }
    if (text_[at_] == '(') {
      ++at_;
      answer_.translation += '(';
      auto found = expression(depth + 1);
      if (!done() && text_[at_] == ')') {
        ++at_;
      }
      answer_.translation += ')';
      return found;
    }
    if (text_[at_] == '#') {
      return from_history();
    }
    const auto from = at_;
    const auto first = term();
    if (at_ == from) {
      ++at_;  // a stray character such as ']', or an operator without its first side
      return {};
    }
    if (!done() && text_[at_] == ':') {
      ++at_;
      return done() ? searcher_.search(first) : searcher_.range(first, term());
    }
    return searcher_.search(first);
  }

  PmidSet from_history() {
    const auto index = number<std::size_t>(text_.substr(++at_));
    while (at_ < text_.size() && text_[at_] >= '0' && text_[at_] <= '9') {
      ++at_;
    }
    answer_.translation += fmt::format("#{}", index);
    if (index == 0 || index > history_.size()) {
      answer_.error = "Search Backend failed: Could not resolve history reference";
      return {};
    }
    return history_[index - 1];
  }

  Term term() {
    Term out;
    if (text_[at_] == '"') {
      const auto end = std::min(text_.find('"', at_ + 1), text_.size());
      out.words = text_.substr(at_ + 1, end - at_ - 1);
      out.quoted = true;
      at_ = std::min(end + 1, text_.size());
    } else {
      const auto from = at_;
      while (at_ < text_.size() && std::string_view("()[]\":").find(text_[at_]) == std::string_view::npos) {
        if (is_blank(text_[at_]) && operator_ahead()) {
          break;
        }
        ++at_;
      }
      out.words = trimmed(text_.substr(from, at_ - from));
    }
    if (!done() && text_[at_] == '[') {
      const auto end = std::min(text_.find(']', at_), text_.size());
      out.tag = trimmed(text_.substr(at_ + 1, end - at_ - 1));
      out.tagged = true;
      at_ = std::min(end + 1, text_.size());
    }
    return out;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  const std::vector<PmidSet>& history_;
  Searcher& searcher_;
  QueryAnswer& answer_;
};

}  // namespace

QueryAnswer evaluate_query(std::string_view term, const Records& records, const std::vector<PmidSet>& history,
                           int today) {
  QueryAnswer answer;
  Searcher searcher(records, today, answer);
  answer.found = Reader(term, history, searcher, answer).whole();
  return answer;
}

PmidSet dated_between(const Records& records, DateField field, int first, int last) {
  PmidSet found;
  for (const auto& [pmid, record] : records) {
    const auto& dates = record.dates[static_cast<std::size_t>(field)];
    if (std::any_of(dates.begin(), dates.end(), [&](int date) { return date >= first && date <= last; })) {
      found.insert(found.end(), pmid);
    }
  }
  return found;
}

int days_before(int date, int days) {
  namespace ch = std::chrono;
  const auto month = static_cast<unsigned>(date / 100 % 100);
  const auto day = static_cast<unsigned>(date % 100);
  const ch::year_month_day then(ch::sys_days(ch::year(date / 10000) / ch::month(month) / ch::day(day)) -
                                ch::days(days));
  return static_cast<int>(then.year()) * 10000 + static_cast<int>(static_cast<unsigned>(then.month()) * 100) +
         static_cast<int>(static_cast<unsigned>(then.day()));
}

bool date_field(std::string_view name, DateField& field) {
  const auto* row = find_tag(date_tags(), lower_name(name));
  if (row != nullptr) {
    field = row->field;
  }
  return row != nullptr;
}

}  // namespace meridian::test
