// meridian note: a remark on a study, kept with it.
#include <fmt/format.h>

#include "cli/command.hpp"
#include "core/text.hpp"

namespace meridian::cli {

Action declare_note(CLI::App& app) {
  struct NoteFlags {
    Pmid pmid = 0;
    std::vector<std::string> words;
    bool forget = false;
  };
  auto flags = std::make_shared<NoteFlags>();
  app.add_option("pmid", flags->pmid, "The study")->required();
  app.add_option("text", flags->words, "The note; without it the notes are shown");
  app.add_flag("--forget", flags->forget, "Take all notes of this study away");
  return [flags](Context& context) -> Result<Fault> {
    std::string text = squeeze(valid_utf8(fmt::format("{}", fmt::join(flags->words, " "))));
    constexpr std::size_t kLongest = 100'000;
    if (text.size() > kLongest) {
      return fail(Fault::Usage, fmt::format("a note holds at most {} bytes", kLongest));
    }
    if (flags->forget && !text.empty()) {
      return fail(Fault::Usage, "either a text or --forget, not both");
    }
    const bool writes = flags->forget || !text.empty();
    auto library = context.open_library(writes ? index::Access::Write : index::Access::Read);
    if (!library) {
      return tl::unexpected<Error>(library.error());
    }
    if (flags->forget) {
      auto gone = library->forget_notes(flags->pmid);
      if (!gone) {
        return tl::unexpected<Error>(gone.error());
      }
      fmt::print("{} notes taken away\n", *gone);
      return Fault::None;
    }
    if (writes) {
      if (auto kept = library->note(flags->pmid, text); !kept) {
        return tl::unexpected<Error>(kept.error());
      }
      return Fault::None;
    }
    auto held = library->get(flags->pmid);
    if (!held) {
      return tl::unexpected<Error>(held.error());
    }
    if (!*held) {
      return fail(Fault::NotFound, fmt::format("PMID {} is not in the library", flags->pmid));
    }
    for (const auto& note : (*held)->notes) {
      fmt::print("{}  {}\n", note.when, printable(note.text));
    }
    return Fault::None;
  };
}

}  // namespace meridian::cli
