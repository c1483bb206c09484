// A search in PubMed's language: it is read or refused with its place, and brackets around it change nothing.
#include "index/search/query.hpp"

#include <fmt/format.h>

#include "index/search/documents.hpp"
#include "tests/fuzz/properties.hpp"

namespace meridian::fuzz {
namespace {

index::Held held_of(Pmid pmid, const char* title, const char* result, const char* heading) {
  index::Held held;
  held.citation.pmid = pmid;
  held.citation.title = title;
  held.citation.abstract = {{"RESULTS", "RESULTS", result}};
  held.citation.date.year = 2010 + static_cast<int>(pmid);
  held.citation.authors.push_back({"Smith", "Jane", "J", "", "", "", {}});
  held.citation.mesh.push_back({"", heading, true, {}});
  held.study.pmid = pmid;
  held.study.design = Reading{pmid % 2 == 0 ? "rct" : "review", "", "title", "R-001"};
  return held;
}

const Xapian::Database& database() {
  static const auto filled = [] {
    Xapian::WritableDatabase made("", Xapian::DB_BACKEND_INMEMORY);
    for (const auto& held :
         {held_of(1, "Electroacupuncture for neuropathy", "Nerve conduction velocity improved.", "Polyneuropathies"),
          held_of(2, "Magnesium and nerve pain", "Pain did not change in twelve rats.", "Neuralgia"),
          held_of(3, "Massage, warmth and numbness", "Numbness fell; pain remained.", "Diabetic Neuropathies")}) {
      made.add_document(*index::prepared(held).document);
    }
    return made;
  }();
  return filled;
}

std::vector<Xapian::docid> found_by(index::ParsedQuery& parsed, const index::QueryContext& context) {
  Xapian::Enquire enquire(database());
  enquire.set_query(parsed.query);
  enquire.set_docid_order(Xapian::Enquire::ASCENDING);
  enquire.set_weighting_scheme(Xapian::BoolWeight());
  const auto page = enquire.get_mset(0, 10, 10);
  std::vector<Xapian::docid> out;
  for (auto it = page.begin(); it != page.end(); ++it) {
    out.push_back(*it);
  }
  index::warn_of_missing(parsed, page, database(), context);
  for (const std::string& warning : parsed.warnings) {
    must(is_valid_utf8(warning), "a warning is text", warning);
  }
  return out;
}

void must_be_whole(const index::ReadNode& node, int depth) {
  must(is_valid_utf8(node.label), "a part of the reading is text", node.label);
  must(depth <= 2 * index::kDeepestBrackets + 4, "a reading is no deeper than its brackets");
  for (const auto& child : node.children) {
    must_be_whole(child, depth + 1);
  }
}

}  // namespace

void one_input(std::string_view input) {
  static const index::Mesh mesh({MERIDIAN_SOURCE_DIR "/tests/fuzz/corpus/mesh/rows.tsv"});
  const index::QueryContext context{&mesh, "2026-11-26"};
  for (const auto wording : {index::Wording::Auto, index::Wording::All, index::Wording::Any}) {
    auto parsed = index::parse_query(input, database(), context, wording);
    if (!parsed) {
      must_be_told(parsed.error(), Fault::Usage);
      must(!parsed.error().hint.empty(), "a mistake comes with a hint", parsed.error().message);
      must(printable(parsed.error().message) == parsed.error().message, "a mistake is safe to show");
      continue;
    }
    must_be_whole(parsed->tree, 0);
    must(is_valid_utf8(parsed->reading), "a reading is text", parsed->reading);
    const auto found = found_by(*parsed, context);
    if (wording == index::Wording::All && !parsed->everything) {
      auto again = index::parse_query(fmt::format("({})", input), database(), context, wording);
      must(again || again.error().message.find("brackets") != std::string::npos ||
               again.error().message.find("longer") != std::string::npos,
           "a search can be put in brackets", again ? "" : again.error().describe());
      must(!again || found_by(*again, context) == found, "brackets around a search change nothing", parsed->reading);
    }
  }
}

}  // namespace meridian::fuzz
