// The tables of fields, tags and subsets, as a reader asks for them.
#include "core/text.hpp"
#include "index/library.hpp"
#include "index/search/fields.hpp"
#include "index/search/keys.hpp"
#include "index/search/query_tags.hpp"

namespace meridian::index {

std::vector<FieldHelp> search_fields() {
  std::vector<FieldHelp> out;
  for (const Field& row : kFields) {
    out.push_back({row.name, row.tag, row.meaning, row.example});
  }
  return out;
}

std::vector<FieldHelp> search_tags() {
  std::vector<FieldHelp> out;
  for (const Tag& row : kTags) {
    out.push_back({split(row.names, '|').front(), row.name, row.meaning, row.example});
  }
  return out;
}

std::string folded_name(std::string_view text) { return folded(text); }

std::vector<FieldHelp> search_subsets() {
  std::vector<FieldHelp> out;
  for (const Subset& row : subsets()) {
    out.push_back({row.name, "sb", row.meaning, ""});
  }
  return out;
}

}  // namespace meridian::index
