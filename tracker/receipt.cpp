// A receipt as JSON, and whether it adds up.
#include "tracker/receipt.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace meridian::tracker {

bool Receipt::agrees() const {
  const bool searches_agree =
      std::all_of(searches.begin(), searches.end(), [](const SearchMade& s) { return s.count == s.listed; });
  return searches_agree && listed + extra == already_held + left + asked &&
         asked == received + missing.size() + damaged.size() + withdrawn.size() &&
         received == stored_new + revised + unchanged + older && read == received && indexed == received;
}

std::string to_json(const Receipt& r) {
  auto searches = nlohmann::ordered_json::array();
  for (const SearchMade& s : r.searches) {
    searches.push_back(
        {{"what", s.what}, {"from", s.from}, {"count", s.count}, {"listed", s.listed}, {"parts", s.parts}});
  }
  auto watches = nlohmann::ordered_json::array();
  for (const WatchNews& w : r.watches) {
    auto contradictions = nlohmann::ordered_json::array();
    for (const auto& [pmid, why] : w.contradictions) {
      contradictions.push_back({{"pmid", pmid}, {"why", why}});
    }
    watches.push_back({{"name", w.name}, {"matched", w.matched}, {"contradictions", contradictions}});
  }
  const nlohmann::ordered_json row = {
      {"schema", kReceiptSchema},
      {"command", r.command},
      {"topic", r.topic},
      {"query", r.query},
      {"translation", r.translation},
      {"warnings", r.warnings},
      {"started", r.started},
      {"finished", r.finished},
      {"count", r.count ? nlohmann::ordered_json(*r.count) : nlohmann::ordered_json(nullptr)},
      {"listed", r.listed},
      {"already_held", r.already_held},
      {"left", r.left},
      {"asked", r.asked},
      {"received", r.received},
      {"missing", r.missing},
      {"damaged", r.damaged},
      {"new", r.stored_new},
      {"revised", r.revised},
      {"unchanged", r.unchanged},
      {"older", r.older},
      {"deleted", r.deleted},
      {"read", r.read},
      {"indexed", r.indexed},
      {"searches", searches},
      {"extra", r.extra},
      {"withdrawn", r.withdrawn},
      {"restored", r.restored},
      {"notices", r.notices},
      {"watermark_before", r.watermark_before},
      {"watermark", r.watermark},
      {"complete", r.complete},
      {"watches", watches},
      {"agrees", r.agrees()},
      {"status", exit_status(r.status).name},
  };
  return row.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

Result<Receipt> receipt_from_json(std::string_view text) {
  const auto json = nlohmann::json::parse(text, nullptr, false);
  if (!json.is_object() || json.value("schema", "") != kReceiptSchema) {
    return fail(Fault::BadInput, "not a receipt");
  }
  try {
    Receipt r;
    const auto read = [&](const char* name, auto& place) {
      if (const auto at = json.find(name); at != json.end() && !at->is_null()) {
        at->get_to(place);
      }
    };
    read("command", r.command);
    read("topic", r.topic);
    read("query", r.query);
    read("translation", r.translation);
    read("warnings", r.warnings);
    read("started", r.started);
    read("finished", r.finished);
    if (const auto at = json.find("count"); at != json.end() && !at->is_null()) {
      r.count = at->get<std::uint64_t>();
    }
    read("listed", r.listed);
    read("already_held", r.already_held);
    read("left", r.left);
    read("asked", r.asked);
    read("received", r.received);
    read("missing", r.missing);
    read("damaged", r.damaged);
    read("new", r.stored_new);
    read("revised", r.revised);
    read("unchanged", r.unchanged);
    read("older", r.older);
    read("deleted", r.deleted);
    read("read", r.read);
    read("indexed", r.indexed);
    read("extra", r.extra);
    read("withdrawn", r.withdrawn);
    read("restored", r.restored);
    read("notices", r.notices);
    read("watermark_before", r.watermark_before);
    read("watermark", r.watermark);
    read("complete", r.complete);
    for (const auto& s : json.value("searches", nlohmann::json::array())) {
      r.searches.push_back({s.at("what"), s.at("from"), s.at("count"), s.at("listed"), s.at("parts")});
    }
    for (const auto& w : json.value("watches", nlohmann::json::array())) {
      WatchNews news{w.at("name"), w.at("matched"), {}};
      for (const auto& c : w.at("contradictions")) {
        news.contradictions.emplace_back(c.at("pmid").get<Pmid>(), c.at("why").get<std::string>());
      }
      r.watches.push_back(std::move(news));
    }
    const std::string status = json.value("status", "internal");
    r.status = Fault::Internal;
    for (const auto& row : kExitStatuses) {
      r.status = row.name == status ? row.fault : r.status;
    }
    return r;
  } catch (const nlohmann::json::exception& wrong) {
    return fail(Fault::BadInput, std::string("not a receipt: ") + wrong.what());
  }
}

}  // namespace meridian::tracker
