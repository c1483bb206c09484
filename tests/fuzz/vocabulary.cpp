// A file of the vocabulary: what is accepted fires within the text; what is not is named with its line.
#include "evidence/vocabulary.hpp"

#include "tests/fuzz/properties.hpp"

namespace meridian::fuzz {
namespace {

constexpr std::string_view kFile = "vocabulary/input.toml";

void must_fire_within(const evidence::Vocabulary& vocabulary, std::string_view text) {
  for (const auto& hit : vocabulary.hits(text)) {
    must(hit.length > 0 && hit.start <= text.size() && hit.length <= text.size() - hit.start,
         "a phrase fires within the text", hit.phrase);
    must(hit.term < vocabulary.terms().size(), "a hit is of a term");
    const auto& term = vocabulary.terms()[hit.term];
    must(hit.id == term.id && hit.facet == term.facet, "a hit is of its term", hit.id);
  }
}

}  // namespace

void one_input(std::string_view input) {
  const std::vector<evidence::VocabularyFile> files{{std::string(kFile), std::string(input)}};
  const auto loaded = evidence::Vocabulary::load(files);
  if (!loaded) {
    must_name_a_line(loaded.error(), kFile, input);
    return;
  }
  const auto& vocabulary = **loaded;
  const auto again = evidence::Vocabulary::load(files);
  must(again && (*again)->version() == vocabulary.version(), "the same file has the same version");
  for (const auto& term : vocabulary.terms()) {
    must(!term.id.empty() && !term.facet.empty(), "a term has an id and a facet");
    must(vocabulary.find(term.facet, term.id) != nullptr || !term.parent.empty(), "a term is found", term.id);
    for (const auto& phrase : term.phrases) {
      must_fire_within(vocabulary, phrase);
    }
  }
  must_fire_within(vocabulary, input);
  must_fire_within(vocabulary, "Electroacupuncture did not reduce pain\xC3\xA9 in 12 rats (P = 0.4).");
}

}  // namespace meridian::fuzz
