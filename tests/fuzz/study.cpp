// A study read out of any title and abstract: every quote stands there to the letter, and its JSON gives it back.
#include "evidence/study.hpp"

#include "core/study_json.hpp"
#include "tests/evidence/shipped_vocabulary.hpp"
#include "tests/fuzz/properties.hpp"

namespace meridian::fuzz {
namespace {

/// The first line is the title, each further one a part of the abstract, "LABEL: text" or text.
Citation citation_of(std::string_view input) {
  Citation citation;
  citation.pmid = 1;
  bool first = true;
  for (const std::string_view line : split(input, '\n')) {
    const std::string text = squeeze(valid_utf8(line));
    if (first) {
      citation.title = text;
    } else if (!text.empty()) {
      const auto colon = text.find(": ");
      const std::string label = colon < 20 ? text.substr(0, colon) : "";
      citation.abstract.push_back({label, label, label.empty() ? text : text.substr(colon + 2)});
    }
    first = false;
  }
  return citation;
}

class Quotes {
 public:
  explicit Quotes(const Citation& citation) : citation_(citation) {}

  void must_hold(std::string_view quote) const {
    const auto& parts = citation_.abstract;
    must(citation_.title.find(quote) != std::string::npos ||
             std::any_of(parts.begin(), parts.end(),
                         [&](const auto& part) { return part.text.find(quote) != std::string::npos; }),
         "a quote stands in title or abstract", quote);
  }
  template <class Value>
  void must_hold_of(const Value& values) const {
    for (const auto& value : values) {
      must_hold(value.quote);
    }
  }
  template <class Value>
  void must_hold_of(const std::optional<Value>& value) const {
    if (value) {
      must_hold(value->quote);
    }
  }

 private:
  const Citation& citation_;
};

}  // namespace

void one_input(std::string_view input) {
  const auto vocabulary = evidence::test::vocabulary();
  const Citation citation = citation_of(input);
  const Study study = evidence::read(citation, *vocabulary);
  const Quotes quotes(citation);
  quotes.must_hold_of(study.design);
  quotes.must_hold_of(study.population);
  quotes.must_hold_of(study.sample_size);
  quotes.must_hold_of(study.direction);
  quotes.must_hold_of(study.interventions);
  quotes.must_hold_of(study.conditions);
  quotes.must_hold_of(study.mechanisms);
  quotes.must_hold_of(study.effects);
  const auto again = study_from_json(to_json(study));
  must(again && *again == study, "a study's JSON gives the study back", to_json(study));
}

}  // namespace meridian::fuzz
