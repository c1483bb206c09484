// A line of JSON: a citation or a study that is accepted is written as it was read.
#include "core/study_json.hpp"
#include "tests/fuzz/properties.hpp"

namespace meridian::fuzz {

void one_input(std::string_view input) {
  if (const auto citation = citation_from_json(input)) {
    must_survive_json(*citation);
    std::string appended = "before";
    append_json(appended, *citation);
    must(appended == "before" + to_json(*citation), "a line is appended as it is written");
  } else {
    must_be_told(citation.error(), Fault::BadInput);
  }
  if (const auto study = study_from_json(input)) {
    const std::string json = to_json(*study);
    must(is_valid_utf8(json) && json.find('\n') == std::string::npos, "a study is one line of UTF-8", json);
    const auto again = study_from_json(json);
    must(again && *again == *study, "a study's JSON gives the study back", json);
  } else {
    must_be_told(study.error(), Fault::BadInput);
  }
}

}  // namespace meridian::fuzz
