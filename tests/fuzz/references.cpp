// A file of RIS or BibTeX: what identifies an entry has its form, and is read again where it is written down.
#include <fmt/format.h>

#include "draft/citations.hpp"
#include "tests/fuzz/properties.hpp"
#include "tracker/formats.hpp"

namespace meridian::fuzz {
namespace {

constexpr Pmid kLargestPmid = 99'999'999;

std::string written(const std::vector<tracker::ReferenceId>& entries) {
  std::string out;
  for (const auto& entry : entries) {
    out += fmt::format("TY  - JOUR\nTI  - {}\nDO  - {}\nN1  - PMID: {}\nER  - \n", entry.title, entry.doi, entry.pmid);
  }
  return out;
}

}  // namespace

void one_input(std::string_view input) {
  const auto entries = tracker::read_references(input);
  if (!entries) {
    must_be_told(entries.error(), Fault::BadInput);
  } else {
    must(tracker::looks_like_references(input), "what is read looks like references");
    for (const auto& entry : *entries) {
      must(entry.doi.empty() || entry.doi.starts_with("10."), "a DOI begins with 10.", entry.doi);
      must(is_squeezed(entry.title), "a title is plain text", entry.title);
      must(is_valid_utf8(entry.doi), "a DOI is text", entry.doi);
    }
    const auto again = entries->empty() ? entries : tracker::read_references(written(*entries));
    must(again && std::equal(again->begin(), again->end(), entries->begin(), entries->end(),
                             [](const auto& a, const auto& b) {
                               return a.pmid == b.pmid && a.doi == b.doi && a.title == b.title;
                             }),
         "entries that are written down are the same", written(*entries));
  }
  const auto mentions = draft::read_references(input, "input");
  if (!mentions) {
    must_be_told(mentions.error(), Fault::BadInput);
    return;
  }
  for (const auto& mention : *mentions) {
    must(mention.pmid <= kLargestPmid, "a PMID has eight digits at most", mention.text);
    must(mention.is_reference, "an entry is a reference", mention.text);
  }
}

}  // namespace meridian::fuzz
