// The second reading: slow, plain and written apart from the index.
#include "tests/index/brute_force.hpp"

#include <fmt/format.h>
#include <xapian.h>
#include <zlib.h>

#include <algorithm>

namespace meridian::index::brute {
namespace {

std::multimap<std::string, std::string> trees;  // heading: numbers
std::map<std::string, std::string> numbers;

struct Letter {
  unsigned point;
  std::string bytes;
};

std::vector<Letter> letters_of(const std::string& text) {
  std::vector<Letter> out;
  for (std::size_t i = 0; i < text.size();) {
    const auto c = static_cast<unsigned char>(text[i]);
    const std::size_t length = c < 0x80 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
    unsigned point = c < 0x80 ? c : c < 0xE0 ? c & 0x1FU : c < 0xF0 ? c & 0x0FU : c & 0x07U;
    for (std::size_t k = 1; k < length && i + k < text.size(); ++k) {
      point = point << 6U | (static_cast<unsigned char>(text[i + k]) & 0x3FU);
    }
    out.push_back({point, text.substr(i, length)});
    i += length;
  }
  return out;
}

bool in_word(unsigned p) {
  if (p < 0x80) {
    return (p >= '0' && p <= '9') || (p >= 'a' && p <= 'z') || (p >= 'A' && p <= 'Z') || p == '_';
  }
  const bool sign = (p >= 0x80 && p <= 0xBF && p != 0xAA && p != 0xB5 && p != 0xBA) || p == 0xD7 || p == 0xF7 ||
                    (p >= 0x2000 && p <= 0x206F) || (p >= 0x2190 && p <= 0x2BFF) || (p >= 0x3000 && p <= 0x3020);
  return !sign;
}

bool digit(unsigned p) { return p >= '0' && p <= '9'; }

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? c + 32 : c; });
  return text;
}

/// Of the letters that the queries of the test use.
std::string plain(std::string text) {
  for (const auto& [from, to] : {std::pair{"é", "e"},
                                 {"ï", "i"},
                                 {"É", "e"},
                                 {"è", "e"},
                                 {"ü", "u"},
                                 {"Ü", "u"},
                                 {"ö", "o"},
                                 {"Ö", "o"},
                                 {"ä", "a"},
                                 {"á", "a"},
                                 {"à", "a"},
                                 {"ç", "c"},
                                 {"ñ", "n"},
                                 {"í", "i"},
                                 {"ó", "o"},
                                 {"ø", "o"},
                                 {"å", "a"}}) {
    for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at)) {
      text.replace(at, std::string(from).size(), to);
    }
  }
  return lower(text);
}

std::vector<std::string> fields_of(const std::string& field) {
  if (field == "tiab") {
    return {"ti", "ab", "oa", "kw", "bk"};
  }
  if (field == "ti") {
    return {"ti", "bk"};
  }
  if (field == "ab") {
    return {"ab", "oa"};
  }
  if (field == "tw") {
    return {"ti", "ab", "oa", "kw", "bk", "tt", "mh", "ot", "ps", "cn", "pw"};
  }
  return {field};
}

bool any_passage(const Record& record, const std::string& field, const std::function<bool(const Words&)>& fits) {
  for (const std::string& name : fields_of(field)) {
    const auto found = record.words.find(name);
    if (found != record.words.end() && std::any_of(found->second.begin(), found->second.end(), fits)) {
      return true;
    }
  }
  return false;
}

std::string compact(const std::string& iso) {
  std::string out = iso;
  std::erase(out, '-');
  return out;
}

}  // namespace

Words words_of(const std::string& text) {
  Words out;
  const std::vector<Letter> letters = letters_of(text);
  std::string word;
  for (std::size_t i = 0; i < letters.size(); ++i) {
    const unsigned p = letters[i].point;
    const bool follows = i + 1 < letters.size() && in_word(letters[i + 1].point);
    const bool joins =
        !word.empty() && follows &&
        (p == '\'' || p == '&' || p == 0x2019 || p == 0xB7 ||
         ((p == '.' || p == ',' || p == ';') && digit(letters[i - 1].point) && digit(letters[i + 1].point)));
    if (in_word(p)) {
      word += letters[i].bytes;
    } else if (joins) {
      word += p == 0x2019 ? "'" : letters[i].bytes;
    } else if (!word.empty() && (p == '+' || p == '#') && !follows) {
      word += letters[i].bytes;
    } else if (!word.empty()) {
      out.push_back(plain(word));
      word.clear();
    }
  }
  if (!word.empty()) {
    out.push_back(plain(word));
  }
  return out;
}

Record record_of(Citation c) {
  Record out;
  const auto put = [&](std::initializer_list<const char*> fields, const std::string& text) {
    if (const Words words = words_of(text); !words.empty()) {
      for (const char* field : fields) {
        out.words[field].push_back(words);
      }
    }
  };
  put({"ti", "all"}, c.title);
  std::string abstract;
  for (const AbstractPart& part : c.abstract) {
    abstract += (part.label.empty() ? "" : part.label + ": ") + part.text + " ";
  }
  put({"ab", "all"}, abstract);
  put({"tt", "all"}, c.vernacular_title);
  for (const OtherAbstract& other : c.other_abstracts) {
    for (const AbstractPart& part : other.parts) {
      put({"oa"}, part.text);
    }
  }
  for (const std::string& word : c.keywords) {
    put({"kw", "ot", "all"}, word);
  }
  for (const auto* list : {&c.chemicals, &c.gene_symbols}) {
    for (const std::string& word : *list) {
      put({"ot", "all"}, word);
    }
  }
  for (const auto* headings : {&c.mesh, &c.supplementary_mesh}) {
    for (const MeshHeading& heading : *headings) {
      put({"mh", "all"}, heading.heading);
      for (const MeshQualifier& qualifier : heading.qualifiers) {
        put({"mh", "all"}, qualifier.name);
      }
    }
  }
  for (const Author& author : c.authors) {
    put({"all"},
        author.collective.empty() ? author.last + " " + author.initials + " " + author.fore : author.collective);
    put({"cn"}, author.collective);
    for (const std::string& affiliation : author.affiliations) {
      put({"ad"}, plain(affiliation));
    }
  }
  put({"all"}, c.journal.title);
  put({"all"}, c.journal.abbreviation);
  for (const PublicationType& type : c.publication_types) {
    put({"pw"}, type.name);
  }
  for (const std::string& subject : c.subjects) {
    put({"ps"}, subject);
  }
  for (const Grant& grant : c.grants) {
    put({"gr"}, grant.id + " " + grant.agency);
  }
  put({"cf"}, c.conflict_of_interest);
  put({"bk"}, c.book ? c.book->title : "");
  out.citation = std::move(c);
  return out;
}

Is operator&&(Is a, Is b) {
  return [a = std::move(a), b = std::move(b)](const Record& r) { return a(r) && b(r); };
}
Is operator||(Is a, Is b) {
  return [a = std::move(a), b = std::move(b)](const Record& r) { return a(r) || b(r); };
}
Is operator!(Is a) {
  return [a = std::move(a)](const Record& r) { return !a(r); };
}

Is phrase(const std::string& field, const std::string& text) {
  return [field, wanted = words_of(text)](const Record& record) {
    return any_passage(record, field, [&](const Words& words) {
      return std::search(words.begin(), words.end(), wanted.begin(), wanted.end()) != words.end();
    });
  };
}

Is starts(const std::string& field, const std::string& stem) {
  return [field, stem](const Record& record) {
    return any_passage(record, field, [&](const Words& words) {
      return std::any_of(words.begin(), words.end(), [&](const std::string& w) { return w.rfind(stem, 0) == 0; });
    });
  };
}

Is near(const std::string& field, const std::string& text, std::size_t between) {
  return [field, wanted = words_of(text), between](const Record& record) {
    return any_passage(record, field, [&](const Words& words) {
      const std::size_t window = wanted.size() + between;
      for (std::size_t from = 0; from < words.size(); ++from) {
        const auto end = words.begin() + static_cast<std::ptrdiff_t>(std::min(words.size(), from + window));
        const auto begin = words.begin() + static_cast<std::ptrdiff_t>(from);
        if (std::all_of(wanted.begin(), wanted.end(),
                        [&](const std::string& w) { return std::find(begin, end, w) != end; })) {
          return true;
        }
      }
      return false;
    });
  };
}

Is stemmed(const std::string& word) {
  return [stem = Xapian::Stem("english")(word)](const Record& record) {
    static const Xapian::Stem english("english");
    return any_passage(record, "all", [&](const Words& words) {
      return std::any_of(words.begin(), words.end(), [&](const std::string& w) { return english(w) == stem; });
    });
  };
}

void load_tree(const std::string& gzip_file) {
  gzFile file = gzopen(gzip_file.c_str(), "rb");
  char line[4096];
  while (file != nullptr && gzgets(file, line, sizeof line) != nullptr) {
    const std::string text(line);
    const std::size_t tab = text.find('\t');
    if (tab == std::string::npos || tab < 2) {
      continue;
    }
    const std::string heading = text.substr(tab + 1, text.find_last_not_of("\r\n") - tab);
    trees.emplace(heading, text.substr(0, tab));
    numbers[text.substr(0, tab)] = heading;
  }
  gzclose(file);
}

std::set<std::string> below(const std::string& heading) {
  std::set<std::string> out{heading};
  const auto [begin, end] = trees.equal_range(heading);
  for (auto tree = begin; tree != end; ++tree) {
    for (const auto& [number, name] : numbers) {
      if (number.rfind(tree->second + ".", 0) == 0) {
        out.insert(name);
      }
    }
  }
  return out;
}

Is mh(const std::string& heading, bool explode) {
  return [wanted = explode ? below(heading) : std::set<std::string>{heading}](const Record& r) {
    return std::any_of(r.citation.mesh.begin(), r.citation.mesh.end(),
                       [&](const MeshHeading& h) { return wanted.count(h.heading) > 0; });
  };
}

Is majr(const std::string& heading, bool explode) {
  return [wanted = explode ? below(heading) : std::set<std::string>{heading}](const Record& r) {
    return std::any_of(r.citation.mesh.begin(), r.citation.mesh.end(), [&](const MeshHeading& h) {
      return wanted.count(h.heading) > 0 &&
             (h.major || std::any_of(h.qualifiers.begin(), h.qualifiers.end(), [](const auto& q) { return q.major; }));
    });
  };
}

Is pair(const std::string& heading, std::set<std::string> qualifiers) {
  return [wanted = below(heading), qualifiers = std::move(qualifiers)](const Record& r) {
    return std::any_of(r.citation.mesh.begin(), r.citation.mesh.end(), [&](const MeshHeading& h) {
      return wanted.count(h.heading) > 0 && std::any_of(h.qualifiers.begin(), h.qualifiers.end(),
                                                        [&](const auto& q) { return qualifiers.count(q.name) > 0; });
    });
  };
}

Is sh(std::set<std::string> qualifiers) {
  return [qualifiers = std::move(qualifiers)](const Record& r) {
    return std::any_of(r.citation.mesh.begin(), r.citation.mesh.end(), [&](const MeshHeading& h) {
      return std::any_of(h.qualifiers.begin(), h.qualifiers.end(),
                         [&](const auto& q) { return qualifiers.count(q.name) > 0; });
    });
  };
}

Is pt(std::set<std::string> types) {
  return [types = std::move(types)](const Record& r) {
    return std::any_of(r.citation.publication_types.begin(), r.citation.publication_types.end(),
                       [&](const PublicationType& t) { return types.count(lower(t.name)) > 0; });
  };
}

Is dp(const std::string& from, const std::string& to) {
  return [from, to](const Record& r) {
    const PubDate& d = r.citation.date;
    const std::string print = d.year ? fmt::format("{:04}{:02}{:02}", *d.year, std::max(1, d.month.value_or(1)),
                                                   std::max(1, d.day.value_or(1)))
                                     : "";
    const std::string electronic = compact(r.citation.electronic_date);
    const auto fits = [&](const std::string& value) { return value.size() == 8 && value >= from && value <= to; };
    return fits(print) || fits(electronic);
  };
}

Is day(std::string Citation::*iso, const std::string& from, const std::string& to) {
  return [iso, from, to](const Record& r) {
    const std::string value = compact(r.citation.*iso);
    return value.size() == 8 && value >= from && value <= to;
  };
}

Is author(const std::string& last, const std::string& initials, bool whole) {
  return [last, initials, whole](const Record& r) {
    return std::any_of(r.citation.authors.begin(), r.citation.authors.end(), [&](const Author& a) {
      const std::string given = plain(a.initials);
      return plain(a.last) == last && (whole ? given == initials : given.rfind(initials, 0) == 0);
    });
  };
}

}  // namespace meridian::index::brute
