// A draft as Markdown, HTML and text, whatever it is.
#include "tests/fuzz/drafts.hpp"

namespace meridian::fuzz {

void one_input(std::string_view input) {
  for (const char* name : {"draft.md", "draft.html", "draft.txt", "draft"}) {
    must_be_read_or_refused(input, name);
  }
}

}  // namespace meridian::fuzz
