// The answers of ESearch, EFetch, EPost, EInfo and ESummary for PubMed.
// Source: NLM, Entrez Programming Utilities Help; error bodies as users of other clients reported them.
#include "tests/support/eutils_answers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>
#include <optional>

namespace meridian::test {
namespace {

using Json = nlohmann::ordered_json;
constexpr std::string_view kJson = "application/json; charset=UTF-8";
constexpr std::string_view kText = "text/plain; charset=UTF-8";
constexpr std::string_view kProlog = "<?xml version=\"1.0\" encoding=\"UTF-8\" ?>\n";

std::string value(const Form& form, const std::string& name) {
  const auto row = form.find(name);
  return row == form.end() ? "" : row->second;
}

std::size_t number(const std::string& text, std::size_t otherwise) {
  std::size_t out = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), out);
  return read.ec == std::errc() ? out : otherwise;
}

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '<') {
      out += "&lt;";
    } else if (c == '>') {
      out += "&gt;";
    } else if (c == '&') {
      out += "&amp;";
    } else {
      out += c;
    }
  }
  return out;
}

std::string doctype(std::string_view root, std::string_view name, std::string_view date) {
  return fmt::format(
      "<!DOCTYPE {0} PUBLIC \"-//NLM//DTD {1} {2}//EN\" \"https://eutils.ncbi.nlm.nih.gov/eutils/dtd/{2}/{1}.dtd\">\n",
      root, name, date);
}

std::string date_text(int date) {
  return date == 0 ? "" : fmt::format("{:04}/{:02}/{:02} 00:00", date / 10000, date / 100 % 100, date % 100);
}

std::string beyond_limit(std::size_t limit) {
  return fmt::format(
      "Search Backend failed: Exception:\n'retstart' cannot be larger than {}. For PubMed, \nESearch can only retrieve "
      "the first {} records \nmatching the query.\n To obtain more than {} PubMed records, consider \nusing EDirect "
      "that contains additional logic \nto batch PubMed search results automatically\n so that an arbitrary number can "
      "be retrieved.",
      limit - 1, limit == 9999 ? "9,999" : std::to_string(limit), limit == 9999 ? "9,999" : std::to_string(limit));
}

Answer search_error(bool json, const std::string& text) {
  if (json) {  // the text goes out as it is: NCBI does not escape its line breaks, and the JSON is then invalid
    return {200, std::string(kJson),
            "{\"header\":{\"type\":\"esearch\",\"version\":\"0.3\"},\"esearchresult\":{\"ERROR\":\"" + text + "\"}}"};
  }
  return {200, "text/xml; charset=UTF-8",
          std::string(kProlog) + doctype("eSearchResult", "esearch", "20060628") + "<eSearchResult><ERROR>" +
              escaped(text) + "</ERROR></eSearchResult>"};
}

Answer fetch_error(int status, const std::string& text) {
  return {status, "text/xml; charset=UTF-8",
          std::string(kProlog) + doctype("eEfetchResult", "efetch", "20131226") + "<eFetchResult>\n\t<ERROR>" +
              escaped(text) + "</ERROR>\n</eFetchResult>\n"};
}

}  // namespace

struct EutilsAnswers::Search {
  QueryAnswer query;
  std::vector<std::uint32_t> page;
  std::size_t count = 0, first = 0;
  std::string environment;
  std::size_t key = 0;
  std::vector<std::string> messages;

  [[nodiscard]] std::string xml() const {
    std::string out = std::string(kProlog) + doctype("eSearchResult", "esearch", "20060628") +
                      fmt::format("<eSearchResult><Count>{}</Count><RetMax>{}</RetMax><RetStart>{}</RetStart>", count,
                                  page.size(), first);
    if (key != 0) {
      out += fmt::format("<QueryKey>{}</QueryKey><WebEnv>{}</WebEnv>", key, environment);
    }
    out += page.empty() ? "<IdList/>" : "<IdList>\n";
    for (const auto pmid : page) {
      out += fmt::format("<Id>{}</Id>\n", pmid);
    }
    out += page.empty() ? "" : "</IdList>";
    out += "<TranslationSet/><QueryTranslation>" + escaped(query.translation) + "</QueryTranslation>";
    const auto list = [](const std::vector<std::string>& texts, std::string_view name) {
      std::string rows;
      for (const auto& text : texts) {
        rows += fmt::format("<{0}>{1}</{0}>", name, escaped(text));
      }
      return rows;
    };
    const auto errors = list(query.phrases_not_found, "PhraseNotFound") + list(query.fields_not_found, "FieldNotFound");
    const auto warnings =
        list(query.quoted_phrases_not_found, "QuotedPhraseNotFound") + list(messages, "OutputMessage");
    out += errors.empty() ? "" : "<ErrorList>" + errors + "</ErrorList>";
    out += warnings.empty() ? "" : "<WarningList>" + warnings + "</WarningList>";
    return out + "</eSearchResult>\n";
  }

  [[nodiscard]] std::string json() const {
    Json result = {
        {"count", std::to_string(count)}, {"retmax", std::to_string(page.size())}, {"retstart", std::to_string(first)}};
    if (key != 0) {
      result["querykey"] = std::to_string(key);
      result["webenv"] = environment;
    }
    result["idlist"] = Json::array();
    for (const auto pmid : page) {
      result["idlist"].push_back(std::to_string(pmid));
    }
    result["translationset"] = Json::array();
    result["querytranslation"] = query.translation;
    if (!query.phrases_not_found.empty() || !query.fields_not_found.empty()) {
      result["errorlist"] = {{"phrasesnotfound", query.phrases_not_found}, {"fieldsnotfound", query.fields_not_found}};
    }
    if (!query.quoted_phrases_not_found.empty() || !messages.empty()) {
      result["warninglist"] = {{"phrasesignored", Json::array()},
                               {"quotedphrasesnotfound", query.quoted_phrases_not_found},
                               {"outputmessages", messages}};
    }
    const Json whole = {{"header", {{"type", "esearch"}, {"version", "0.3"}}}, {"esearchresult", result}};
    return whole.dump(-1, ' ', false, Json::error_handler_t::replace);
  }
};

Answer EutilsAnswers::answer(const std::string& program, const Form& form, const Bias& bias) {
  const auto db = value(form, "db");
  if (program == "einfo") {
    return einfo(form);
  }
  if (db.empty()) {
    return {400, std::string(kText), "Bad Request (400): Mandatory parameter: db - is omitted"};
  }
  if (db != "pubmed") {
    return program == "efetch" ? fetch_error(400, "Invalid db name specified: " + db)
                               : search_error(value(form, "retmode") == "json", "Invalid db name specified: " + db);
  }
  if (program == "esearch") {
    return esearch(form, bias);
  }
  if (program == "efetch") {
    return efetch(form, bias);
  }
  if (program == "epost") {
    return epost(form);
  }
  if (program == "esummary") {
    return esummary(form);
  }
  return {404, std::string(kText), "Not found"};
}

void EutilsAnswers::change(const std::string& xml, const std::vector<std::uint32_t>& erased) {
  add_records(xml, records_);
  for (const auto pmid : erased) {
    records_.erase(pmid);
  }
}

std::vector<PmidSet> EutilsAnswers::history_of(const std::string& environment) {
  const std::lock_guard lock(guard_);
  const auto row = histories_.find(environment);
  return row == histories_.end() ? std::vector<PmidSet>{} : row->second;
}

std::pair<std::string, std::size_t> EutilsAnswers::remember(const std::string& environment, PmidSet set) {
  const std::lock_guard lock(guard_);
  const auto name = histories_.contains(environment) ? environment : fmt::format("MCID_{:024x}", histories_.size() + 1);
  auto& sets = histories_[name];
  sets.push_back(std::move(set));
  return {name, sets.size()};
}

/// The date field where `datetype` is missing is Entrez's default for PubMed, the entry date.
void EutilsAnswers::restrict_dates(const Form& form, PmidSet& found) const {
  DateField field = DateField::Entered;
  const auto type = value(form, "datetype");
  if (!type.empty() && !date_field(type, field)) {
    return;
  }
  std::optional<std::pair<int, int>> window;
  if (form.contains("mindate") && form.contains("maxdate")) {  // only as a pair; an empty date finds nothing
    const int lo = search_date(value(form, "mindate"), false);
    const int hi = search_date(value(form, "maxdate"), true);
    window = lo == 0 || hi == 0 ? std::pair(1, 0) : std::pair(lo, hi);
  } else if (const auto days = number(value(form, "reldate"), 0); days > 0) {
    window = std::pair(days_before(today_, static_cast<int>(std::min<std::size_t>(days, 300000))), 99991231);
  }
  if (window) {
    const auto dated = dated_between(records_, field, window->first, window->second);
    std::erase_if(found, [&](auto pmid) { return !dated.contains(pmid); });
  }
}

Answer EutilsAnswers::esearch(const Form& form, const Bias& bias) {
  const bool json = value(form, "retmode") == "json";
  if (!bias.error.empty()) {
    return search_error(json, bias.error);
  }
  const auto term = value(form, "term");
  const auto environment = value(form, "WebEnv");
  const auto history = history_of(environment);
  if (term.find_first_not_of(" \t\r\n+") == std::string::npos && value(form, "query_key").empty()) {
    return search_error(json, "Empty term and query_key - nothing todo");
  }
  Search search;
  search.query = evaluate_query(term.empty() ? "#" + value(form, "query_key") : term, records_, history, today_);
  if (!search.query.error.empty()) {
    return search_error(json, search.query.error);
  }
  auto& found = search.query.found;
  if (const auto key = value(form, "query_key"); !key.empty() && !term.empty()) {
    const auto index = number(key, 0);
    if (index == 0 || index > history.size()) {
      return search_error(json, "Unable to obtain query #" + key);
    }
    std::erase_if(found, [&](auto pmid) { return !history[index - 1].contains(pmid); });
  }
  restrict_dates(form, found);
  search.count = static_cast<std::size_t>(std::max(0LL, static_cast<long long>(found.size()) + bias.count));
  if (value(form, "rettype") == "count") {
    Answer out{200, "text/xml; charset=UTF-8", ""};
    out.type = json ? kJson : out.type;
    out.body = json ? fmt::format(
                          "{{\"header\":{{\"type\":\"esearch\",\"version\":\"0.3\"}},\"esearchresult\":"
                          "{{\"count\":\"{}\"}}}}",
                          search.count)
                    : std::string(kProlog) + doctype("eSearchResult", "esearch", "20060628") +
                          fmt::format("<eSearchResult><Count>{}</Count></eSearchResult>\n", search.count);
    return out;
  }
  search.first = number(value(form, "retstart"), 0);
  const auto wanted = number(value(form, "retmax"), 20);
  if (search.first >= limit_ && found.size() > limit_) {
    return search_error(json, beyond_limit(limit_));
  }
  const auto reachable = std::min(found.size(), limit_);
  if (search.first > reachable) {
    search.messages.emplace_back("Restrictions achieved. start and count adjusted");
  }
  const auto from = std::min(search.first, reachable);
  const auto to = from + std::min(wanted, reachable - from);
  // The most recent first, which for PMIDs is close to NCBI's default order.
  search.page.assign(std::next(found.rbegin(), static_cast<std::ptrdiff_t>(from)),
                     std::next(found.rbegin(), static_cast<std::ptrdiff_t>(to)));
  if (found.empty()) {
    search.messages.emplace_back("No items found.");
  }
  if (value(form, "usehistory") == "y") {
    std::tie(search.environment, search.key) = remember(environment, found);
  }
  return json ? Answer{200, std::string(kJson), search.json()} : Answer{200, "text/xml; charset=UTF-8", search.xml()};
}

std::string EutilsAnswers::ids_of(const Form& form, std::vector<std::string>& ids) {
  if (const auto key = value(form, "query_key"); !key.empty()) {
    const auto history = history_of(value(form, "WebEnv"));
    const auto index = number(key, 0);
    if (index == 0 || index > history.size()) {
      return fmt::format("Unable to obtain query #{}", key);
    }
    const auto& set = history[index - 1];
    const auto first = number(value(form, "retstart"), 0);
    const auto most = number(value(form, "retmax"), limit_);
    if (first >= limit_ && set.size() > limit_) {
      return beyond_limit(limit_);
    }
    if (first >= set.size()) {
      return fmt::format(
          "Cannot retrieve history data: OUT OF RANGE. Parameter retstart={} + 1 is greater than number of records "
          "available in history. History includes {} IDs.",
          first, set.size());
    }
    const auto to = first + std::min(most, std::min(set.size(), limit_) - first);
    std::transform(std::next(set.rbegin(), static_cast<std::ptrdiff_t>(first)),
                   std::next(set.rbegin(), static_cast<std::ptrdiff_t>(to)), std::back_inserter(ids),
                   [](auto pmid) { return std::to_string(pmid); });
    return {};
  }
  std::string one;
  for (const char c : value(form, "id") + ",") {
    if (c >= '0' && c <= '9') {
      one += c;
    } else if (!one.empty()) {
      ids.push_back(std::exchange(one, {}));
    }
  }
  if (ids.empty()) {
    return value(form, "id").empty() ? "Supplied id parameter is empty."
                                     : "ID list is empty! Possibly it has no correct IDs.";
  }
  return {};
}

Answer EutilsAnswers::efetch(const Form& form, const Bias& bias) {
  std::vector<std::string> ids;
  if (const auto wrong = ids_of(form, ids); !wrong.empty()) {
    return fetch_error(wrong.starts_with("Supplied") ? 200 : 400, wrong);
  }
  const auto mode = value(form, "retmode");
  if (value(form, "rettype") == "uilist") {
    std::string list;
    for (const auto& id : ids) {
      list += mode == "xml" ? "<Id>" + id + "</Id>\n" : id + "\n";
    }
    return mode == "xml"
               ? Answer{200, "text/xml; charset=UTF-8", std::string(kProlog) + "<IdList>\n" + list + "</IdList>\n"}
               : Answer{200, std::string(kText), list};
  }
  if (mode != "xml" && !mode.empty()) {
    return {400, std::string(kText), "This server gives retmode=xml and rettype=uilist alone."};
  }
  std::string body =
      "<?xml version=\"1.0\" ?>\n<!DOCTYPE PubmedArticleSet PUBLIC \"-//NLM//DTD PubMedArticle, 1st January 2025//EN\" "
      "\"https://dtd.nlm.nih.gov/ncbi/pubmed/out/pubmed_250101.dtd\">\n<PubmedArticleSet>\n";
  for (const auto& id : ids) {
    const auto row = records_.find(static_cast<std::uint32_t>(std::min<std::size_t>(number(id, 0), 0xFFFFFFFFU)));
    if (row != records_.end() && !bias.withheld.contains(row->first)) {
      body += row->second.bytes + "\n";
    }
  }
  return {200, "text/xml; charset=UTF-8", body + "</PubmedArticleSet>"};
}

Answer EutilsAnswers::epost(const Form& form) {
  std::vector<std::string> ids;
  if (const auto wrong = ids_of(form, ids); !wrong.empty()) {
    return {400, "text/xml; charset=UTF-8",
            std::string(kProlog) + doctype("ePostResult", "epost", "20090526") + "<ePostResult><ERROR>" + wrong +
                "</ERROR></ePostResult>\n"};
  }
  PmidSet set;
  for (const auto& id : ids) {
    if (const auto pmid = number(id, 0); pmid > 0 && pmid <= 0xFFFFFFFFU) {
      set.insert(static_cast<std::uint32_t>(pmid));
    }
  }
  const auto [environment, key] = remember(value(form, "WebEnv"), std::move(set));
  return {200, "text/xml; charset=UTF-8",
          std::string(kProlog) + doctype("ePostResult", "epost", "20090526") +
              fmt::format("<ePostResult>\n\t<QueryKey>{}</QueryKey>\n\t<WebEnv>{}</WebEnv>\n</ePostResult>\n", key,
                          environment)};
}

Answer EutilsAnswers::einfo(const Form& form) const {
  const auto db = value(form, "db");
  const auto head = std::string(kProlog) + doctype("eInfoResult", "einfo", "20190110");
  if (db.empty()) {
    return {200, "text/xml; charset=UTF-8",
            head + "<eInfoResult>\n<DbList>\n\t<DbName>pubmed</DbName>\n</DbList>\n</eInfoResult>\n"};
  }
  if (db != "pubmed") {
    return {
        200, "text/xml; charset=UTF-8",
        head + "<eInfoResult>\n\t<ERROR>Can not retrieve DbInfo for db=" + escaped(db) + "</ERROR>\n</eInfoResult>\n"};
  }
  const auto updated = date_text(today_);
  if (value(form, "retmode") == "json") {
    const Json whole = {{"header", {{"type", "einfo"}, {"version", "0.3"}}},
                        {"einforesult",
                         {{"dbinfo", Json::array({{{"dbname", "pubmed"},
                                                   {"menuname", "PubMed"},
                                                   {"count", std::to_string(records_.size())},
                                                   {"lastupdate", updated}}})}}}};
    return {200, std::string(kJson), whole.dump()};
  }
  return {200, "text/xml; charset=UTF-8",
          head + fmt::format("<eInfoResult>\n\t<DbInfo>\n\t\t<DbName>pubmed</DbName>\n\t\t<MenuName>PubMed</MenuName>\n"
                             "\t\t<Description>PubMed bibliographic record</Description>\n\t\t<Count>{}</Count>\n"
                             "\t\t<LastUpdate>{}</LastUpdate>\n\t</DbInfo>\n</eInfoResult>\n",
                             records_.size(), updated)};
}

Answer EutilsAnswers::esummary(const Form& form) {
  std::vector<std::string> ids;
  const bool json = value(form, "retmode") == "json";
  const auto head = std::string(kProlog) + doctype("eSummaryResult", "esummary", "20041029");
  if (!form.contains("id") && !form.contains("query_key")) {
    return {200, "text/xml; charset=UTF-8",
            head + "<eSummaryResult>\n\t<ERROR>Neither query_key nor id specified</ERROR>\n</eSummaryResult>\n"};
  }
  if (const auto wrong = ids_of(form, ids); !wrong.empty()) {
    return {200, "text/xml; charset=UTF-8",
            head + "<eSummaryResult>\n\t<ERROR>" + escaped(wrong) + "</ERROR>\n</eSummaryResult>\n"};
  }
  Json result = {{"uids", ids}};
  std::string xml = head + "<eSummaryResult>\n<DocumentSummarySet status=\"OK\">\n";
  for (const auto& id : ids) {
    const auto row = records_.find(static_cast<std::uint32_t>(std::min<std::size_t>(number(id, 0), 0xFFFFFFFFU)));
    if (row == records_.end()) {
      result[id] = {{"uid", id}, {"error", "cannot get document summary"}};
      xml += fmt::format(
          "<DocumentSummary uid=\"{}\">\n\t<error>cannot get document summary</error>\n</DocumentSummary>\n", id);
      continue;
    }
    const auto& record = row->second;
    Json authors = Json::array();
    std::string people;
    for (const auto& name : record.authors) {
      authors.push_back({{"name", name}, {"authtype", "Author"}});
      people += fmt::format("<Author><Name>{}</Name><AuthType>Author</AuthType></Author>", escaped(name));
    }
    result[id] = {{"uid", id},
                  {"pubdate", record.published},
                  {"source", record.journal},
                  {"authors", authors},
                  {"title", record.title}};
    xml += fmt::format(
        "<DocumentSummary uid=\"{}\">\n\t<PubDate>{}</PubDate>\n\t<Source>{}</Source>\n\t<Authors>{}</Authors>\n"
        "\t<Title>{}</Title>\n</DocumentSummary>\n",
        id, escaped(record.published), escaped(record.journal), people, escaped(record.title));
  }
  if (json) {
    const Json whole = {{"header", {{"type", "esummary"}, {"version", "0.3"}}}, {"result", result}};
    return {200, std::string(kJson), whole.dump(-1, ' ', false, Json::error_handler_t::replace)};
  }
  return {200, "text/xml; charset=UTF-8", xml + "</DocumentSummarySet>\n</eSummaryResult>\n"};
}

}  // namespace meridian::test
