// One record of MEDLINE text: what is accepted has a PMID, its JSON gives it back, and the kind of line end is no
// matter.
#include "fetcher/medline.hpp"

#include "tests/fuzz/properties.hpp"

namespace meridian::fuzz {

void one_input(std::string_view input) {
  const auto read = fetcher::read_medline(input);
  if (!read) {
    must_be_told(read.error(), Fault::BadInput);
    return;
  }
  must(read->pmid != 0, "a record has a PMID");
  must_survive_json(*read);
  for (const auto& part : read->abstract) {
    must(is_squeezed(part.text) && is_squeezed(part.label), "a part of an abstract is plain text", part.text);
  }
  if (input.find('\r') == std::string_view::npos) {
    std::string other_ends;
    for (const char c : input) {
      other_ends += c == '\n' ? "\r\n" : std::string(1, c);
    }
    const auto again = fetcher::read_medline(other_ends);
    must(again && *again == *read, "a record is the same with CR LF", to_json(*read));
  }
}

}  // namespace meridian::fuzz
