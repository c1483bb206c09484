// Builds E-utilities requests and reads the answers of ESearch and EInfo.
#include "fetcher/eutils.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <pugixml.hpp>

#include "core/text.hpp"

namespace meridian::fetcher {
namespace {

std::string_view datetype(DateField field) {
  switch (field) {
    case DateField::Publication:
      return "pdat";
    case DateField::Entrez:
      return "edat";
    case DateField::Modified:
      return "mdat";
    case DateField::Created:
      return "crdt";
  }
  return "crdt";
}

/// "2026-11-01" to "2026/11/01".
std::optional<std::string> slashed(const std::string& day) {
  if (day.size() != 10) {
    return std::nullopt;
  }
  std::string text = day;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (i == 4 || i == 7) {
      if (text[i] != '-') {
        return std::nullopt;
      }
      text[i] = '/';
    } else if (text[i] < '0' || text[i] > '9') {
      return std::nullopt;
    }
  }
  return text;
}

template <class Number>
std::optional<Number> whole_number(std::string_view text) {
  text = trim(text);
  Number value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) {
    return std::nullopt;
  }
  return value;
}

Trouble unreadable(std::string what) { return {.what = std::move(what)}; }

void collect(std::vector<SearchWarning>& warnings, const pugi::xml_node& list, const char* name,
             SearchWarning::Kind kind) {
  for (const auto& node : list.children(name)) {
    auto text = squeeze(valid_utf8(node.text().get()));
    if (!text.empty()) {
      warnings.push_back({kind, std::move(text)});
    }
  }
}

}  // namespace

std::string_view to_word(SearchWarning::Kind kind) {
  switch (kind) {
    case SearchWarning::Kind::FieldNotFound:
      return "field-not-found";
    case SearchWarning::Kind::PhraseNotFound:
      return "phrase-not-found";
    case SearchWarning::Kind::PhraseIgnored:
      return "phrase-ignored";
    case SearchWarning::Kind::QuotedPhraseNotFound:
      return "quoted-phrase-not-found";
    case SearchWarning::Kind::Message:
      return "message";
  }
  return "message";
}

Form common_form(const PubMedSettings& settings) {
  Form form{{"db", "pubmed"}, {"tool", settings.tool}};
  if (!settings.email.empty()) {
    form.emplace_back("email", settings.email);
  }
  if (!settings.api_key.empty()) {
    form.emplace_back("api_key", settings.api_key);
  }
  return form;
}

Result<Form> search_form(const PubMedSettings& settings, const std::string& term,
                         const std::optional<DateWindow>& window, std::uint64_t most) {
  if (trim(term).empty()) {
    return fail(Fault::BadInput, "the search has no words", "give a term, such as acupuncture[tiab]");
  }
  auto form = common_form(settings);
  form.emplace_back("term", term);
  form.emplace_back("retmode", "xml");
  form.emplace_back("retstart", "0");
  form.emplace_back("retmax", std::to_string(most));
  if (window && !(window->from.empty() && window->to.empty())) {
    const auto from = window->from.empty() ? std::string("1800/01/01") : slashed(window->from);
    const auto to = window->to.empty() ? std::string("3000/12/31") : slashed(window->to);
    if (!from || !to) {
      return fail(Fault::BadInput, fmt::format("\"{}\" is not a day", from ? window->to : window->from),
                  "days are written like 2026-11-01");
    }
    form.emplace_back("datetype", datetype(window->field));
    form.emplace_back("mindate", *from);
    form.emplace_back("maxdate", *to);
  }
  return form;
}

Form fetch_form(const PubMedSettings& settings, std::span<const Pmid> pmids) {
  auto form = common_form(settings);
  form.emplace_back("retmode", "xml");
  form.emplace_back("id", fmt::format("{}", fmt::join(pmids, ",")));
  return form;
}

std::string within_range(const std::string& term, Pmid lo, Pmid hi) {
  return fmt::format("({}) AND {}:{}[UID]", term, lo, hi);
}

tl::expected<SearchPage, Trouble> read_search(std::string_view xml, std::uint64_t most) {
  pugi::xml_document document;
  const auto parsed = document.load_buffer(xml.data(), xml.size(), pugi::parse_default, pugi::encoding_utf8);
  const auto root = document.child("eSearchResult");
  if (!parsed || !root) {
    return tl::unexpected(unreadable("the server's answer to a search is not well-formed XML"));
  }
  SearchPage page;
  const auto count = whole_number<std::uint64_t>(root.child("Count").text().get());
  if (!count) {
    return tl::unexpected(unreadable("the server's answer to a search has no count"));
  }
  page.count = *count;
  for (const auto& id : root.child("IdList").children("Id")) {
    const auto pmid = whole_number<Pmid>(id.text().get());
    if (!pmid || *pmid == 0) {
      return tl::unexpected(unreadable("the server's answer to a search holds something that is not a PMID"));
    }
    page.pmids.push_back(*pmid);
  }
  // A short page would otherwise pass for a small result.
  if (const auto due = std::min({page.count, most, kMostIds}); page.pmids.size() != due) {
    return tl::unexpected(
        unreadable(fmt::format("the server's answer to a search holds {} ids instead of {}", page.pmids.size(), due)));
  }
  page.translation = valid_utf8(root.child("QueryTranslation").text().get());
  using Kind = SearchWarning::Kind;
  const auto errors = root.child("ErrorList");
  collect(page.warnings, errors, "FieldNotFound", Kind::FieldNotFound);
  collect(page.warnings, errors, "PhraseNotFound", Kind::PhraseNotFound);
  const auto warnings = root.child("WarningList");
  collect(page.warnings, warnings, "PhraseIgnored", Kind::PhraseIgnored);
  collect(page.warnings, warnings, "QuotedPhraseNotFound", Kind::QuotedPhraseNotFound);
  collect(page.warnings, warnings, "OutputMessage", Kind::Message);
  // Said of every search without hits; the count says it already.
  std::erase_if(page.warnings, [](const SearchWarning& warning) {
    return warning.kind == Kind::Message && warning.text.starts_with("No items found");
  });
  return page;
}

tl::expected<DatabaseInfo, Trouble> read_info(std::string_view xml) {
  pugi::xml_document document;
  const auto parsed = document.load_buffer(xml.data(), xml.size(), pugi::parse_default, pugi::encoding_utf8);
  const auto base = document.child("eInfoResult").child("DbInfo");
  const auto count = whole_number<std::uint64_t>(base.child("Count").text().get());
  if (!parsed || !base || !count) {
    return tl::unexpected(unreadable("the server's information on PubMed cannot be read"));
  }
  DatabaseInfo info;
  info.count = *count;
  info.last_update = squeeze(valid_utf8(base.child("LastUpdate").text().get()));
  for (const auto& field : base.child("FieldList").children("Field")) {
    info.field_tags.push_back(squeeze(valid_utf8(field.child("Name").text().get())));
  }
  return info;
}

}  // namespace meridian::fetcher
