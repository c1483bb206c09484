// Finds the citations of a draft by their shapes.
#include "draft/citations.hpp"

#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "core/text.hpp"

namespace meridian::draft {
namespace {

constexpr std::size_t kNoBlock = static_cast<std::size_t>(-1);
constexpr std::size_t kLongestBlock = 60000;  // of a paragraph is searched

/// Where a pattern was found, and its first two groups.
struct Match {
  std::size_t position = 0, length = 0;
  std::array<std::string, 3> group;
};

bool find(std::string_view text, const RE2& pattern, Match& match) {
  std::array<re2::StringPiece, 3> pieces;
  const int groups = std::min(pattern.NumberOfCapturingGroups() + 1, 3);
  if (!pattern.Match(re2::StringPiece(text.data(), text.size()), 0, text.size(), RE2::UNANCHORED, pieces.data(),
                     groups)) {
    return false;
  }
  match.position = static_cast<std::size_t>(pieces[0].data() - text.data());
  match.length = pieces[0].size();
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    match.group[i] = std::string(pieces[i].data() == nullptr ? "" : pieces[i].data(), pieces[i].size());
  }
  return true;
}

std::string trimmed_doi(std::string doi) {
  for (;;) {
    if (doi.empty()) {
      return doi;
    }
    const char last = doi.back();
    const bool open = doi.find('(') != std::string::npos;
    if (last == '.' || last == ',' || last == ';' || last == ':' || last == '"' || last == '\'' || last == ']' ||
        last == '>' ||
        (last == ')' && (!open || std::count(doi.begin(), doi.end(), ')') > std::count(doi.begin(), doi.end(), '(')))) {
      doi.pop_back();
    } else {
      return ascii_lower(doi);
    }
  }
}

const RE2& pmid_pattern() {
  static const RE2 kPattern(R"((?i)(?:PMID:?\s*|pubmed\.ncbi\.nlm\.nih\.gov/|ncbi\.nlm\.nih\.gov/pubmed/)(\d{1,12}))");
  return kPattern;
}

const RE2& doi_pattern() {
  static const RE2 kPattern(R"((?i)(?:https?://(?:dx\.)?doi\.org/|doi:\s*)?(10\.\d{4,9}/[^\s"<>]+))");
  return kPattern;
}

void read_ids(std::string_view text, Mention& mention) {
  Match match;
  if (find(text, pmid_pattern(), match)) {
    const std::string digits = match.group[1];
    if (digits.size() > 8) {
      mention.impossible_pmid = true;
    } else {
      std::from_chars(digits.data(), digits.data() + digits.size(), mention.pmid);
    }
  }
  constexpr std::size_t kLongestDoi = 300;
  if (find(text, doi_pattern(), match) && match.group[1].size() <= kLongestDoi) {
    mention.doi = trimmed_doi(match.group[1]);
  }
}

int year_in(std::string_view text) {
  static const RE2 kYear(R"((?:^|[^\d./-])((?:19|20)\d\d)(?:$|[^\d/-]))");
  Match match;
  return find(text, kYear, match) ? std::stoi(match.group[1]) : 0;
}

bool is_capital(std::string_view text) {
  return !text.empty() && ((text[0] >= 'A' && text[0] <= 'Z') || static_cast<unsigned char>(text[0]) >= 0xC3U);
}

/// The family name that opens a reference.
std::string opening_name(std::string_view text) {
  text = trim(text);
  if (!is_capital(text)) {
    return {};
  }
  std::size_t end = 0;
  while (end < text.size() && text[end] != ' ' && text[end] != ',' && text[end] != '.' && text[end] != '(') {
    ++end;
  }
  const auto name = text.substr(0, end);
  // a name is followed by initials, a comma, "et al." or "and"; otherwise the entry opens with its title
  const auto rest = text.substr(end);
  static const RE2 kFollows(R"(^(?:,|\s+(?:et al|and |& |[A-Z]{1,3}[,.; ]|[A-Z]\.|\()))");
  Match match;
  return name.size() > 1 && find(rest, kFollows, match) ? std::string(name) : std::string();
}

const RE2& author_year_pattern() {
  static const RE2 kPattern(
      R"(([A-Z][\p{L}'-]+)(?: (?:et al\.?|and colleagues|and co-workers)|(?: (?:and|&) [A-Z][\p{L}'-]+)?),? ?\(?((?:19|20)\d\d)[a-z]?\)?)");
  return kPattern;
}

std::string_view without_blanks(std::string_view text) { return trim(text); }

class Finder {
 public:
  Finder(const Draft& draft, std::vector<Mention>& out) : draft_(draft), out_(out) {}

  void prose(std::size_t index) {
    const Block& block = draft_.blocks[index];
    const auto text = std::string_view(block.text).substr(0, kLongestBlock);
    taken_.assign(text.size(), false);
    brackets(index, text);
    ids(index, text, pmid_pattern(), true);
    ids(index, text, doi_pattern(), false);
    author_years(index, text);
    for (const auto& link : block.links) {
      Mention mention;
      read_ids(link.url, mention);
      if ((mention.pmid == 0 && !mention.impossible_pmid && mention.doi.empty()) || link.end > text.size() ||
          link.start >= link.end || taken_[link.start]) {
        continue;
      }
      put(index, link.start, link.end, std::move(mention));
    }
  }

 private:
  void put(std::size_t block, std::size_t start, std::size_t end, Mention mention) {
    const std::string& text = draft_.blocks[block].text;
    mention.text = text.substr(start, end - start);
    mention.block = block;
    mention.start = start;
    mention.end = end;
    std::fill(taken_.begin() + static_cast<std::ptrdiff_t>(start), taken_.begin() + static_cast<std::ptrdiff_t>(end),
              true);
    for (const auto& [from, to] : cut_sentences(text)) {
      if (start >= from && start < to) {
        mention.sentences.push_back(text.substr(from, to - from));
      }
    }
    out_.push_back(std::move(mention));
  }

  /// "(Zhou et al., 2022, PMID 35672760)" is one citation; "(A, 2019; B, 2020)" are two.
  void brackets(std::size_t index, std::string_view text) {
    for (std::size_t open = text.find('('); open != std::string_view::npos; open = text.find('(', open + 1)) {
      int depth = 0;
      std::size_t close = open;
      for (; close < text.size() && close - open < 500; ++close) {
        depth += text[close] == '(' ? 1 : text[close] == ')' ? -1 : 0;
        if (depth == 0) {
          break;
        }
      }
      if (close >= text.size() || depth != 0) {
        continue;
      }
      const auto inner = text.substr(open + 1, close - open - 1);
      std::size_t start = open + 1;
      std::vector<std::pair<std::size_t, std::size_t>> parts;
      for (std::size_t at = start; at <= close; ++at) {
        if (at == close || text[at] == ';') {
          parts.emplace_back(start, at);
          start = at + 1;
        }
      }
      Match match;
      const auto named = std::count_if(parts.begin(), parts.end(), [&](const auto& part) {
        Match found;
        return find(text.substr(part.first, part.second - part.first), author_year_pattern(), found);
      });
      if (named <= 1) {
        parts = {{open + 1, close}};
      }
      for (const auto& [from, to] : parts) {
        Mention mention;
        const auto part = text.substr(from, to - from);
        read_ids(part, mention);
        const bool by_name = find(part, author_year_pattern(), match) && match.position <= 6;
        if (by_name) {
          mention.author = match.group[1];
          mention.year = std::stoi(match.group[2]);
        }
        if (mention.pmid == 0 && !mention.impossible_pmid && mention.doi.empty() && !by_name) {
          continue;
        }
        const auto bare = without_blanks(part);
        const auto begin = from + static_cast<std::size_t>(bare.data() - part.data());
        put(index, begin, begin + bare.size(), std::move(mention));
      }
      open = inner.empty() ? open : close;
    }
  }

  void ids(std::size_t index, std::string_view text, const RE2& pattern, bool pmid) {
    std::size_t from = 0;
    Match match;
    while (from < text.size() && find(text.substr(from), pattern, match)) {
      const std::size_t start = from + static_cast<std::size_t>(match.position);
      std::size_t end = start + static_cast<std::size_t>(match.length);
      from = end;
      if (taken_[start]) {
        continue;
      }
      Mention mention;
      read_ids(match.group[0], mention);
      if (!pmid && mention.doi.empty()) {
        continue;
      }
      if (!pmid) {
        const std::string whole = match.group[0];
        const std::size_t prefix = whole.size() - match.group[1].size();
        end = start + prefix + mention.doi.size();
      } else {
        // an address before the number belongs to it
        std::size_t begin = start;
        while (begin > 0 && text[begin - 1] != ' ' && text[begin - 1] != '(') {
          --begin;
        }
        put(index, begin, end, std::move(mention));
        continue;
      }
      put(index, start, end, std::move(mention));
    }
  }

  void author_years(std::size_t index, std::string_view text) {
    std::size_t from = 0;
    Match match;
    while (from < text.size() && find(text.substr(from), author_year_pattern(), match)) {
      const std::size_t start = from + static_cast<std::size_t>(match.position);
      const std::size_t end = start + static_cast<std::size_t>(match.length);
      from = end;
      const std::string whole = match.group[0];
      // without "et al." or brackets "In May 2019" would count
      const bool sure = whole.find("et al") != std::string::npos || whole.find("colleagues") != std::string::npos ||
                        (whole.back() == ')' && whole.find('(') != std::string::npos);
      static constexpr auto kMonths = std::to_array<std::string_view>(
          {"January",  "February", "March", "April", "May", "June",  "July",   "August", "September", "October",
           "November", "December", "In",    "Since", "By",  "Until", "Spring", "Summer", "Autumn",    "Winter"});
      const std::string name = match.group[1];
      if (taken_[start] || !sure || std::find(kMonths.begin(), kMonths.end(), name) != kMonths.end()) {
        continue;
      }
      Mention mention;
      mention.author = name;
      mention.year = std::stoi(match.group[2]);
      put(index, start, end, std::move(mention));
    }
  }

  const Draft& draft_;
  std::vector<Mention>& out_;
  std::vector<bool> taken_;
};

/// Numbers of "[1]", "[2, 3]" and "[1-3]".
std::vector<std::size_t> numbers_in(std::string_view text) {
  std::vector<std::size_t> out;
  for (std::size_t open = text.find('['); open != std::string_view::npos; open = text.find('[', open + 1)) {
    const auto close = text.find(']', open);
    if (close == std::string_view::npos || close - open > 24) {
      continue;
    }
    std::string inner(text.substr(open + 1, close - open - 1));
    for (std::size_t dash = 0; (dash = inner.find("\xE2\x80\x93")) != std::string::npos;) {
      inner.replace(dash, 3, "-");
    }
    if (inner.empty() || inner.find_first_not_of("0123456789,- ") != std::string::npos) {
      continue;
    }
    for (const auto part : split(inner, ',')) {
      std::size_t low = 0;
      const auto piece = trim(part);
      const auto [end, error] = std::from_chars(piece.data(), piece.data() + piece.size(), low);
      if (error != std::errc()) {
        continue;
      }
      std::size_t high = low;
      if (end != piece.data() + piece.size() && *end == '-') {
        std::from_chars(end + 1, piece.data() + piece.size(), high);
      }
      for (std::size_t n = low; n <= high && n - low < 50; ++n) {
        out.push_back(n);
      }
    }
  }
  return out;
}

}  // namespace

std::vector<Mention> find_mentions(const Draft& draft, const std::vector<Mention>& beside) {
  std::vector<Mention> out;
  Finder finder(draft, out);
  std::vector<std::vector<std::string>> by_number;
  std::vector<std::pair<std::string, std::string>> cited_keys;
  for (const auto& sentence : sentences(draft)) {
    const std::string text = draft.blocks[sentence.block].text.substr(sentence.start, sentence.end - sentence.start);
    for (const std::size_t number : numbers_in(text)) {
      if (number < 10000) {
        by_number.resize(std::max(by_number.size(), number + 1));
        by_number[number].push_back(text);
      }
    }
  }
  std::size_t number = 0;
  for (std::size_t i = 0; i < draft.blocks.size(); ++i) {
    const Block& block = draft.blocks[i];
    if (block.kind == BlockKind::Paragraph || block.kind == BlockKind::ListItem) {
      finder.prose(i);
    } else if (block.kind == BlockKind::Reference) {
      Mention mention;
      std::string_view text = block.text;
      if (!text.empty() && text[0] == '[' && text.find(']') < 6) {
        text.remove_prefix(text.find(']') + 1);
      }
      text = trim(text);
      const std::string shortened(text.substr(0, 4000));
      read_ids(shortened, mention);
      for (const auto& link : block.links) {
        if (mention.pmid == 0 && mention.doi.empty()) {
          read_ids(link.url, mention);
        }
      }
      mention.author = opening_name(shortened);
      mention.year = year_in(shortened);
      ++number;
      if (mention.pmid == 0 && !mention.impossible_pmid && mention.doi.empty() && mention.year == 0) {
        continue;  // the sign-off below a list is no reference
      }
      mention.text = std::string(text);
      mention.block = i;
      mention.start = static_cast<std::size_t>(text.data() - block.text.data());
      mention.end = block.text.size();
      mention.is_reference = true;
      if (number < by_number.size()) {
        mention.sentences = by_number[number];
      }
      out.push_back(std::move(mention));
    }
  }
  std::stable_sort(out.begin(), out.end(), [](const Mention& a, const Mention& b) {
    return a.block != b.block ? a.block < b.block : a.start < b.start;
  });
  out.insert(out.end(), beside.begin(), beside.end());
  return out;
}

bool cites(const Draft& draft, const std::vector<Mention>& mentions, const Sentence& sentence) {
  for (const auto& mention : mentions) {
    if (!mention.is_reference && mention.block == sentence.block && mention.start >= sentence.start &&
        mention.start < sentence.end) {
      return true;
    }
  }
  const auto text =
      std::string_view(draft.blocks[sentence.block].text).substr(sentence.start, sentence.end - sentence.start);
  return !numbers_in(text).empty();
}

Result<std::vector<Mention>> read_references(std::string_view text, const std::string& name) {
  std::vector<Mention> out;
  const auto finish = [&](Mention& mention, const std::string& title) {
    mention.text = mention.author + (mention.year != 0 ? " (" + std::to_string(mention.year) + ")" : "") + ". " + title;
    mention.is_reference = true;
    mention.block = kNoBlock;
    out.push_back(mention);
    mention = Mention();
  };
  const auto family = [](std::string_view author) {
    author = trim(author);
    if (const auto comma = author.find(','); comma != std::string_view::npos) {
      return std::string(trim(author.substr(0, comma)));
    }
    const auto blank = author.rfind(' ');
    return std::string(blank == std::string_view::npos ? author : author.substr(blank + 1));
  };
  const auto plain = [](std::string_view value) {
    std::string shown;
    for (const char c : trim(value)) {
      if (c != '{' && c != '}' && c != '"') {
        shown += c;
      }
    }
    return squeeze(shown);
  };
  if (ascii_lower(name).ends_with(".ris")) {
    Mention mention;
    std::string title;
    bool open = false;
    for (const auto line : split(text, '\n')) {
      const auto row = trim(line);
      if (row.size() < 5 || row.substr(2, 3) != "  -") {
        continue;
      }
      const auto tag = row.substr(0, 2);
      const auto value = plain(row.substr(5));
      if (tag == "TY") {
        open = true;
      } else if (tag == "ER") {
        open = false;
        finish(mention, title);
        title.clear();
      } else if ((tag == "AU" || tag == "A1") && mention.author.empty()) {
        mention.author = family(value);
      } else if (tag == "TI" || tag == "T1") {
        title = value;
      } else if ((tag == "PY" || tag == "Y1") && mention.year == 0) {
        mention.year = year_in(value);
      } else if (tag == "DO") {
        mention.doi = trimmed_doi(value.substr(value.find("10.") == std::string::npos ? 0 : value.find("10.")));
      } else if (tag == "AN" || tag == "C7") {
        read_ids("PMID " + value, mention);
      }
    }
    if (open) {
      return fail(Fault::BadInput, name + " is cut off: its last entry has no ER line", "export it again");
    }
    return out;
  }
  for (std::size_t at = text.find('@'); at != std::string_view::npos; at = text.find('@', at + 1)) {
    const auto open = text.find('{', at);
    if (open == std::string_view::npos || open - at > 30) {
      continue;
    }
    const std::string kind = ascii_lower(trim(text.substr(at + 1, open - at - 1)));
    int depth = 0;
    std::size_t close = open;
    for (; close < text.size(); ++close) {
      depth += text[close] == '{' ? 1 : text[close] == '}' ? -1 : 0;
      if (depth == 0) {
        break;
      }
    }
    if (close == text.size()) {
      return fail(Fault::BadInput, name + " is cut off: its last entry does not close", "export it again");
    }
    if (kind != "comment" && kind != "string" && kind != "preamble") {
      const auto body = text.substr(open + 1, close - open - 1);
      Mention mention;
      std::string title;
      std::size_t i = body.find(',');
      while (i != std::string_view::npos && i < body.size()) {
        const auto equals = body.find('=', i);
        if (equals == std::string_view::npos) {
          break;
        }
        const std::string key = ascii_lower(trim(body.substr(i + 1, equals - i - 1)));
        std::size_t end = equals + 1;
        int inner = 0;
        bool quoted = false;
        while (end < body.size() && (inner > 0 || quoted || body[end] != ',')) {
          inner += body[end] == '{' ? 1 : body[end] == '}' ? -1 : 0;
          quoted = body[end] == '"' && inner == 0 ? !quoted : quoted;
          ++end;
        }
        const std::string value = plain(body.substr(equals + 1, end - equals - 1));
        if (key == "author") {
          mention.author = family(std::string_view(value).substr(0, value.find(" and ")));
        } else if (key == "title") {
          title = value;
        } else if (key == "year" || key == "date") {
          mention.year = mention.year == 0 ? year_in(value) : mention.year;
        } else if (key == "doi") {
          mention.doi = trimmed_doi(value.substr(value.find("10.") == std::string::npos ? 0 : value.find("10.")));
        } else if (key == "pmid") {
          read_ids("PMID " + value, mention);
        }
        i = end;
      }
      finish(mention, title);
    }
    at = close;
  }
  if (out.empty() && !trim(text).empty()) {
    return fail(Fault::BadInput, name + " holds no BibTeX entry");
  }
  return out;
}

}  // namespace meridian::draft
