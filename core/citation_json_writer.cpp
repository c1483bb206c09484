// A citation written as JSON, straight into a string: an export of millions of records spends its time here.
#include <array>
#include <charconv>
#include <cstring>

#include "core/citation_json.hpp"
#include "core/text.hpp"

namespace meridian {
namespace {

class Writer {
 public:
  explicit Writer(std::string& out) : out_(out) {}

  Writer& open(char bracket) {
    out_ += bracket;
    first_ = true;
    return *this;
  }
  Writer& close(char bracket) {
    out_ += bracket;
    first_ = false;
    return *this;
  }
  /// Keys are the schema's own and need no escaping.
  Writer& key(std::string_view name) {
    comma();
    out_ += '"';
    out_ += name;
    out_ += "\":";
    first_ = true;
    return *this;
  }
  Writer& string(std::string_view value) {
    comma();
    out_ += '"';
    if (is_valid_utf8(value)) {
      escape(value);
    } else {
      escape(valid_utf8(value));
    }
    out_ += '"';
    return *this;
  }
  Writer& number(std::int64_t value) {
    comma();
    std::array<char, 24> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
    out_.append(digits.data(), end);
    return *this;
  }
  Writer& word(std::string_view literal) {
    comma();
    out_ += literal;
    return *this;
  }

  Writer& text(std::string_view name, std::string_view value) {
    key(name);
    return value.empty() ? word("null") : string(value);
  }
  Writer& always(std::string_view name, std::string_view value) { return key(name).string(value); }
  Writer& flag(std::string_view name, bool value) { return key(name).word(value ? "true" : "false"); }
  Writer& number(std::string_view name, const std::optional<int>& value) {
    key(name);
    return value ? number(*value) : word("null");
  }
  Writer& pmid_or_null(Pmid value) {
    key("pmid");
    return value == 0 ? word("null") : number(value);
  }
  Writer& texts(std::string_view name, const std::vector<std::string>& values) {
    return list(name, values, [this](const std::string& value) { string(value); });
  }
  template <class T, class F>
  Writer& list(std::string_view name, const std::vector<T>& values, F&& each) {
    key(name).open('[');
    for (const T& value : values) {
      each(value);
    }
    return close(']');
  }
  /// A list of objects; `each` writes the members of one.
  template <class T, class F>
  Writer& objects(std::string_view name, const std::vector<T>& values, F&& each) {
    return list(name, values, [&](const T& value) {
      comma();
      open('{');
      each(value);
      close('}');
    });
  }

 private:
  void comma() {
    if (!first_) {
      out_ += ',';
    }
    first_ = false;
  }

  /// True where none of the eight bytes needs escaping.
  static bool is_safe(const char* bytes) {
    constexpr std::uint64_t kEach = 0x0101010101010101U;
    std::uint64_t eight = 0;
    std::memcpy(&eight, bytes, sizeof eight);
    const std::uint64_t quotes = eight ^ (kEach * '"');
    const std::uint64_t slashes = eight ^ (kEach * '\\');
    const std::uint64_t hits =
        ((eight - kEach * 0x20U) & ~eight) | ((quotes - kEach) & ~quotes) | ((slashes - kEach) & ~slashes);
    return (hits & (kEach * 0x80U)) == 0;
  }

  void escape(std::string_view value) {
    constexpr std::string_view kHex = "0123456789abcdef";
    std::size_t done = 0;
    for (std::size_t at = 0; at < value.size(); ++at) {
      while (at + 8 <= value.size() && is_safe(value.data() + at)) {
        at += 8;
      }
      if (at == value.size()) {
        break;
      }
      const auto byte = static_cast<unsigned char>(value[at]);
      if (byte >= 0x20 && byte != '"' && byte != '\\') {
        continue;
      }
      out_.append(value, done, at - done);
      done = at + 1;
      out_ += '\\';
      switch (byte) {
        case '"':
        case '\\':
          out_ += value[at];
          break;
        case '\n':
          out_ += 'n';
          break;
        case '\t':
          out_ += 't';
          break;
        default:
          out_ += "u00";
          out_ += kHex[byte >> 4U];
          out_ += kHex[byte & 15U];
      }
    }
    out_.append(value, done, value.size() - done);
  }

  std::string& out_;
  bool first_ = true;
};

void parts(Writer& w, std::string_view name, const std::vector<AbstractPart>& values) {
  w.objects(name, values, [&](const AbstractPart& p) {
    w.text("label", p.label).text("category", p.category).always("text", p.text);
  });
}

void people(Writer& w, std::string_view name, const std::vector<Author>& values) {
  w.objects(name, values, [&](const Author& a) {
    w.text("last", a.last).text("fore", a.fore).text("initials", a.initials).text("suffix", a.suffix);
    w.text("collective", a.collective).text("orcid", a.orcid).texts("affiliations", a.affiliations);
  });
}

void headings(Writer& w, std::string_view name, const std::vector<MeshHeading>& values) {
  w.objects(name, values, [&](const MeshHeading& m) {
    w.text("ui", m.ui).always("heading", m.heading).flag("major", m.major);
    w.objects("qualifiers", m.qualifiers,
              [&](const MeshQualifier& q) { w.text("ui", q.ui).always("name", q.name).flag("major", q.major); });
  });
}

void journal_and_date(Writer& w, const Citation& c) {
  const Journal& j = c.journal;
  w.key("journal").open('{');
  w.text("title", j.title).text("abbreviation", j.abbreviation).text("issn", j.issn).text("volume", j.volume);
  w.text("issue", j.issue).text("pages", j.pages).text("nlm_id", j.nlm_id).text("country", j.country).close('}');
  w.key("date").open('{');
  w.number("year", c.date.year).number("month", c.date.month).number("day", c.date.day);
  w.text("text", c.date.text).close('}');
}

void book(Writer& w, const std::optional<Book>& b) {
  w.key("book");
  if (!b) {
    w.word("null");
    return;
  }
  w.open('{').text("title", b->title).text("publisher", b->publisher).text("accession", b->accession);
  w.text("isbn", b->isbn).text("edition", b->edition).text("medium", b->medium).close('}');
}

void links(Writer& w, const Citation& c) {
  w.objects("registrations", c.registrations,
            [&](const Registration& r) { w.always("bank", r.bank).always("id", r.id); });
  w.objects("grants", c.grants,
            [&](const Grant& g) { w.text("id", g.id).text("agency", g.agency).text("country", g.country); });
  w.key("ids").open('{').text("doi", c.doi).text("pmc", c.pmc).text("pii", c.pii).close('}');
  w.objects("corrections", c.corrections, [&](const Correction& k) {
    w.always("type", k.type).pmid_or_null(k.pmid).text("source", k.source).text("note", k.note);
  });
  w.objects("references", c.references,
            [&](const Reference& r) { w.text("text", r.text).pmid_or_null(r.pmid).text("doi", r.doi); });
}

}  // namespace

std::string to_json(const Citation& citation) {
  std::string out;
  out.reserve(8192);
  append_json(out, citation);
  return out;
}

void append_json(std::string& out, const Citation& c) {
  Writer w(out);
  w.open('{').always("schema", kCitationSchema).key("pmid").number(c.pmid).key("version").number(c.version);
  w.text("status", c.status).text("indexing_method", c.indexing_method);
  w.always("kind", c.kind == CitationKind::Book ? "book" : "article");
  w.always("title", c.title).text("vernacular_title", c.vernacular_title);
  parts(w, "abstract", c.abstract);
  w.text("copyright", c.copyright);
  w.objects("other_abstracts", c.other_abstracts, [&](const OtherAbstract& o) {
    w.text("type", o.type).text("language", o.language);
    parts(w, "parts", o.parts);
  });
  journal_and_date(w, c);
  w.text("electronic_date", c.electronic_date).text("publication_model", c.publication_model);
  people(w, "authors", c.authors);
  people(w, "editors", c.editors);
  people(w, "investigators", c.investigators);
  w.texts("languages", c.languages);
  w.objects("publication_types", c.publication_types,
            [&](const PublicationType& p) { w.text("ui", p.ui).always("name", p.name); });
  headings(w, "mesh", c.mesh);
  headings(w, "supplementary_mesh", c.supplementary_mesh);
  w.texts("keywords", c.keywords).texts("chemicals", c.chemicals).texts("gene_symbols", c.gene_symbols);
  w.texts("subjects", c.subjects).texts("subsets", c.subsets);
  links(w, c);
  w.text("conflict_of_interest", c.conflict_of_interest);
  book(w, c.book);
  w.text("created", c.created)
      .text("entered", c.entered)
      .text("indexed", c.indexed)
      .text("completed", c.completed)
      .text("revised", c.revised)
      .close('}');
}

}  // namespace meridian
