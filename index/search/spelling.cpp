// Edit distance over the terms that begin alike.
#include "index/search/spelling.hpp"

#include <algorithm>
#include <array>
#include <numeric>
#include <string_view>
#include <vector>

#include "core/text.hpp"
#include "index/search/fields.hpp"

namespace meridian::index {
namespace {

constexpr std::size_t kShortest = 4;  // bytes; shorter words are near to too many
constexpr std::size_t kLongest = 60;
constexpr std::size_t kLong = 8;  // from here two letters may be wrong
constexpr std::size_t kMostTerms = 500'000;

/// With swapped neighbours as one step; more than `most` where it is greater.
std::size_t distance(std::string_view a, std::string_view b, std::size_t most) {
  if (std::max(a.size(), b.size()) - std::min(a.size(), b.size()) > most) {
    return most + 1;
  }
  std::array<std::array<std::size_t, kLongest + 4>, 3> rows{};
  std::iota(rows[0].begin(), rows[0].end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    auto& row = rows[i % 3];
    const auto& above = rows[(i + 2) % 3];
    const auto& higher = rows[(i + 1) % 3];
    row[0] = i;
    std::size_t least = i;
    for (std::size_t k = 1; k <= b.size(); ++k) {
      row[k] = std::min({row[k - 1] + 1, above[k] + 1, above[k - 1] + (a[i - 1] == b[k - 1] ? 0U : 1U)});
      if (i > 1 && k > 1 && a[i - 1] == b[k - 2] && a[i - 2] == b[k - 1]) {
        row[k] = std::min(row[k], higher[k - 2] + 1);
      }
      least = std::min(least, row[k]);
    }
    if (least > most) {
      return most + 1;
    }
  }
  return rows[a.size() % 3][b.size()];
}

bool is_word_byte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         static_cast<unsigned char>(c) >= 0x80;
}

}  // namespace

std::string nearest_word(const Xapian::Database& database, const std::string& word) {
  if (word.size() < kShortest || word.size() > kLongest) {
    return {};
  }
  const std::size_t most = word.size() >= kLong ? 2 : 1;
  std::string best;
  std::size_t least = most + 1;
  Xapian::doccount often = 0;
  std::size_t looked = 0;
  for (const std::string_view field_name : {"title", "abstract"}) {
    const std::string prefix(field(field_name).prefix);
    const std::string start = prefix + word[0];
    for (auto term = database.allterms_begin(start); term != database.allterms_end(start); ++term) {
      if (++looked > kMostTerms) {
        return best;
      }
      const std::string whole = *term;
      const std::string_view one = std::string_view(whole).substr(prefix.size());
      if (one.size() > word.size() + most || one.size() > kLongest) {
        continue;
      }
      const std::size_t far = distance(word, one, most);
      if (far > least || far > most || far == 0) {
        continue;
      }
      const Xapian::doccount with = term.get_termfreq();
      if (far < least || with > often) {
        least = far;
        often = with;
        best = std::string(one);
      }
    }
  }
  return best;
}

std::string Corrections::nearest(const Xapian::Database& database, const std::string& word) {
  constexpr std::size_t kMostLookedUp = 8;  // looking through all terms takes milliseconds
  if (const auto known = nearer_.find(word); known != nearer_.end()) {
    return known->second;
  }
  if (looked_up_ == kMostLookedUp) {
    return {};
  }
  ++looked_up_;
  std::string near = nearest_word(database, word);
  if (!near.empty()) {
    nearer_[word] = near;
  }
  return near;
}

std::string Corrections::applied(std::string_view text) const {
  std::string out;
  bool changed = false;
  for (std::size_t at = 0; at < text.size();) {
    const auto* const start = text.begin() + static_cast<std::ptrdiff_t>(at);
    const auto* const end = std::find_if_not(start, text.end(), is_word_byte);
    const std::string word(start, end);
    const auto found = nearer_.find(ascii_lower(word));
    changed = changed || found != nearer_.end();
    out += found != nearer_.end() ? found->second : word;
    at += word.size();
    if (at < text.size()) {
      out += text[at++];
    }
  }
  return changed ? out : std::string();
}

}  // namespace meridian::index
