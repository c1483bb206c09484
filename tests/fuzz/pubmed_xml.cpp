// One record of PubMed XML: what is accepted has a PMID, and its JSON gives it back.
#include "fetcher/pubmed_xml.hpp"

#include "tests/fuzz/properties.hpp"

namespace meridian::fuzz {

void one_input(std::string_view input) {
  const auto read = fetcher::read_pubmed_xml(input);
  std::string bytes(input);
  const auto in_place = fetcher::read_pubmed_xml_in_place(bytes);
  must(read.has_value() == in_place.has_value(), "a record is read alike from a copy and where it lies");
  if (!read) {
    must_be_told(read.error(), Fault::BadInput);
    return;
  }
  must(read->pmid != 0, "a record has a PMID");
  must(*read == *in_place, "a record is read alike from a copy and where it lies");
  must_survive_json(*read);
}

}  // namespace meridian::fuzz
