// meridian screen: the decision whether a review includes a study, with its reason.
#include <fmt/format.h>

#include "cli/command.hpp"
#include "core/text.hpp"

namespace meridian::cli {

Action declare_screen(CLI::App& app) {
  struct ScreenFlags {
    std::vector<std::string> words;
    std::string reason;
  };
  auto flags = std::make_shared<ScreenFlags>();
  app.add_option("what", flags->words, "PMIDs, then include, exclude or undecided")->required();
  app.add_option("--reason", flags->reason, "Why; asked for where a study is excluded");
  return [flags](Context& context) -> Result<Fault> {
    const std::string decision = flags->words.back();
    if (decision != "include" && decision != "exclude" && decision != "undecided") {
      return fail(Fault::Usage, fmt::format("\"{}\" is no decision", printable(decision)),
                  "it is include, exclude or undecided, after the PMIDs");
    }
    std::vector<Pmid> pmids;
    for (std::size_t i = 0; i + 1 < flags->words.size(); ++i) {
      const std::string& word = flags->words[i];
      constexpr std::size_t kDigits = 9;
      if (word.empty() || word.size() > kDigits || word.find_first_not_of("0123456789") != std::string::npos) {
        return fail(Fault::Usage, fmt::format("\"{}\" is no PMID", printable(word)));
      }
      pmids.push_back(static_cast<Pmid>(std::stoul(word)));
    }
    const std::string reason = squeeze(valid_utf8(flags->reason));
    if (pmids.empty()) {
      return fail(Fault::Usage, "no PMID is named", "meridian screen 90000001 include");
    }
    if (decision == "exclude" && reason.empty()) {
      return fail(Fault::Usage, "an exclusion needs its reason", "add --reason, such as --reason 'no control group'");
    }
    auto library = context.open_library(index::Access::Write);
    if (!library) {
      return tl::unexpected<Error>(library.error());
    }
    std::optional<index::Screening> kept;
    if (decision != "undecided") {
      kept = index::Screening{decision == "include", reason, ""};
    }
    if (auto done = library->screen(pmids, kept); !done) {
      return tl::unexpected<Error>(done.error());
    }
    fmt::print("{} studies: {}\n", pmids.size(), decision);
    return Fault::None;
  };
}

}  // namespace meridian::cli
