// Finds the citations of a draft by their shapes.
#include "draft/citations.hpp"

#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "core/text.hpp"
#include "draft/identifiers.hpp"

namespace meridian::draft {
namespace {

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

/// The first PMID and the first DOI.
void read_ids(std::string_view text, Mention& mention) {
  if (const auto pmids = pmids_in(text); !pmids.empty()) {
    mention.pmid = pmids.front().pmid;
    mention.impossible_pmid = mention.pmid == 0;
  }
  if (const auto dois = dois_in(text); !dois.empty()) {
    mention.doi = dois.front().doi;
  }
}

bool has_id(const Mention& mention) { return mention.pmid != 0 || mention.impossible_pmid || !mention.doi.empty(); }

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
      R"((\p{Lu}[\p{L}'-]+)(?: (?:et al\.?|and colleagues|and co-workers)|(?: (?:and|&) \p{Lu}[\p{L}'-]+)?),? ?\(?((?:19|20)\d\d)[a-z]?\)?)");
  return kPattern;
}

class Finder {
 public:
  Finder(const Draft& draft, std::vector<Mention>& out) : draft_(draft), out_(out) {}

  void prose(std::size_t index) {
    const Block& block = draft_.blocks[index];
    const auto text = std::string_view(block.text).substr(0, kLongestBlock);
    taken_.assign(text.size(), false);
    brackets(index, text);
    ids(index, text);
    author_years(index, text);
    for (const auto& link : block.links) {
      Mention mention;
      read_ids(link.url, mention);
      if (!has_id(mention) || link.end > text.size() || link.start >= link.end || taken_[link.start]) {
        continue;
      }
      put(index, link.start, link.end, std::move(mention));
    }
  }

  /// What a reference names besides its first PMID and DOI, as where the list has lost its line ends.
  void further_ids(std::size_t index, const Mention& first) {
    const auto text = std::string_view(draft_.blocks[index].text).substr(0, kLongestBlock);
    taken_.assign(text.size(), false);
    const std::size_t before = out_.size();
    const auto is_new = [&](const auto& same) {
      return !same(first) && std::none_of(out_.begin() + static_cast<std::ptrdiff_t>(before), out_.end(), same);
    };
    for (const auto& found : pmids_in(text)) {
      if (is_new([&](const Mention& other) { return other.pmid == found.pmid; })) {
        put_pmid(index, found);
      }
    }
    for (const auto& found : dois_in(text)) {
      if (is_new([&](const Mention& other) { return other.doi == found.doi; }) && first.pmid == 0) {
        put_doi(index, found);
      }
    }
    for (std::size_t i = before; i < out_.size(); ++i) {
      out_[i].sentences.clear();  // a reference cites nothing
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

  /// "(Zhou et al., 2022, PMID 35672760)" is one citation; "(A, 2019; B, 2020)" and "(PMID 1; PMID 2)" are two.
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
      for (const auto& [from, to] : citations_within(text.substr(0, close), open + 1)) {
        bracketed(index, text, from, to);
      }
      open = close > open + 1 ? close : open;
    }
  }

  /// The parts between semicolons, joined again where one says more of the citation before.
  static std::vector<std::pair<std::size_t, std::size_t>> citations_within(std::string_view text, std::size_t open) {
    struct Part {
      std::size_t from, to;
      bool named, pmid, doi;
    };
    const auto inner = text.substr(open);
    const auto pmids = pmids_in(inner);
    const auto dois = dois_in(inner);
    const auto holds = [](const auto& found, std::size_t from, std::size_t to) {
      return std::any_of(found.begin(), found.end(),
                         [&](const auto& one) { return one.start >= from && one.start < to; });
    };
    std::vector<Part> parts;
    for (std::size_t from = 0; from <= inner.size();) {
      const std::size_t to = std::min(inner.find(';', from), inner.size());
      Match match;
      parts.push_back({from, to, find(inner.substr(from, to - from), author_year_pattern(), match),
                       holds(pmids, from, to), holds(dois, from, to)});
      from = to + 1;
    }
    const auto names = std::count_if(parts.begin(), parts.end(), [](const Part& part) { return part.named; });
    std::vector<Part> joined;
    for (const auto& part : parts) {
      if (joined.empty() || (part.pmid && joined.back().pmid) || (part.doi && joined.back().doi) ||
          (part.named && names > 1)) {
        joined.push_back(part);
        continue;
      }
      Part& before = joined.back();
      before = {before.from, part.to, before.named || part.named, before.pmid || part.pmid, before.doi || part.doi};
    }
    std::vector<std::pair<std::size_t, std::size_t>> out;
    out.reserve(joined.size());
    for (const auto& part : joined) {
      out.emplace_back(open + part.from, open + part.to);
    }
    return out;
  }

  void bracketed(std::size_t index, std::string_view text, std::size_t from, std::size_t to) {
    if (const auto pmids = pmids_in(text.substr(from, to - from)); pmids.size() > 1) {
      to = from + pmids.front().end;  // the others are citations of their own
    }
    if (const auto dois = dois_in(text.substr(from, to - from)); dois.size() > 1) {
      to = from + dois.front().end;
    }
    const auto part = text.substr(from, to - from);
    Mention mention;
    read_ids(part, mention);
    Match match;
    const bool by_name = find(part, author_year_pattern(), match) && match.position <= 6;
    if (by_name) {
      mention.author = match.group[1];
      mention.year = std::stoi(match.group[2]);
    }
    if (!has_id(mention) && !by_name) {
      return;
    }
    const auto bare = trim(part);
    const auto begin = from + static_cast<std::size_t>(bare.data() - part.data());
    put(index, begin, begin + bare.size(), std::move(mention));
  }

  void ids(std::size_t index, std::string_view text) {
    for (const auto& found : pmids_in(text)) {
      if (!taken_[found.start]) {
        put_pmid(index, found);
      }
    }
    for (const auto& found : dois_in(text)) {
      if (!taken_[found.start]) {
        put_doi(index, found);
      }
    }
  }

  void put_pmid(std::size_t index, const PmidAt& found) {
    Mention mention;
    mention.pmid = found.pmid;
    mention.impossible_pmid = found.pmid == 0;
    put(index, found.start, found.end, std::move(mention));
  }

  void put_doi(std::size_t index, const DoiAt& found) {
    Mention mention;
    mention.doi = found.doi;
    put(index, found.start, found.end, std::move(mention));
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
      inner.replace(dash, 3, 1, '-');
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
      if (!has_id(mention) && mention.year == 0) {
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
      out.push_back(mention);
      finder.further_ids(i, mention);
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

}  // namespace meridian::draft
